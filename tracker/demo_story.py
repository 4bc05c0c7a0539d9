"""The demo's first weeks: some tasks are assigned, reported, submitted, closed out, so that every page shows something.

Everything goes through the workflow's door, as the demo's users would do it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from accounts.models import Unit, User
from summaries.models import Kind
from tracker.answers import decide
from tracker.models import Answer, Task
from tracker.reports import report
from tracker.workflow import carry_out

#: How far a task gets, one after the other; the days from today to its deadline.
PATHS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("assign", "acknowledge", "report", "submit", "close_out"), 20),
    (("assign", "acknowledge", "report", "submit"), 14),
    (("assign", "acknowledge", "report"), 5),
    (("assign", "acknowledge"), 45),
    (("assign",), 30),
)
DONE = "已召开专题会议研究，明确专人负责，倒排工期，目前正按序时进度推进。"
NEXT = "下周现场核实一次，月底前报送阶段性情况。"


def tell(coordinator: User, handlers: dict[Unit, User]) -> None:
    """Walk some plans of each handler's unit along PATHS."""
    for unit, handler in handlers.items():
        plans = Task.objects.filter(kind=Kind.PLAN, reporting_unit=unit).order_by("-year", "pk")
        for task, (verbs, days) in zip(plans, PATHS, strict=False):
            for verb, by in _cast(verbs, coordinator, handler):
                task = _step(task, verb, by, handler, unit, days)
        _decide_answers(unit, coordinator)


def _decide_answers(unit: Unit, coordinator: User) -> None:
    """Confirm the first suggestion for every other problem of a unit, and reject the weakest one of all."""
    answers = Answer.objects.filter(problem__reporting_unit=unit).order_by("-score", "pk")
    suggested = list(answers.select_related("problem", "plan"))
    first_choices = [answer for answer in suggested if answer.score == 1]
    decided = [(answer, "confirm_answer") for answer in first_choices[::2]]
    decided += [(answer, "reject_answer") for answer in suggested[-1:] if answer.score < 1]
    for answer, decision in decided:
        decide(answer.problem, answer.plan, decision, by=coordinator, version=answer.version)


def _cast(verbs: tuple[str, ...], coordinator: User, handler: User) -> Iterator[tuple[str, User]]:
    for verb in verbs:
        yield verb, coordinator if verb in ("assign", "close_out") else handler


def _step(task: Task, verb: str, by: User, handler: User, unit: Unit, days: int) -> Task:
    if verb == "report":
        return report(task, by=by, version=task.version, done=DONE, next_step=NEXT, percent=60).task
    deadline = timezone.localdate() + dt.timedelta(days=days)
    changes = {"lead_unit": unit, "owner": handler.name, "deadline": deadline} if verb == "assign" else {}
    return carry_out(task, verb, by=by, version=task.version, changes=changes)
