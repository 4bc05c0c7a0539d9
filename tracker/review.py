"""The review 专题会商 of a topic: what a meeting goes through, in a constant number of queries.

Open problems by unit and year, each with its plans; plans without a problem. Figures are in topics.py and coverage.py,
how it was at other times in history.py.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Kind
from tracker.answers import BEST_FIRST, GONE, Answered, answered, known_answers
from tracker.lights import lit
from tracker.models import LIVE, Answer, ProgressReport, Task

LIMIT = 500  # problems, and plans without one, that a review lists; beyond that it asks to narrow it down


@dataclass(frozen=True)
class Issue:
    """An open problem with the answers whose plans may be seen: confirmed first, then suggested, best first."""

    number: int
    problem: Task
    answers: Sequence[Answer]
    rejected: Sequence[Answer]
    unseen: int  # answers by plans that the reader may not see
    days_open: int

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"#issue-{self.problem.pk}"


@dataclass(frozen=True)
class Group:
    """The issues that a unit reported in a year."""

    unit: Unit | None
    year: int | None
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Review:
    """What a meeting on a topic goes through. Each task bears its light and `last_report`."""

    groups: list[Group]
    alone: list[Task]  # open plans that answer no problem
    elsewhere: list[Task]  # open plans that answer problems, but none of those above
    cut: bool  # there are more than LIMIT of one of them

    @property
    def issues(self) -> list[Issue]:
        return [issue for group in self.groups for issue in group.issues]


def review(tasks: QuerySet[Task], seen: QuerySet[Task]) -> Review:
    """Put the open problems of `tasks` into groups, with their plans, and list the open plans that answer none of them.

    seen: the tasks that the reader may see at all; plans may be of another topic, unit or year than `tasks`.
    """
    live = tasks.filter(status__in=LIVE).order_by()
    problems, plans = live.filter(kind=Kind.PROBLEM), live.filter(kind=Kind.PLAN)
    answering = known_answers().filter(problem__in=problems.values("pk")).values("plan")
    alone = plans.filter(answered(Answered.NONE))
    elsewhere = plans.filter(answered(Answered.ANY)).exclude(pk__in=answering)
    found = [list(_in_order(rows)[: LIMIT + 1]) for rows in (problems, alone, elsewhere)]
    listed = [rows[:LIMIT] for rows in found]
    issues = _issues(listed[0], seen)
    _add_reports([*(a.plan for issue in issues for a in issue.answers), *(task for rows in listed for task in rows)])
    return Review(_groups(issues), *listed[1:], cut=any(len(rows) > LIMIT for rows in found))


def _in_order(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Order as the page does: by unit (unnamed ones last), latest year first, most urgent first."""
    unit, year, deadline = F("reporting_unit__name"), F("year"), F("deadline")
    return (
        lit(tasks)
        .select_related("reporting_unit", "lead_unit")
        .order_by(unit.asc(nulls_last=True), year.desc(nulls_last=True), deadline.asc(nulls_last=True), "pk")
    )


def _issues(problems: Sequence[Task], seen: QuerySet[Task]) -> list[Issue]:
    today = timezone.localdate()
    answers, unseen = _answers_to(problems, seen)
    rejected = Answer.State.REJECTED
    return [
        Issue(
            number,
            problem,
            [each for each in answers[problem.pk] if each.state != rejected],
            [each for each in answers[problem.pk] if each.state == rejected],
            unseen[problem.pk],
            _days_open(problem, today),
        )
        for number, problem in enumerate(problems, start=1)
    ]


def _answers_to(problems: Sequence[Task], seen: QuerySet[Task]) -> tuple[dict[int, list[Answer]], dict[int, int]]:
    """Return the answers to each problem, best first, whose plans are among `seen`, and how many others it has.

    Not prefetched: following a foreign key of more than a thousand rows breaks on SQLite.
    """
    rows = Answer.objects.filter(problem__in=[problem.pk for problem in problems]).exclude(plan__status__in=GONE)
    answers = list(rows.order_by(*BEST_FIRST))
    plans = lit(seen).select_related("lead_unit").filter(pk__in={answer.plan_id for answer in answers})
    by_id = {plan.pk: plan for plan in plans}
    found, unseen = defaultdict(list), defaultdict(int)
    for answer in answers:
        if answer.plan_id in by_id:
            answer.plan = by_id[answer.plan_id]
            found[answer.problem_id].append(answer)
        elif answer.state != Answer.State.REJECTED:
            unseen[answer.problem_id] += 1
    return found, unseen


def _add_reports(tasks: Iterable[Task]) -> None:
    """Give each task its latest progress report, or None, as `last_report`."""
    tasks = list(tasks)
    latest = ProgressReport.objects.filter(task__in={task.pk for task in tasks}).order_by().values("task")
    rows = ProgressReport.objects.filter(pk__in=latest.annotate(last=Max("pk")).values("last"))
    by_task = {report.task_id: report for report in rows.select_related("by", "unit")}
    for task in tasks:
        task.last_report = by_task.get(task.pk)


def _groups(issues: Sequence[Issue]) -> list[Group]:
    by_source = groupby(issues, key=lambda issue: (issue.problem.reporting_unit, issue.problem.year))
    return [Group(unit, year, list(group)) for (unit, year), group in by_source]


def _days_open(task: Task, today: dt.date) -> int:
    return (today - timezone.localdate(task.created_at)).days
