"""Spreadsheets (.xlsx, .csv) -> grids of text: a date reads 2024-06-30, a figure as one types it.

What the cells mean is nobody's business here. Like every reader it counts what really comes out of a file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .archives import Archive, refusals
from .errors import Unreadable
from .formats import suffix_of
from .limits import MAX_BYTES, MAX_CHARS, MAX_COLUMNS, MAX_MERGED, MAX_PART, MAX_ROWS, MAX_SHEETS
from .plain import read_document as read_plain
from .sniffing import sniff

GRID_SUFFIXES = (".xlsx", ".csv")
_TEXTUAL = (".csv", ".txt")
_BETWEEN = ("\t", ",", ";", "，")  # the first of those that stand in the first lines oftenest
_CORNER = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that are merged into one, counted from 0; the last row and column belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: rows of text without the empty ones at the end, each without the empty cells at its end."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Area, ...] = ()


def read_grids(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read the visible sheets that hold anything; raise Unreadable with a sentence when that is not possible."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", name=name, limit=f"{MAX_BYTES // 1024 // 1024} MB")
    grids = read_csv(data, name) if is_csv(data, name) else _read_workbook(data, name)
    if not grids:
        raise Unreadable("empty", name=name)
    return grids


def is_csv(data: bytes, name: str) -> bool:
    """Tell whether a file is a table in plain text; raise Unreadable for what is no table at all."""
    if not data:
        raise Unreadable("empty", name=name)
    found = sniff(data, name)
    if found is None and suffix_of(name) in _TEXTUAL:
        return True
    if found == "Excel" and data.startswith(b"PK"):
        return False
    raise Unreadable("no_grid", name=name, allowed=" / ".join(GRID_SUFFIXES))


def read_csv(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read lines of values between commas, tabs or semicolons."""
    text = read_plain(data, name).text
    head = text[:4000]
    between = max(_BETWEEN, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        rows = _Rows(name).taken(lines)
    except csv.Error as error:
        raise Unreadable("damaged", name=name) from error
    return (Grid("", rows),) if rows else ()


# --- Workbooks -----------------------------------------------------------------------------------------


def _read_workbook(data: bytes, name: str) -> tuple[Grid, ...]:
    archive = Archive(data, name)
    for entry in archive.entries:  # openpyxl believes what the headers say of sizes; here it is counted
        for _chunk in iter(archive.open(entry, MAX_PART).read, b""):
            pass
    with _refusals(name):
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
        rows = _Rows(name)
        found = [Grid(sheet.title[:100], rows.taken(_values(sheet)), _merged(sheet)) for sheet in sheets]
    return tuple(grid for grid in found if grid.rows)


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its size is not believed
    return sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)


def _merged(sheet: Any) -> tuple[Area, ...]:
    """Return the merged cells of a sheet, which openpyxl leaves out when it reads row by row."""
    with sheet._get_source() as stream:
        parsing = etree.iterparse(stream, tag="{*}mergeCell", resolve_entities=False, no_network=True, load_dtd=False)
        areas = [_area(node.get("ref", "")) for _event, node in parsing]
    if len(areas) > MAX_MERGED:
        raise Unreadable("inflates", name=sheet.title)
    return tuple(area for area in areas if area)


def _area(ref: str) -> Area | None:
    """Return the area of 「B3:C5」, None of anything else."""
    found = [_CORNER.fullmatch(corner) for corner in ref.split(":")]
    if len(found) != 2 or not (found[0] and found[1]):
        return None
    (left, top), (right, bottom) = ((_column(each[1]), int(each[2]) - 1) for each in found)
    return Area(top, left, bottom, right)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """Turn what openpyxl raises on broken input, which is nearly anything, into a refusal."""
    try:
        with refusals(name):
            yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("damaged", name=name) from error


# --- Cells ---------------------------------------------------------------------------------------------


class _Rows:
    """Rows as they are read, within what all sheets of a file may hold together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = self.chars = 0

    def taken(self, lines: Iterable[Iterable[Any]]) -> tuple[tuple[str, ...], ...]:
        """Return lines of values as rows of text."""
        rows: list[tuple[str, ...]] = []
        blank: Any = None
        for number, line in enumerate(lines):
            if line is blank:  # openpyxl hands out one and the same for all rows that are missing
                continue
            if row := _trimmed(line):
                rows += [()] * self._room(number - len(rows))
                rows.append(row)
                self._room(1)
                self._weigh(row)
            else:
                blank = line
        return tuple(rows)

    def _weigh(self, row: tuple[str, ...]) -> None:
        self.chars += sum(map(len, row))
        if self.chars > MAX_CHARS:
            raise Unreadable("too_long", name=self.name, limit=str(MAX_CHARS))

    def _room(self, rows: int) -> int:
        self.count += rows
        if self.count > MAX_ROWS:
            raise Unreadable("too_many_rows", name=self.name, limit=str(MAX_ROWS))
        return rows


def _trimmed(line: Iterable[Any]) -> tuple[str, ...]:
    values = list(line)
    while values and (values[-1] is None or not text_of(values[-1])):
        values.pop()
    return tuple(map(text_of, values))


def text_of(value: Any) -> str:
    """Return the value of a cell as it stands in a grid."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time.min else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("", text).strip()
