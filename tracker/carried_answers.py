"""Answers of a merged task 并案: they count for the task that it was merged into, until the merge is undone.

The merged task keeps its own answers, which count for nothing meanwhile. Which rows change stands here; that they do
so in one transaction with the merge, and are told in the timelines, in workflow.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from summaries.models import Kind
from tracker.models import Answer, Task

State = Answer.State


@dataclass(frozen=True)
class Moved:
    """An answer on which a person had decided, and what became of it; None: there is none."""

    problem: int
    plan: int
    old: str | None
    new: str | None


def sides(task: Task) -> tuple[str, str]:
    """Return what a task is in an answer, and what the other one is."""
    return ("problem", "plan") if task.kind == Kind.PROBLEM else ("plan", "problem")


def concerned(task: Task, into: Task | None) -> set[int]:
    """Return the numbers of the tasks whose timelines a merge into another one, or its end, has to tell."""
    answers = (
        Answer.objects.filter(carried_from=task) if into is None else Answer.objects.filter(**{sides(task)[0]: task})
    )
    return {number for pair in answers.values_list("problem", "plan") for number in pair}


def carry(task: Task, into: Task) -> list[Moved]:
    """Let the task that stays have the answers of the one merged into it, but for pairs on which people had decided."""
    if task.kind != into.kind:
        return []
    side, other = sides(task)
    own = {getattr(answer, f"{other}_id"): answer for answer in Answer.objects.filter(**{side: into})}
    moved = []
    for answer in Answer.objects.filter(**{side: task}).order_by("pk"):
        mine = own.get(getattr(answer, f"{other}_id"))
        if mine is None or (mine.state == State.SUGGESTED != answer.state):
            moved.append(_copy(answer, mine or _blank(answer, side, into), task))
    return [each for each in moved if each.new != State.SUGGESTED]


def bring_back(task: Task) -> list[Moved]:
    """Take from the other task what came with this one, unless a person has decided on it since."""
    moved = []
    for answer in Answer.objects.filter(carried_from=task).order_by("pk"):
        old, new = answer.state, answer.state_before or None
        if new is None:
            answer.delete()
        else:
            Answer.objects.filter(pk=answer.pk).update(
                state=new,
                decided_by=None,
                decided_at=None,
                carried_from=None,
                state_before="",
                version=F("version") + 1,
            )
        moved.append(Moved(answer.problem_id, answer.plan_id, str(old), new))
    return [each for each in moved if each.old != State.SUGGESTED]


def _blank(answer: Answer, side: str, into: Task) -> Answer:
    pair = {"problem_id": answer.problem_id, "plan_id": answer.plan_id, f"{side}_id": into.pk}
    return Answer(**pair, score=answer.score, version=0)


def _copy(answer: Answer, mine: Answer, task: Task) -> Moved:
    """Decide on `mine` as was decided on the merged task's answer."""
    old = str(mine.state) if mine.pk else None
    mine.state, mine.decided_by, mine.decided_at = answer.state, answer.decided_by, answer.decided_at
    mine.carried_from, mine.state_before = task, old or ""
    mine.version += 1
    mine.save()
    return Moved(mine.problem_id, mine.plan_id, old, str(mine.state))
