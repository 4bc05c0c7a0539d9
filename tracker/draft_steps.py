"""Where sentences and paragraphs of a summary begin and end: the steps by which the preview moves an item's boundary.

Pure: offsets count code points of the file's text, as those of items do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from summaries.extraction import Item, Paragraph

_SENTENCE_END = re.compile(r"[。！？；!?;]+[”’」』）)》]*\s*")
SHOWN = 18  # characters of the words before a cut, by which a person knows it


def starts(paragraphs: Sequence[Paragraph], step: str) -> list[int]:
    """Return where paragraphs, or also their sentences, begin."""
    found = {each.start for each in paragraphs}
    if step == "sentence":
        found |= {end for each in paragraphs for _stop, end in _sentences(each) if end < each.end}
    return sorted(found)


def ends(paragraphs: Sequence[Paragraph], step: str) -> list[int]:
    """Return where paragraphs, or also their sentences, end."""
    found = {each.end for each in paragraphs}
    if step == "sentence":
        found |= {stop for each in paragraphs for stop, _next in _sentences(each)}
    return sorted(found)


def neighbour(places: Sequence[int], place: int, way: str) -> int | None:
    """Return the next of some sorted places, in one direction; None behind the last one."""
    if way == "back":
        index = bisect_left(places, place) - 1
        return places[index] if index >= 0 else None
    index = bisect_right(places, place)
    return places[index] if index < len(places) else None


def cuts(item: Item) -> list[tuple[int, str]]:
    """Return where an item may be split: behind its sentences and before its parts, each with the words before it."""
    inside = {item.start + match.end() for match in _SENTENCE_END.finditer(item.text)}
    inside |= {item.start + index + 1 for index, character in enumerate(item.text) if character == "\n"}
    inside |= {part.start for part in item.parts}
    return [(at, _before(item, at)) for at in sorted(inside) if item.start < at < item.end]


def _before(item: Item, at: int) -> str:
    words = " ".join(item.text[: at - item.start].split())
    return words if len(words) <= SHOWN else f"…{words[-SHOWN:]}"


def _sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield where a sentence of the paragraph stops, and where the next one begins."""
    for match in _SENTENCE_END.finditer(paragraph.text):
        yield paragraph.start + len(match.group().rstrip()) + match.start(), paragraph.start + match.end()
