"""The site's own ledger, come back from an office: which sheet it is on, under which headings, in which language.

What its cells would change is found in changes.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from summaries.readers import Grid
from tracker.codes import number_in
from tracker.columns import BY_KEY, COLUMNS
from tracker.ledger.workbook import KEY, VERSION

HEAD_WITHIN = 15  # rows from the top in which the headings stand, below a title or two


@dataclass(frozen=True)
class Line:
    """A row of the file: its number as Excel shows it, the task that it names, and its cells by column.

    task, version: None where the file does not tell; the code in the row is `cells["code"]` like any other.
    """

    number: int
    task: int | None
    version: int | None
    cells: dict[str, str]


@dataclass(frozen=True)
class Returned:
    """A ledger of this site as read. columns: the keys of those in the file; strange: headings that are none."""

    language: str
    columns: tuple[str, ...]
    strange: tuple[str, ...]
    lines: tuple[Line, ...]
    versioned: bool


@dataclass(frozen=True)
class _Head:
    row: int
    language: str
    places: dict[str, int]  # key of a column, or a hidden heading -> its place
    strange: tuple[str, ...]


def find_returned(grids: Sequence[Grid]) -> Returned | None:
    """Return the first sheet that is a ledger of this site, or None."""
    for grid in grids:
        for row, cells in enumerate(grid.rows[:HEAD_WITHIN]):
            head = _head(row, cells)
            if head and (KEY in head.places or _has_codes(grid, head)):
                return _returned(grid, head)
    return None


def _head(row: int, cells: Sequence[str]) -> _Head | None:
    """Return what a row is as a row of headings, in the language that fits best; None if nothing fits."""
    heads = [_head_in(language, row, cells) for language, _name in settings.LANGUAGES]
    best = max(heads, key=lambda head: len(head.places))
    return best if len(best.places) > 1 else None


def _head_in(language: str, row: int, cells: Sequence[str]) -> _Head:
    with override(language):
        known = {str(column.label): column.key for column in COLUMNS} | {KEY: KEY, VERSION: VERSION}
        running = _("No.")
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if cell in known:
            places.setdefault(known[cell], place)
    strange = tuple(cell for cell in cells if cell and cell not in known and cell != running)
    return _Head(row, language, places, strange)


def _has_codes(grid: Grid, head: _Head) -> bool:
    """Tell whether a file without the hidden columns names its tasks by their codes, 〔2024〕0012."""
    if "code" not in head.places or len(head.places) < 3:
        return False
    codes = [_cell(row, head.places["code"]) for row in grid.rows[head.row + 1 :]]
    found = [code for code in codes if code.startswith("〔") and number_in(code)]
    return len(found) * 2 > sum(map(bool, codes))


def _returned(grid: Grid, head: _Head) -> Returned:
    keys = tuple(key for key in head.places if key in BY_KEY)
    below = enumerate(grid.rows[head.row + 1 :], start=head.row + 2)
    lines = tuple(_line(number, row, head, keys) for number, row in below if any(row))
    return Returned(head.language, keys, head.strange, lines, VERSION in head.places)


def _line(number: int, row: Sequence[str], head: _Head, keys: tuple[str, ...]) -> Line:
    cells = {key: _cell(row, head.places[key]) for key in keys}
    task = _number(_cell(row, head.places[KEY])) if KEY in head.places else number_in(cells.get("code", ""))
    return Line(number, task, _number(_cell(row, head.places.get(VERSION))), cells)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _number(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 13 else None
