"""Answers of a merged task 并案: they count for the task that it was merged into, until the merge is undone.

The merged task keeps its own answers, which count for nothing meanwhile. Which rows change stands here; that they do
so in one transaction with the merge, and are told in the timelines, in workflow.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

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
    answers = _that_came_with(task) if into is None else Answer.objects.filter(**{sides(task)[0]: task})
    return {number for answer in answers for number in (answer.problem_id, answer.plan_id)}


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
    """Take from other tasks what came with this one, merged no longer, unless a person has decided on it since."""
    moved = [_settle(answer) for answer in _that_came_with(task)]
    return [each for each in moved if each.old not in (State.SUGGESTED, each.new)]


def _that_came_with(task: Task) -> Iterator[Answer]:
    """Yield what a task brought to the one that it was merged into, then what went on from there by other merges."""
    waiting = list(Answer.objects.filter(carried_from=task).order_by("pk"))
    while waiting:
        answer = waiting.pop(0)
        yield answer
        of_problem = Q(carried_from=answer.problem_id, plan=answer.plan_id)
        of_plan = Q(carried_from=answer.plan_id, problem=answer.problem_id)
        waiting += Answer.objects.filter(of_problem | of_plan).order_by("pk")


def _settle(answer: Answer) -> Moved:
    """Let a carried answer be what merged tasks still make of it, or else what it was before."""
    old, own = str(answer.state), answer.state_before
    of_problem = Q(problem__merged_into=answer.problem_id, plan=answer.plan_id)
    of_plan = Q(plan__merged_into=answer.plan_id, problem=answer.problem_id)
    left = Answer.objects.filter(of_problem | of_plan).order_by("pk")
    if best := left.exclude(state=State.SUGGESTED).first() or (None if own else left.first()):
        from_problem = best.problem_id != answer.problem_id
        return _copy(best, answer, best.problem if from_problem else best.plan)
    if not own:
        answer.delete()
        return Moved(answer.problem_id, answer.plan_id, old, None)
    answer.state, answer.decided_by, answer.decided_at = own, None, None
    answer.carried_from, answer.state_before = None, ""
    answer.version += 1
    answer.save()
    return Moved(answer.problem_id, answer.plan_id, old, own)


def _blank(answer: Answer, side: str, into: Task) -> Answer:
    pair = {"problem_id": answer.problem_id, "plan_id": answer.plan_id, f"{side}_id": into.pk}
    return Answer(**pair, score=answer.score, version=0)


def _copy(answer: Answer, mine: Answer, task: Task) -> Moved:
    """Decide on `mine` as was decided on the merged task's answer."""
    old = str(mine.state) if mine.pk else None
    mine.state, mine.decided_by, mine.decided_at = answer.state, answer.decided_by, answer.decided_at
    if not mine.carried_from_id:
        mine.state_before = old or ""
    mine.carried_from = task
    mine.version += 1
    mine.save()
    return Moved(mine.problem_id, mine.plan_id, old, str(mine.state))
