"""Statistics 督办统计: how many tasks of each lead unit, topic or year are due, closed out, late …, in one query.

Everything here takes the tasks to count; filters and addresses belong to views/statistics.py. A measure names the
query by which the task list shows exactly the rows that it counts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.charts import Bar, bar
from tracker.flags import Flag, flagged
from tracker.lights import DayNumber, Light, lit
from tracker.models import Status, Task

PENDING = (Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS, Status.SUBMITTED)
#: What a unit answers for. Not counted: to be checked, suspended, dismissed, merged.
COUNTED = (*PENDING, Status.CLOSED)
#: The lights that counted tasks can show, as a chart stacks them: together they are all that is due.
SHINING = (Light.ON_TIME, Light.LATE, Light.GREEN, Light.YELLOW, Light.RED, Light.GREY)


@dataclass(frozen=True)
class Grouping:
    """What a row of the table stands for: its field, its name's, and the list's parameters for one, and for none."""

    key: str
    label: Any
    field: str
    named: str
    parameter: str
    absent: str


GROUPINGS = {
    each.key: each
    for each in (
        Grouping("unit", _("Lead unit"), "lead_unit", "lead_unit__name", "lead", "no_unit"),
        Grouping("topic", _("Topic"), "topic", "topic__name", "topic", "no_topic"),
        Grouping("year", _("Year"), "year", "year", "year", "no_year"),
    )
}


@dataclass(frozen=True)
class Measure:
    """A column of counts: what it is called, the list's parameters for its rows, and how it is defined."""

    key: str
    label: Any
    query: Mapping[str, str]
    meaning: Any


