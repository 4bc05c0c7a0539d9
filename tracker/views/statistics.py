"""Statistics 督办统计: a table of figures per lead unit, topic or year, each figure a link to exactly its rows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.charts import Bar, bar
from tracker.scopes import Scope, scope
from tracker.statistics import (
    BY_KEY,
    COLUMNS,
    GROUPINGS,
    MEASURES,
    ROWS_OF,
    SHINING,
    Grouping,
    Row,
    Share,
    Statistics,
    in_order,
    tally,
)
from tracker.statistics_sheet import MEDIA_TYPE, file_name, write_statistics

CHARTED = 15  # rows in the chart
LISTED = 200  # rows in the table; beyond that it asks to narrow it down
USUAL_SORT = "-due"
URGENT = "red"


@dataclass(frozen=True)
class Cell:
    """A figure and the list behind it; a share also says of how many."""

    label: Any
    shown: str
    href: str
    count: int
    share: Share | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Heading:
    """The heading of a column, which sorts by it; `order` as ARIA calls it."""

    label: Any
    href: str
    order: str


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    row: Row
    cells: list[Cell]


@dataclass(frozen=True)
class Shine:
    """A row of the chart: the lights of what is due."""

    row: Row
    cells: list[Cell]
    bar: Bar


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    found = scope(request.GET, request.user)
    grouping = GROUPINGS.get(request.GET.get("by", ""), GROUPINGS["unit"])
    sort = request.GET.get("sort") or USUAL_SORT
    counted = tally(found.tasks, grouping)
    rows = in_order(counted.rows, sort)
    if request.GET.get("as") == "xlsx":
        return _workbook(rows, counted, grouping, found)
    context = {
        "scope": found,
        "grouping": grouping,
        "groupings": [(each, _address(found, each)) for each in GROUPINGS.values()],
        "headings": _headings(found, grouping, sort),
        "workbook": _address(found, grouping, sort, to="xlsx"),
        "lines": [_line(row, found, grouping) for row in rows[:LISTED]],
        "total": _line(counted.total, found, None),
        "shines": _shines(rows[:CHARTED], found, grouping),
        "left": len(rows) - LISTED,
        "shining": SHINING,
        "measures": MEASURES,
        "today": timezone.localdate(),
    }
    return render(request, "tracker/statistics.html", context)


def _workbook(rows: list[Row], counted: Statistics, grouping: Grouping, found: Scope) -> FileResponse:
    content = io.BytesIO()
    about = "；".join(found.about)
    write_statistics(rows, counted.total, grouping.label, about, content)
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=file_name(), content_type=MEDIA_TYPE)


def _headings(found: Scope, grouping: Grouping, sort: str) -> list[Heading]:
    return [_heading(key, label, found, grouping, sort) for key, label in {"name": grouping.label, **COLUMNS}.items()]


def _heading(key: str, label: Any, found: Scope, grouping: Grouping, sort: str) -> Heading:
    """Make a heading: figures are sorted from the highest first, names from the first; a second click turns round."""
    first, other = (key, f"-{key}") if key == "name" else (f"-{key}", key)
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return Heading(label, _address(found, grouping, other if sort == first else first), order)


def _address(found: Scope, grouping: Grouping, sort: str = USUAL_SORT, *, to: str = "") -> str:
    given = {**found.chosen, "by": grouping.key, "sort": sort, "as": to}
    usual = {"by": "unit", "sort": USUAL_SORT, "as": ""}
    return "?" + urlencode({name: value for name, value in given.items() if usual.get(name) != value}, doseq=True)


def _line(row: Row, found: Scope, grouping: Grouping | None) -> Line:
    mine = _of_row(row, grouping)
    return Line(row, [_cell(key, row, found, mine) for key in COLUMNS])


def _shines(rows: list[Row], found: Scope, grouping: Grouping) -> list[Shine]:
    scale = max((row.counts["due"] for row in rows), default=0)
    return [_shine(row, found, grouping, scale) for row in rows]


def _shine(row: Row, found: Scope, grouping: Grouping, scale: int) -> Shine:
    mine = _of_row(row, grouping)
    cells = [
        Cell(light.label, str(count), found.address(mine, {"status": "counted", "light": light.value}), count)
        for light, count in row.lights
    ]
    return Shine(row, cells, bar(((light.value, light.label, count) for light, count in row.lights), scale))


def _of_row(row: Row, grouping: Grouping | None) -> Mapping[str, object]:
    """Return the parameters that narrow a list down to a row; the total has none."""
    if grouping is None:
        return {}
    return {grouping.absent: "1"} if row.key is None else {grouping.parameter: row.key}


def _cell(key: str, row: Row, found: Scope, mine: Mapping[str, object]) -> Cell:
    measure = BY_KEY[ROWS_OF.get(key, key)]
    count = row.counts[measure.key]
    value = row.value(key)
    share = value if isinstance(value, Share) else None
    urgent = key == URGENT and count > 0
    return Cell(COLUMNS[key], _shown(value), found.address(mine, measure.query), count, share, urgent)


def _shown(value: int | Share | float | None) -> str:
    if isinstance(value, Share):
        return "—" if value.percent is None else f"{value.percent:.1f}%"
    if isinstance(value, int):
        return str(value)
    return "—" if value is None else f"{value:.1f}"
