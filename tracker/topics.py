"""The figures of topics and units, each in a constant number of queries. The review of a topic is in review.py.

Everything here takes the tasks to count: which ones a user sees is asked in access.py. Filters and addresses belong to
views/topics.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.access import access_of
from accounts.models import User
from summaries.models import Kind, Topic
from tracker.access import visible_summaries, visible_tasks
from tracker.charts import Bar, bar
from tracker.coverage import Coverage
from tracker.lights import Light, lit
from tracker.models import LIVE, Status, Task

UNITS = 15  # units in the chart
#: What a topic's share is taken of: to be checked, dismissed and merged tasks are followed up by nobody.
FOLLOWED = (*LIVE, Status.CLOSED)


@dataclass(frozen=True)
class Figures:
    """How many tasks are open (by kind), red and closed out."""

    open_problems: int = 0
    open_plans: int = 0
    red: int = 0
    closed: int = 0

    @property
    def open(self) -> int:
        return self.open_problems + self.open_plans

    @property
    def followed(self) -> int:
        return self.open + self.closed

    @property
    def share(self) -> int:
        """Percent closed out of all followed up, rounded down: 100 means all of them."""
        return self.closed * 100 // self.followed if self.followed else 0

    @property
    def bar(self) -> Bar:
        return bar([("closed", Status.CLOSED.label, self.closed), ("rest", "", self.open)])


@dataclass(frozen=True)
class TopicFigures:
    topic: Topic
    figures: Figures
    coverage: Coverage


@dataclass(frozen=True)
class UnitStatuses:
    """A reporting unit's tasks by status; the unit is None where the documents name none."""

    unit: str | None
    counts: list[tuple[Status, int]]
    bar: Bar


def visible_topics(user: User) -> QuerySet[Topic]:
    """Topics that the user may see: all, or those of visible tasks and summaries."""
    if access_of(user).sees_all:
        return Topic.objects.all()
    tasks, summaries = (rows.order_by().values("topic") for rows in (visible_tasks(user), visible_summaries(user)))
    return Topic.objects.filter(Q(pk__in=tasks) | Q(pk__in=summaries))


def figures(tasks: QuerySet[Task]) -> Figures:
    """Count the tasks."""
    return Figures(**lit(tasks).aggregate(**_counts()))


def topic_figures(
    topics: QuerySet[Topic], tasks: QuerySet[Task], coverage: Mapping[int | None, Coverage] | None = None
) -> list[TopicFigures]:
    """Count the tasks of each topic; the topics that need attention most come first."""
    covered = coverage or {}
    rows = lit(tasks).order_by().values("topic").annotate(**_counts())
    counted = {row.pop("topic"): Figures(**row) for row in rows}
    found = [
        TopicFigures(topic, counted.get(topic.pk, Figures()), covered.get(topic.pk, Coverage())) for topic in topics
    ]
    return sorted(found, key=lambda each: (-each.figures.red, -each.figures.open, each.topic.name))


def unit_statuses(tasks: QuerySet[Task]) -> list[UnitStatuses]:
    """Count the followed-up tasks of each reporting unit by status, the units with most open tasks first."""
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in FOLLOWED}
    rows = list(
        tasks.filter(status__in=FOLLOWED)
        .order_by()
        .values(unit=F("reporting_unit__name"))
        .annotate(**counts, all_open=_live(), all_followed=Count("pk"))
        .order_by("-all_open", F("reporting_unit__name").asc(nulls_last=True))[:UNITS]
    )
    widest = max((row["all_followed"] for row in rows), default=0)
    return [_unit_statuses(row, widest) for row in rows]


def _counts() -> dict[str, Count]:
    return {
        "open_problems": _live(kind=Kind.PROBLEM),
        "open_plans": _live(kind=Kind.PLAN),
        "red": Count("pk", filter=Q(light=Light.RED)),
        "closed": Count("pk", filter=Q(status=Status.CLOSED)),
    }


def _live(**conditions: Any) -> Count:
    return Count("pk", filter=Q(status__in=LIVE, **conditions))


def _unit_statuses(row: dict[str, Any], scale: int) -> UnitStatuses:
    counts = [(status, row[status.value]) for status in FOLLOWED]
    pieces = bar(((status.value, status.label, count) for status, count in counts), scale)
    return UnitStatuses(row["unit"], counts, pieces)