_ALL, _CLOSED = {"status": "counted"}, {"status": Status.CLOSED.value}
MEASURES = (
    Measure(
        "due",
        pgettext_lazy("statistics", "Due"),
        _ALL,
        _("Accepted tasks. Not counted: to be checked, suspended, dismissed, merged."),
    ),
    Measure("closed", pgettext_lazy("statistics", "Closed out"), _CLOSED, _("Those of them that are closed out.")),
    Measure(
        "on_time",
        pgettext_lazy("statistics", "Closed on time"),
        {**_CLOSED, "light": Light.ON_TIME.value},
        _("Closed out on the day of the deadline or before it, or without a deadline."),
    ),
    Measure(
        "red",
        Light.RED.label,
        {**_ALL, "light": Light.RED.value},
        _("Past the deadline, and neither submitted for review nor closed out."),
    ),
    Measure(
        "yellow",
        Light.YELLOW.label,
        {**_ALL, "light": Light.YELLOW.value},
        _("Not overdue, but the yellow light is on: the deadline is near, or nothing has been heard for long."),
    ),
    Measure(
        "silent",
        Flag.SILENT.label,
        {**_ALL, "flag": Flag.SILENT.value},
        _("In progress without any sign from the unit for longer than the set number of days."),
    ),
    Measure(
        "sent_back",
        Flag.SENT_BACK.label,
        {**_ALL, "returned": "1"},
        _("Tasks that were sent back at review at least once, however often, whatever became of them."),
    ),
    Measure(
        "extended",
        Flag.EXTENDED.label,
        {**_ALL, "flag": Flag.EXTENDED.value},
        _("Tasks whose deadline was put off at least once, however often."),
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
#: The columns after the name: measures, each share after the measures that it follows from, and the average.
COLUMNS = {
    "due": BY_KEY["due"].label,
    "closed": BY_KEY["closed"].label,
    "closed_share": _("Closing rate"),
    "on_time": BY_KEY["on_time"].label,
    "on_time_share": _("On-time rate"),
    **{measure.key: measure.label for measure in MEASURES[3:]},
    "average_days": _("Average days"),
}
#: Whose rows a share or an average is made of.
ROWS_OF = {"closed_share": "closed", "on_time_share": "on_time", "average_days": "closed"}


@dataclass(frozen=True)
class Share:
    """A part of a whole, in percent to one place; none where there is no whole."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return percent(self.part, self.whole, places=1) if self.whole else None

    @property
    def bar(self) -> Bar:
        return bar([("closed", "", self.part), ("rest", "", self.whole - self.part)])


@dataclass
class Row:
    """The figures of a unit, topic or year; `key` is its number, None where the tasks name none (or for the total)."""

    key: int | None
    name: str
    counts: Counter[str] = field(default_factory=Counter)  # by measure, and by light
    days: int = 0  # from the day on which time began to run to closing out, of all that is closed out

    @property
    def closed_share(self) -> Share:
        return Share(self.counts["closed"], self.counts["due"])

    @property
    def on_time_share(self) -> Share:
        """On time out of all that should be closed out by now: what is closed out, and what is overdue."""
        return Share(self.counts["on_time"], self.counts["closed"] + self.counts["red"])

    @property
    def average_days(self) -> float | None:
        closed = self.counts["closed"]
        return round(self.days / closed, 1) if closed else None

    def value(self, key: str) -> int | Share | float | None:
        """Return what stands in a column."""
        return getattr(self, key) if key in ROWS_OF else self.counts[key]

    @property
    def lights(self) -> list[tuple[Light, int]]:
        return [(light, self.counts[light]) for light in SHINING]


@dataclass(frozen=True)
class Statistics:
    rows: list[Row]
    total: Row


def tally(tasks: QuerySet[Task], grouping: Grouping, today: dt.date | None = None) -> Statistics:
    """Count the tasks of each group; those with most tasks come first, the unnamed ones last."""
    rows: dict[int | None, Row] = {}
    total = Row(None, str(_("Total")))
    for found in _counted(tasks, grouping, today or timezone.localdate()):
        key = found.pop("key")
        row = rows.setdefault(key, Row(key, str(found.pop("name") or "")))
        _add(row, found)
        _add(total, found)
    return Statistics(in_order(rows.values(), "-due"), total)


def in_order(rows: Iterable[Row], sort: str) -> list[Row]:
    """Sort rows by a column, descending with 「-」; what has no value there, and the unnamed ones, come last."""
    key = sort.removeprefix("-")
    named = sorted((row for row in rows if row.key is not None), key=lambda row: row.name)
    named.sort(key=lambda row: _value(row, key) or 0, reverse=sort.startswith("-"))
    valued = [row for row in named if _value(row, key) is not None]
    unnamed = [row for row in rows if row.key is None]
    return [*valued, *(row for row in named if _value(row, key) is None), *unnamed]


def percent(part: int, whole: int, places: int = 0) -> float:
    """Return the rounded percentage; only the whole is 100, and only nothing is 0."""
    step = 10**places
    rounded = (part * 200 * step + whole) // (2 * whole)
    if 0 < part < whole:
        rounded = min(max(rounded, 1), 100 * step - 1)
    return rounded / step if places else rounded


def _counted(tasks: QuerySet[Task], grouping: Grouping, today: dt.date) -> QuerySet:
    """Count per group and light: so the light is computed once for each task, not once for each figure."""
    closed = Q(status=Status.CLOSED)
    return (
        lit(tasks.filter(status__in=COUNTED), today)
        .order_by()
        .values("light", key=F(grouping.field), name=F(grouping.named))
        .annotate(
            due=Count("pk"),
            closed=Count("pk", closed),
            silent=Count("pk", flagged(Flag.SILENT, today)),
            sent_back=Count("pk", Q(times_sent_back__gt=0)),
            extended=Count("pk", flagged(Flag.EXTENDED, today)),
            days=Sum(DayNumber(F("closed_on")) - DayNumber(F("started_on")), filter=closed),
        )
    )


def _add(row: Row, found: dict[str, Any]) -> None:
    counts = {name: count for name, count in found.items() if name not in ("light", "days", "name")}
    row.counts.update(counts)
    row.counts[found["light"]] += found["due"]
    row.days += found["days"] or 0


def _value(row: Row, key: str) -> Any:
    """Return what a row is sorted by; 0 for a column that there is not."""
    if key == "name":
        return row.name
    value = row.value(key)
    return value.percent if isinstance(value, Share) else value
