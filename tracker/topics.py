"""The figures of topics and units, and the review 专题会商 of a topic, each in a constant number of queries.

Everything here takes the tasks to count: which ones a user sees is asked in access.py. Filters and addresses belong to
views/topics.py.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.access import access_of
from accounts.models import Unit, User
from summaries.models import Kind, Topic
from tracker.access import visible_summaries, visible_tasks
from tracker.charts import Bar, bar
from tracker.lights import Light, lit
from tracker.models import LIVE, Answer, Status, Task

LIMIT = 500  # problems, and plans without one, that a review page lists; beyond that it asks to narrow it down
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


@dataclass(frozen=True)
class UnitStatuses:
    """A reporting unit's tasks by status; the unit is None where the documents name none."""

    unit: str | None
    counts: list[tuple[Status, int]]
    bar: Bar


@dataclass(frozen=True)
class Issue:
    """An open problem with the answers whose plans may be seen: confirmed first, then suggested, best first."""

    number: int
    problem: Task
    answers: Sequence[Answer]
    days_open: int


@dataclass(frozen=True)
class Group:
    """The issues that a unit reported in a year."""

    unit: Unit | None
    year: int | None
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Review:
    """What a meeting on a topic goes through."""

    groups: list[Group]
    plans: list[Task]
    cut: bool  # there are more than LIMIT of either


def visible_topics(user: User) -> QuerySet[Topic]:
    """Topics that the user may see: all, or those of visible tasks and summaries."""
    if access_of(user).sees_all:
        return Topic.objects.all()
    tasks, summaries = (rows.order_by().values("topic") for rows in (visible_tasks(user), visible_summaries(user)))
    return Topic.objects.filter(Q(pk__in=tasks) | Q(pk__in=summaries))


def figures(tasks: QuerySet[Task]) -> Figures:
    """Count the tasks."""
    return Figures(**lit(tasks).aggregate(**_counts()))


def topic_figures(topics: QuerySet[Topic], tasks: QuerySet[Task]) -> list[TopicFigures]:
    """Count the tasks of each topic; the topics that need attention most come first."""
    rows = lit(tasks).order_by().values("topic").annotate(**_counts())
    counted = {row.pop("topic"): Figures(**row) for row in rows}
    found = [TopicFigures(topic, counted.get(topic.pk, Figures())) for topic in topics]
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


def review(tasks: QuerySet[Task]) -> Review:
    """Put the open problems into groups, with their plans, and list the open plans that answer none of them."""
    live = tasks.filter(status__in=LIVE).order_by()
    problems = live.filter(kind=Kind.PROBLEM)
    answering = _answers().filter(problem__in=problems.values("pk")).values("plan")
    alone = live.filter(kind=Kind.PLAN).exclude(pk__in=answering)
    listed, plans = (list(_in_order(rows)[: LIMIT + 1]) for rows in (problems, alone))
    issues = _issues(listed[:LIMIT], _answers_to(listed[:LIMIT], tasks))
    return Review(_groups(issues), plans[:LIMIT], cut=max(len(listed), len(plans)) > LIMIT)


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


def _answers() -> QuerySet[Answer]:
    gone = (Status.DISMISSED, Status.MERGED)
    return Answer.objects.exclude(state=Answer.State.REJECTED).exclude(plan__status__in=gone)


def _answers_to(problems: Sequence[Task], tasks: QuerySet[Task]) -> dict[int, list[Answer]]:
    """Return the answers to each problem, best first, whose plans are among `tasks`.

    Not prefetched: following a foreign key of more than a thousand rows breaks on SQLite.
    """
    best_first = ("state", "-score", "pk")  # "confirmed" sorts before "suggested"
    answers = list(_answers().filter(problem__in=[problem.pk for problem in problems]).order_by(*best_first))
    plans = lit(tasks).select_related("lead_unit").filter(pk__in={answer.plan_id for answer in answers})
    by_id = {plan.pk: plan for plan in plans}
    found = defaultdict(list)
    for answer in answers:
        if answer.plan_id in by_id:
            answer.plan = by_id[answer.plan_id]
            found[answer.problem_id].append(answer)
    return found


def _in_order(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Order as the page does: by unit (unnamed ones last), latest year first, most urgent first."""
    unit, year, deadline = F("reporting_unit__name"), F("year"), F("deadline")
    return (
        lit(tasks)
        .select_related("reporting_unit", "lead_unit")
        .order_by(unit.asc(nulls_last=True), year.desc(nulls_last=True), deadline.asc(nulls_last=True), "pk")
    )


def _issues(problems: Sequence[Task], answers: dict[int, list[Answer]]) -> list[Issue]:
    today = timezone.localdate()
    return [
        Issue(number, problem, answers.get(problem.pk, []), _days_open(problem, today))
        for number, problem in enumerate(problems, start=1)
    ]


def _groups(issues: Sequence[Issue]) -> list[Group]:
    by_source = groupby(issues, key=lambda issue: (issue.problem.reporting_unit, issue.problem.year))
    return [Group(unit, year, list(group)) for (unit, year), group in by_source]


def _days_open(task: Task, today: dt.date) -> int:
    return (today - timezone.localdate(task.created_at)).days
