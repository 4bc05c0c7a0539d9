"""Which plan answers which problem 对应: what is known, and a coordinator's decisions on it.

Imports suggest (intake.py); a person confirms, rejects or adds by hand, and takes each of it back. Suggestions of later
imports never touch a pair that is known already, so that what was rejected stays rejected.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import access_of
from accounts.models import User
from summaries.models import Kind
from tracker import workflow
from tracker.access import visible_tasks
from tracker.carried_answers import sides
from tracker.codes import cited_as
from tracker.lights import lit
from tracker.models import Answer, Status, Task
from tracker.workflow import Refused

State = Answer.State
#: Tasks that are followed up by nobody answer nothing and need no answer.
GONE = (Status.DISMISSED, Status.MERGED)
BEST_FIRST = ("state", "-score", "pk")  # "confirmed" sorts before "suggested"
OFFERED = 50  # tasks among which one is chosen by hand; beyond that the search must be narrowed down


class Answered(models.TextChoices):
    """How far a problem is answered by plans, or a plan answers problems."""

    CONFIRMED = "confirmed", gettext_lazy("Confirmed answer")
    ANY = "any", gettext_lazy("Any answer, suggested ones too")
    SUGGESTED = "suggested", gettext_lazy("Suggested answers only")
    NONE = "none", gettext_lazy("No answer")


@dataclass(frozen=True)
class Candidate:
    """A task that may be tied to another one, and the answer that ties them already, if any."""

    task: Task
    answer: Answer | None

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0


# --- What is known ---------------------------------------------------------------------------------------


def known_answers() -> QuerySet[Answer]:
    """Return the answers that count: not rejected, and between tasks that are followed up."""
    kept = Answer.objects.exclude(state=State.REJECTED)
    return kept.exclude(plan__status__in=GONE).exclude(problem__status__in=GONE)


def answered(how: str) -> Q:
    """Return the condition that a task, problem or plan, has answers of a kind."""
    confirmed, any_ = _tied(known_answers().filter(state=State.CONFIRMED)), _tied(known_answers())
    return {
        Answered.CONFIRMED: confirmed,
        Answered.ANY: any_,
        Answered.SUGGESTED: any_ & ~confirmed,
        Answered.NONE: ~any_,
    }[Answered(how)]


def _tied(answers: QuerySet[Answer]) -> Q:
    as_problem, as_plan = (Exists(answers.filter(**{side: OuterRef("pk")})) for side in ("problem", "plan"))
    return Q(Q(kind=Kind.PROBLEM) & as_problem) | Q(Q(kind=Kind.PLAN) & as_plan)


def answers_of(task: Task, user: User) -> QuerySet[Answer]:
    """Return the answers that tie a task to others which the user may see, best first; rejected ones come last."""
    side, other = sides(task)
    seen = visible_tasks(user)
    answers = Answer.objects.filter(**{side: task, f"{other}__in": seen.order_by().values("pk")})
    answers = answers.exclude(**{f"{other}__status__in": GONE}).select_related("decided_by")
    rejected_last = models.Case(models.When(state=State.REJECTED, then=1), default=0)
    return answers.prefetch_related(Prefetch(other, lit(seen).select_related("lead_unit"))).order_by(
        rejected_last, *BEST_FIRST
    )


def candidates(task: Task, user: User, words: str = "", everywhere: bool = False) -> list[Candidate]:
    """Return what may be tied to a task by hand: of the same topic or unit, the latter first, unless all are wanted.

    words: all of them stand in the title, or they cite the task. One more than OFFERED tells that there are others.
    """
    side, other = sides(task)
    tasks = lit(visible_tasks(user)).exclude(kind=task.kind).exclude(status__in=GONE)
    if not everywhere:
        tasks = tasks.filter(_near(task))
    same_unit = models.Case(models.When(reporting_unit=task.reporting_unit_id, then=0), default=1)
    tasks = _matching(tasks, words).order_by(same_unit, "-year", "reporting_unit", "pk")
    found = list(tasks.select_related("reporting_unit", "lead_unit", "topic")[: OFFERED + 1])
    ties = Answer.objects.filter(**{side: task, f"{other}__in": [each.pk for each in found]})
    by_other = {getattr(answer, f"{other}_id"): answer for answer in ties}
    return [Candidate(each, by_other.get(each.pk)) for each in found]


def _near(task: Task) -> Q:
    near = Q(pk=None)
    if task.topic_id:
        near |= Q(topic=task.topic_id)
    if task.reporting_unit_id:
        near |= Q(reporting_unit=task.reporting_unit_id)
    return near


def _matching(tasks: QuerySet[Task], words: str) -> QuerySet[Task]:
    found = Q()
    for word in words.split():
        found &= Q(title__icontains=word)
    code = cited_as(words)
    return tasks.filter(found | code if code else found)


# --- Deciding ----------------------------------------------------------------------------------------------

#: What each decision makes of an answer, and which decisions an answer leaves open.
OUTCOMES = {"confirm_answer": State.CONFIRMED, "reject_answer": State.REJECTED, "restore_answer": State.SUGGESTED}
FITTING = {
    State.SUGGESTED: ("confirm_answer", "reject_answer"),
    State.CONFIRMED: ("restore_answer",),
    State.REJECTED: ("restore_answer",),
}


def decide(task: Task, other: Task, decision: str, *, by: User, version: int) -> None:
    """Confirm, reject or restore that of two tasks the plan answers the problem; tell it in both timelines, or nothing.

    version: of the answer that the user saw, 0 if there was none; then confirming adds it by hand. Restoring makes a
    suggestion of it again; what was added by hand is gone then. Raises Refused, and then nothing is changed.
    """
    if not access_of(by).coordinates:
        raise Refused(_("Only coordinators decide which plan answers which problem."))
    with transaction.atomic():
        problem, plan = _locked(task, other)
        answer = Answer.objects.select_related("decided_by").filter(problem=problem, plan=plan).first()
        _check(answer, decision, version)
        old, new = answer and answer.state, OUTCOMES[decision]
        if answer and answer.by_hand and new == State.SUGGESTED:
            answer.delete()
            new = None
        else:
            _write(answer or Answer(problem=problem, plan=plan, by_hand=True, version=0), new, by)
        workflow.record_answer(problem, plan, by, decision, old and str(old), new and str(new))


def _locked(task: Task, other: Task) -> tuple[Task, Task]:
    """Lock two tasks, always in the same order, and return the problem and the plan."""
    pair = Task.objects.select_for_update(of=("self",)).filter(pk__in=[task.pk, other.pk]).order_by("pk")
    by_kind = {each.kind: each for each in pair}
    if len(by_kind) != 2:
        raise Refused(_("Only a plan answers a problem; please choose one of each."))
    if any(each.status in GONE for each in by_kind.values()):
        raise Refused(_("One of the two is dismissed or merged by now; it answers nothing any more."))
    return by_kind[Kind.PROBLEM], by_kind[Kind.PLAN]


def _check(answer: Answer | None, decision: str, version: int) -> None:
    if version != (answer.version if answer else 0):
        raise Refused(_changed(answer))
    if answer is None and decision != "confirm_answer":
        raise Refused(_("There is no such answer."))
    if answer and answer.state == OUTCOMES[decision]:
        raise Refused(_("It is “%(state)s” already.") % {"state": answer.get_state_display()})


def _changed(answer: Answer | None) -> str:
    if answer is None:
        return _("Somebody took this answer away after you opened the page. Nothing was saved.")
    words = {"who": answer.decided_by or _("The site"), "state": answer.get_state_display()}
    return _("%(who)s made it “%(state)s” after you opened the page. Nothing was saved; please decide again.") % words


def _write(answer: Answer, state: State, by: User) -> None:
    answer.state, answer.decided_by, answer.decided_at = state, by, timezone.now()
    answer.carried_from, answer.state_before = None, ""
    answer.version += 1
    answer.save()
