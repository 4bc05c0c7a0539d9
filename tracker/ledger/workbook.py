"""The ledger as an Excel workbook, to be printed as it is or sent out, filled in and taken back (incoming.py)."""

from __future__ import annotations

import datetime as dt
from typing import IO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.columns import Cell
from tracker.ledger.sheet import Sheet

#: Headings of the hidden columns by which a row is known again: the task's number, and its version when it left.
KEY, VERSION = "duban:task", "duban:version"
TITLE_ROW, HEAD_ROW = 0, 1
WIDTHS = {
    "code": 13, "kind": 7, "title": 40, "topic": 12, "year": 7, "reporting_unit": 16, "source": 26, "words": 60,
    "lead_unit": 18, "supporting_units": 20, "owner": 10, "deadline": 12, "deadline_words": 14, "deadline_kind": 10,
    "original_deadline": 12, "times_extended": 8, "progress": 40, "difficulty": 30, "next_step": 30,
    "reported_on": 12, "light": 9, "status": 9, "closed_on": 12,
}  # fmt: skip
A3_FROM = 160  # characters of all columns: wider than this is printed on A3
LONGEST = 32_767  # characters that a cell of Excel holds
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(sheet: Sheet, target: IO[bytes]) -> None:
    """Write the sheet as .xlsx; text stays text whatever it begins with."""
    with Workbook(target, _OPTIONS) as book:
        page = book.add_worksheet("台账")
        looks = _Looks(book)
        widths = [6, *(WIDTHS.get(column.key, 14) for column in sheet.columns)]
        _set_up(page, sheet, looks, widths)
        last = HEAD_ROW
        for last, (task, cells) in enumerate(sheet.rows(), start=HEAD_ROW + 1):
            for place, cell in enumerate(cells):
                _write(page, last, place, cell, looks)
            page.write_number(last, len(cells), task.pk)
            page.write_number(last, len(cells) + 1, task.version)
        page.autofilter(HEAD_ROW, 0, last, len(widths) - 1)
        page.print_area(TITLE_ROW, 0, last, len(widths) - 1)


class _Looks:
    def __init__(self, book: Workbook) -> None:
        cell = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
        self.title: Format = book.add_format({"font_name": "黑体", "font_size": 16, "align": "left"})
        self.head: Format = book.add_format({**cell, "font_name": "黑体", "valign": "vcenter", "align": "center"})
        self.text: Format = book.add_format({**cell, "num_format": "@"})
        self.number: Format = book.add_format({**cell, "align": "center"})
        self.date: Format = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"})


def _set_up(page: Worksheet, sheet: Sheet, looks: _Looks, widths: list[int]) -> None:
    """Write title and headings; lay the page out so that it can be printed as it is."""
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.set_column(len(widths), len(widths) + 1, None, None, {"hidden": True})
    page.set_row(TITLE_ROW, 26)
    page.write_string(TITLE_ROW, 0, " · ".join(filter(None, (sheet.title, sheet.about)))[:LONGEST], looks.title)
    page.set_row(HEAD_ROW, 30)
    for place, heading in enumerate([*sheet.headings, KEY, VERSION]):
        page.write_string(HEAD_ROW, place, heading, looks.head)
    page.freeze_panes(HEAD_ROW + 1, 0)
    page.repeat_rows(HEAD_ROW)
    page.set_landscape()
    page.set_paper(8 if sum(widths) > A3_FROM else 9)  # A3, A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&C&P / &N")


def _write(page: Worksheet, row: int, place: int, cell: Cell, looks: _Looks) -> None:
    if isinstance(cell, dt.date):
        page.write_datetime(row, place, dt.datetime.combine(cell, dt.time.min), looks.date)
    elif isinstance(cell, int):
        page.write_number(row, place, cell, looks.number)
    elif cell:
        page.write_string(row, place, cell[:LONGEST], looks.text)
    else:
        page.write_blank(row, place, None, looks.text)
