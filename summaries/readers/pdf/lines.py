"""The lines of a page out of its pieces, and which of them are page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..labels import Label
from .interpreter import Piece

_SAME_LINE = 0.4  # of the size of the letters, up or down
_COLUMN_GAP = 1.5  # of the size: cells of a table; after that much room it is no word space
_WORD_GAP = 0.15
_PAGE_NUMBER = re.compile(
    r"[\s\-—–－_~·.|/]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})(?:\s*页)?(?:[\s,，/\-—]*共?\s*\d{1,4}\s*页?)?[\s\-—–－_~·.|]*"
)
# An enumerator: a paragraph begins with it, and the tab behind it is no column.
MARKER = re.compile(
    r"第[一二三四五六七八九十]{1,3}[章节部条]|[一二三四五六七八九十]{1,3}[、．.，]"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳⑴-⒇㈠-㈩●■◆•]"
)
_EDGE_LINES = 2
_MIN_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: from x0 to x1 on the base line y of a page (from 1)."""

    page: int
    x0: float
    x1: float
    y: float
    size: float
    text: str


def lines_of_page(page: int, pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y <= _SAME_LINE * max(piece.size, rows[-1][0].size, 1.0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = (_line(page, sorted(row, key=lambda piece: piece.x0)) for row in rows)
    return [line for line in lines if line is not None]


def _line(page: int, row: Sequence[Piece]) -> Line | None:
    words = [piece for piece in row if piece.text.strip()]
    if not words:
        return None
    text = words[0].text.lstrip()
    for before, piece in pairwise(words):
        if (gap := _gap(before, piece)) == "\t" and MARKER.fullmatch(text):
            text = Label(text).before(piece.text.lstrip())
        else:
            text += gap + piece.text
    size = Counter(piece.size for piece in words).most_common(1)[0][0]
    return Line(page, _ink_start(words[0]), max(piece.x1 for piece in words), words[0].y, size, text.rstrip())


def _gap(before: Piece, after: Piece) -> str:
    """Return what stands between two pieces: a tab between cells, a space between Latin words, otherwise nothing."""
    room = after.x0 - before.x1
    if room > _COLUMN_GAP * max(before.size, after.size):
        return "\t"
    left, right = before.text[-1], after.text[0]
    is_word_gap = room > _WORD_GAP * after.size and left.isascii() and right.isascii()
    return " " if is_word_gap and not left.isspace() and not right.isspace() else ""


def _ink_start(piece: Piece) -> float:
    """Return where the first letter begins: an indent may be typed with spaces."""
    blanks = len(piece.text) - len(piece.text.lstrip())
    return piece.x0 + (piece.x1 - piece.x0) * blanks / len(piece.text)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without page numbers and without what stands at the edge of page after page."""
    repeated = _repeated(pages)
    kept = []
    for lines in pages:
        edges = {id(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
        kept.append(
            [line for line in lines if not (id(line) in edges and (_is_page_number(line) or _key(line) in repeated))]
        )
    return kept


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _repeated(pages: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """Return the running heads: the same words but for figures, at the same height, on half of the pages."""
    seen = Counter(
        key for lines in pages for key in {_key(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
    )
    enough = max(_MIN_REPEATS, len(pages) / 2)
    return {key for key, count in seen.items() if count >= enough}


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"[\d\s]+", "", line.text), round(line.y / 3)
