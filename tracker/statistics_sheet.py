"""The table of the statistics as an Excel workbook: the same rows, order and columns, shares as real percentages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.statistics import COLUMNS, MEASURES, Row, Share

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEAD = 1  # the row of the headings, under the title


def write_statistics(rows: Sequence[Row], total: Row, name: Any, about: str, target: IO[bytes]) -> None:
    """Write rows and total; name: what a row stands for; about: what was counted, in words."""
    with Workbook(target, _OPTIONS) as book:
        page = book.add_worksheet(_("Statistics"))
        looks = {key: book.add_format(form) for key, form in _formats().items()}
        page.write_string(0, 0, " · ".join(filter(None, (_title(), about))), looks["title"])
        for place, heading in enumerate([name, *COLUMNS.values()]):
            page.write_string(_HEAD, place, str(heading), looks["head"])
        for number, row in enumerate([*rows, total], start=_HEAD + 1):
            _write(page, number, row, looks)
        _define(page, _HEAD + len(rows) + 3, looks["note"])
        _lay_out(page)


def file_name(today: dt.date | None = None) -> str:
    """Return the name that a download gets: 督办统计20240301.xlsx."""
    return f"{_('Statistics')}{today or timezone.localdate():%Y%m%d}.xlsx"


def _title() -> str:
    date = date_format(timezone.localdate(), "DATE_FORMAT")
    return f"{_('Statistics')} {_('As of %(date)s') % {'date': date}}"


def _formats() -> dict[str, dict[str, Any]]:
    cell = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
    return {
        "title": {"font_name": "黑体", "font_size": 16},
        "head": {**cell, "font_name": "黑体", "align": "center", "text_wrap": True},
        "name": {**cell, "text_wrap": True, "num_format": "@"},
        "count": {**cell, "align": "center"},
        "share": {**cell, "align": "center", "num_format": "0.0%"},
        "days": {**cell, "align": "center", "num_format": "0.0"},
        "note": {"font_name": "宋体", "font_size": 10},
    }


def _write(page: Worksheet, number: int, row: Row, looks: dict[str, Format]) -> None:
    page.write_string(number, 0, row.name or _("Not stated"), looks["name"])
    for place, key in enumerate(COLUMNS, start=1):
        value = row.value(key)
        if isinstance(value, Share):
            part = value.percent
            _write_number(page, number, place, None if part is None else part / 100, looks["share"])
        else:
            _write_number(page, number, place, value, looks["days" if key == "average_days" else "count"])


def _write_number(page: Worksheet, row: int, place: int, value: float | None, look: Format) -> None:
    if value is None:
        page.write_string(row, place, "—", look)
    else:
        page.write_number(row, place, value, look)


def _define(page: Worksheet, start: int, look: Format) -> None:
    for number, measure in enumerate(MEASURES, start=start):
        page.write_string(number, 0, f"{measure.label}：{measure.meaning}", look)


def _lay_out(page: Worksheet) -> None:
    page.set_column(0, 0, 30)
    page.set_column(1, len(COLUMNS), 11)
    page.set_row(0, 26)
    page.freeze_panes(_HEAD + 1, 1)
    page.repeat_rows(_HEAD)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
