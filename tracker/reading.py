"""An edition's text as the reading page shows it: passages cut into segments, notes put into sentences at their place.

Pure: it takes plain values (or rows that carry the same names) and asks no database. Which task an item belongs to and
who may see it is the business of views/summaries.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from summaries.extraction import Note
from summaries.readers import OMITTED, Omission

HEADING = 40  # characters of the longest paragraph that is shown as a heading


class Spanned(Protocol):
    """Anything with half-open code-point offsets into the edition's text."""

    start: int
    end: int


class Block(Spanned, Protocol):
    number: int
    text: str
    level: int


Item = TypeVar("Item", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Segment(Generic[Item]):
    """A run of text that the same items cover; `opens` and `closes` are those that begin or end with it."""

    text: str
    items: tuple[Item, ...] = ()
    opens: tuple[Item, ...] = ()
    closes: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage(Generic[Item]):
    """A paragraph in segments, which joined are its text."""

    paragraph: Block
    segments: tuple[Segment[Item], ...]

    @property
    def heading(self) -> int:
        """Return the depth of a heading that stands alone; 0 for body text, also if it opens with one."""
        return self.paragraph.level if len(self.paragraph.text) <= HEADING else 0


@dataclass(frozen=True, slots=True)
class Remark:
    """A note 文稿体检 as a sentence, and the number of the paragraph it is about (None: the whole document)."""

    message: str
    paragraph: int | None = None


def passages(paragraphs: Iterable[Block], items: Iterable[Item]) -> list[Passage[Item]]:
    """Cut paragraphs, in the order of the text, where items begin and end.

    Items may span paragraphs and overlap. One walk over both: a long text costs no more per paragraph than a short one.
    """
    waiting = deque(sorted(items, key=lambda item: (item.start, item.end)))
    covering: list[Item] = []
    found = []
    for paragraph in paragraphs:
        covering = [item for item in covering if item.end > paragraph.start]
        while waiting and waiting[0].start < paragraph.end:
            covering.append(waiting.popleft())
        found.append(Passage(paragraph, tuple(_segments(paragraph, covering))))
    return found


def _segments(paragraph: Block, items: Sequence[Item]) -> Iterable[Segment[Item]]:
    first, last = paragraph.start, paragraph.end
    bounds = {first, last}
    for item in items:
        bounds |= {max(item.start, first), min(item.end, last)}
    for start, end in pairwise(sorted(bounds)):
        here = tuple(item for item in items if item.start < end and item.end > start)
        yield Segment(
            text=paragraph.text[start - first : end - first],
            items=here,
            opens=tuple(item for item in here if item.start == start),
            closes=tuple(item for item in here if item.end == end),
        )


def remarks(notes: Iterable[Mapping[str, Any]], paragraphs: Sequence[Block], language: str | None) -> list[Remark]:
    """Return stored notes as sentences in the language of the page, each with the paragraph that holds its words."""
    starts = [paragraph.start for paragraph in paragraphs]
    spoken = "en" if language == "en" else "zh"
    found = []
    for stored in notes:
        index = bisect_right(starts, stored["start"]) - 1
        number = paragraphs[index].number if index >= 0 and stored["end"] > stored["start"] else None
        found.append(Remark(_sentence(stored, spoken), number))
    return found


def _sentence(stored: Mapping[str, Any], language: str) -> str:
    code, params, start = stored["code"], stored["params"], stored["start"]
    if code == OMITTED:
        return Omission(params["what"], params["count"], start).message(language)
    return Note(code, tuple(params.items()), start, stored["end"]).message(language)
