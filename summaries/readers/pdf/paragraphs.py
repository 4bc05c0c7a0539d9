"""Lines rejoined into paragraphs, as a typesetter would take them apart.

A line was broken, and goes on in the next one, when the next one's first word would not have fitted into it. An
indent, a wider gap or a number at the start say that a new paragraph begins all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import MARKER, Line

_SENTENCE_END = re.compile(r"[。；：！？!?;:][”’」』）)]?$")
_STOP = re.compile(r"[。；：！？!?;:，、…][”’」』）)]*$")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}(?:是|要)")
_CONTENTS_LINE = re.compile(r"(?:…|\.{3}|·{3}|\t)\s*[\d—–-]+$")
# The part of a line that is not broken: a Latin word or figure, or one character with the stops that cling to it.
_FIRST_WORD = re.compile(r"(?:[!-~]+|[“‘《（【〔「『(]*.)[，。、；：？！”’》）】〕」』％%)]*", re.DOTALL)
# Some programs don't break after a stop before figures, nor on either side of a quotation mark.
_FIRST_WORD_AT_MOST = re.compile(
    _FIRST_WORD.pattern + r"(?:(?<=[，。、；：？！》）】〕」』])[!-~]+|[“”‘’]+.?)?", re.DOTALL
)
_INDENT = 0.8  # of the size
_GAP = 1.25  # of the usual distance of lines
_SLACK = 0.6  # of the size: what spaced-out letters and hanging stops make uncertain
_EDGE = 0.95  # of the long lines end before the right edge
_MIN_AT_EDGE = 3  # lines that end there make an edge
_LONG = 12  # characters from which a line tells where the margins are


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where in it pages begin, as (page, offset)."""

    text: str
    pages: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    left: float
    right: float
    pitch: float


def rejoin(lines: Sequence[Line], page_width: float) -> list[Paragraph]:
    """Return the paragraphs of a document's lines."""
    layout = _measure(lines, page_width)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, layout):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group) for group in groups]


def _measure(lines: Sequence[Line], page_width: float) -> _Layout:
    """Return the margins and the distance of lines that most of the text has."""
    long_lines = [line for line in lines if len(line.text) >= _LONG] or list(lines)
    starts = Counter(round(line.x0) for line in long_lines)
    ends = sorted(_end_without_stop(line) for line in long_lines)
    steps = Counter(
        round(before.y - after.y, 1)
        for before, after in pairwise(lines)
        if before.page == after.page and len(before.text) >= _LONG
    )
    left = starts.most_common(1)[0][0] if starts else 0.0
    right = ends[int(_EDGE * (len(ends) - 1))] if ends else 0.0
    at_edge = sum(line.x1 > right - 2 * line.size for line in long_lines)
    if at_edge < _MIN_AT_EDGE or right - left < page_width / 2:  # few lines were broken: trust the paper
        right = max(right, page_width - left)
    return _Layout(left, right, pitch=steps.most_common(1)[0][0] if steps else 0.0)


def _goes_on(group: Sequence[Line], line: Line, layout: _Layout) -> bool:
    """Tell whether the line belongs to the paragraph before it."""
    before = group[-1]
    if _CONTENTS_LINE.search(before.text) or "\t" in before.text or "\t" in line.text:
        return False
    if abs(before.size - line.size) > 0.2 * before.size or _is_apart(before, line, layout):
        return False
    if _would_have_fitted(before, line, layout):
        return False
    if _SENTENCE_END.search(before.text) and (_begins_like(group[0], line) or _is_heading(line, layout)):
        return False
    if line.x0 <= layout.left + _INDENT * line.size:
        return True
    return MARKER.match(line.text) is None and _hangs(group, line)


def _begins_like(first: Line, line: Line) -> bool:
    """Tell whether a line begins with an enumerator; 「二是」 begins a paragraph only where 「一是」 does."""
    if _ORDINAL.match(line.text):
        return _ORDINAL.match(first.text) is not None
    return MARKER.match(line.text) is not None


def _is_heading(line: Line, layout: _Layout) -> bool:
    """Tell whether a line is short and has no stop at its end, as the last line of a paragraph would."""
    return line.x1 < layout.right - 2 * line.size and not _STOP.search(line.text)


def _is_apart(before: Line, line: Line, layout: _Layout) -> bool:
    if before.page != line.page or not layout.pitch:
        return False
    usual = max(layout.pitch, 1.2 * line.size)
    return before.y - line.y > _GAP * usual


def _would_have_fitted(before: Line, line: Line, layout: _Layout) -> bool:
    pattern = _FIRST_WORD if _SENTENCE_END.search(before.text) else _FIRST_WORD_AT_MOST
    word = pattern.match(line.text)
    width = sum(map(_letter_width, word.group())) * line.size if word else 0.0
    return before.x1 + width + _SLACK * line.size < layout.right


def _letter_width(char: str) -> float:
    if not char.isascii():
        return 1.0
    return 0.7 if char.isupper() else 0.5


def _end_without_stop(line: Line) -> float:
    """Return where a line ends; a stop at its end may hang over the edge."""
    return line.x1 - (line.size / 2 if line.text[-1] in "，。、；：" else 0.0)


def _hangs(group: Sequence[Line], line: Line) -> bool:
    """Tell whether an indented line continues a paragraph all of whose lines but the first are indented like it."""
    if len(group) > 1:
        return abs(group[-1].x0 - line.x0) < _INDENT * line.size
    first = group[0]
    return line.x0 > first.x0 and MARKER.match(first.text) is not None and not _SENTENCE_END.search(first.text)


def _paragraph(group: Sequence[Line]) -> Paragraph:
    parts: list[str] = []
    length = 0
    pages: list[tuple[int, int]] = []
    for line in group:
        if parts and parts[-1][-1:].isascii() and line.text[:1].isascii() and parts[-1][-1:] not in "-/":
            parts.append(" ")
            length += 1
        if not pages or pages[-1][0] != line.page:
            pages.append((line.page, length))
        parts.append(line.text)
        length += len(line.text)
    return Paragraph("".join(parts), tuple(pages))
