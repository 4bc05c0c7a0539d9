"""Paragraphs parted where an entry stands glued to the one before it, or a last sentence introduces the next list."""

import re
from itertools import zip_longest

from .alternation import at_initials, by_initial
from .enumerators import Marker, inline_run, read_marker
from .lexicon import prose, shapes

_GLUED = re.compile(shapes.GLUED)
_ANNOUNCED = re.compile("[。！!]" + at_initials(f"(?:{prose.PLAN_SWITCH}|{prose.PLAN_LEAD})"))
_INTRODUCES = re.compile(by_initial(prose.LEAD_IN))
_ANNOUNCEMENT_MAX = 120
_STOPS = "。；;！!"


def part_glued(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part paragraphs where an enumerator that continues the lines' own count stands glued to a sentence's end.

    The first of a count is glued to what introduces it if the next line begins with the second: 「还有差距：1、…」.
    """
    if not spans or not _GLUED.search(text, spans[0][0], spans[-1][1]):
        return spans
    latest: dict[str, int] = {}
    parted = []
    for (start, end), following in zip_longest(spans, spans[1:]):
        marker = read_marker(text[start : min(end, start + 40)], start)
        if marker:
            latest[marker.scheme] = marker.number
        begin = start
        is_row = "\t" in text[start:end]
        for match in () if is_row else _GLUED.finditer(text, start, end):
            glued = read_marker(text[match.end() : min(end, match.end() + 40)], match.end())
            if glued is None:
                continue
            below = read_marker(text[following[0] : following[0] + 40]) if following else None
            opens = (
                text[match.start()] in "：:" and _is_first_of(glued, below) and not inline_run(text, match.end(), end)
            )
            counts_on = glued.number > 1 and latest.get(glued.scheme) == glued.number - 1
            alone = text[match.start()] in _STOPS and not text[glued.end].isdigit()  # 2、3号泵站
            doubled = alone and _is_doubled(marker, glued, below)
            if opens or ((counts_on or doubled) and not _counts_within(text, start, glued)):
                latest[glued.scheme] = glued.number
                parted.append((begin, _strip_end(text, begin, match.end())))
                begin = match.end()
        parted.append((begin, end))
    return parted


def _is_first_of(marker: Marker | None, second: Marker | None) -> bool:
    """Tell whether two markers are the first and the second of one count."""
    return bool(marker and second and marker.scheme == second.scheme and (marker.number, second.number) == (1, 2))


def _is_doubled(first: Marker | None, glued: Marker, below: Marker | None) -> bool:
    """Tell whether a glued number repeats that of its paragraph before one that counts on: 2、…。2、… | 3、…."""
    counted = first is not None and below is not None and first.scheme == glued.scheme == below.scheme
    return counted and first.number == glued.number == below.number - 1 > 0


def _counts_within(text: str, start: int, glued: Marker) -> bool:
    """Tell whether a marker goes on with a count that began in its own paragraph, 「有几点：一、…；二、…」."""
    run = inline_run(text, start, glued.end)
    return bool(run) and run[0].start > start and run[0].scheme == glued.scheme and run[0].number == 1


def part_announcements(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part a last sentence that introduces the list in the next paragraph from what stands before it."""
    if not spans or not _ANNOUNCED.search(text, spans[0][0], spans[-1][1]):
        return spans
    parted = []
    for (start, end), following in zip_longest(spans, spans[1:]):
        last = _last_sentence(text, start, end) if following else 0
        if last and following and read_marker(text[following[0] : following[0] + 40]):
            parted += [(start, last), (last, end)]
        else:
            parted.append((start, end))
    return parted


def _last_sentence(text: str, start: int, end: int) -> int:
    """Return where the last sentence begins if it announces plans, 0 if it does not or is the only one."""
    if text[end - 1] not in "：:。":
        return 0
    stop = max(text.rfind(mark, start, end - 1) for mark in "。！!")
    announces = stop > start and end - stop <= _ANNOUNCEMENT_MAX and _ANNOUNCED.match(text, stop, end)
    return stop + 1 if announces and _INTRODUCES.search(text[stop + 1 : end]) else 0


def _strip_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t　":
        end -= 1
    return end
