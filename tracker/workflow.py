"""The one door through which a task changes.

Form, bulk action, admin action and import all come in here; nothing else writes a task's status. Which verb leads where
is said in verbs.py. What goes with a verb beyond the task itself (a report, an extension) is written by the module of
that thing inside `acting`, in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import Unit, User
from tracker.carried_answers import bring_back, carry, concerned
from tracker.models import Extension, Origin, Status, Task, TaskEvent
from tracker.verbs import AT_A_UNIT, BACK, COORDINATOR, DETAILS, LEAD, STAY, SUPPORT, VERBS, Verb


class Refused(Exception):
    """The verb can't be carried out; str() is a sentence for the user."""


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed in the meantime: what the form wants and what is there now."""

    field: str
    wanted: Any
    current: Any


class Gone(Refused):
    """The task is not there any more: the import that made it was undone."""

    def __init__(self) -> None:
        super().__init__(_("This task is not there any more; the import that made it was undone."))


class Stale(Refused):
    """The form showed an older version of the task; `clashes` holds both values of each field."""

    def __init__(self, task: Task, clashes: tuple[Clash, ...]) -> None:
        super().__init__(
            _("Somebody changed this task after you opened it. Nothing was saved; please check and send again.")
        )
        self.task = task
        self.clashes = clashes


# --- May it be done? -----------------------------------------------------------------------------------


def may(user: User, verb: Verb, task: Task) -> bool:
    """Return whether `user` may carry out `verb` on a task in a fitting status."""
    access = access_of(user)
    if access.coordinates:
        return COORDINATOR in verb.actors
    if LEAD in verb.actors and task.lead_unit_id in access.handles:
        return True
    return SUPPORT in verb.actors and task.supporting_units.filter(pk__in=access.handles).exists()


def verbs_for(task: Task, user: User) -> list[Verb]:
    """Return what `user` may do with `task` as it stands, in the table's order."""
    return [
        verb
        for verb in VERBS.values()
        if task.status in verb.sources and has_occasion(task, verb) and may(user, verb, task)
    ]


def has_occasion(task: Task, verb: Verb) -> bool:
    """Tell whether there is anything to ask for, to decide or to divide; most verbs need no occasion."""
    return verb.name not in _OCCASIONS or _OCCASIONS[verb.name](task)


def _can_wait_longer(task: Task) -> bool:
    return task.deadline is not None and timezone.localdate() <= task.deadline and not task.asks_extension


_OCCASIONS: dict[str, Callable[[Task], bool]] = {
    "ask_extension": _can_wait_longer,
    "grant_extension": lambda task: task.asks_extension,
    "refuse_extension": lambda task: task.asks_extension,
    "split": lambda task: task.items.exists(),
}


# --- Doing it ------------------------------------------------------------------------------------------


def carry_out(
    task: Task,
    verb_name: str,
    *,
    by: User,
    version: int,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Task:
    """Carry out a verb on a task and write its timeline, all or nothing.

    version: the task's version that the user saw. changes: field -> new value, of the fields that the verb sets
    (`supporting_units`: an iterable of units). Returns the task as it is afterwards. Raises Refused or Stale, and
    then nothing is changed.
    """
    if VERBS[verb_name].accompanied:
        raise ValueError(f"{verb_name} is carried out by the module of its record")
    with acting(task, verb_name, by=by, version=version, reason=reason, changes=changes) as act:
        pass
    return act.task


@contextmanager
def acting(
    task: Task,
    verb_name: str,
    *,
    by: User,
    version: int,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Iterator[Act]:
    """Carry out a verb like `carry_out`, with what the body of the `with` adds to it, in one transaction.

    The task is locked and everything is checked before the body runs; the body may use `act.task`, `act.change` and
    `act.note`, and raises Refused to undo all of it.
    """
    verb = VERBS[verb_name]
    changes = dict(changes or {})
    with transaction.atomic():
        locked = _lock(task, verb, changes)
        current = locked[task.pk]
        _check(current, verb, by, version, reason, changes)
        act = Act(current, by, verb.name, reason)
        for field, value in changes.items():
            act.change(field, value, Origin.MANUAL)
        yield act
        _change_status(act, verb)
        act.save()
        _take_answers_along(act, verb, locked)


def _lock(task: Task, verb: Verb, changes: dict[str, Any]) -> dict[int, Task]:
    """Return the task as it is now, locked until the transaction ends, and renew what `changes` refer to.

    Tasks come by their numbers. Those that a merge concerns are locked, too, always in the order of their numbers: two
    people who merge two tasks into each other don't wait for each other for ever.
    """
    into = changes.get("merged_into")
    wanted = {task.pk, into.pk} if into else {task.pk}
    others = concerned(task, into) if verb.name in ("merge", "unmerge") else set()
    rows = Task.objects.select_for_update(of=("self",)).select_related("lead_unit", "topic")
    found = {row.pk: row for row in rows.filter(pk__in=wanted | others).order_by("pk")}
    if wanted - set(found):
        raise Gone
    if into:
        changes["merged_into"] = found[into.pk]
    if changes.get("lead_unit"):
        changes["lead_unit"] = _in_use(changes["lead_unit"])
    if "supporting_units" in changes:
        changes["supporting_units"] = list(dict.fromkeys(map(_in_use, changes["supporting_units"])))
    return found


def _take_answers_along(act: Act, verb: Verb, locked: dict[int, Task]) -> None:
    """Let a merged task's answers go where it goes, and tell it in the timelines of those that are left."""
    moved = []
    if verb.name == "merge":
        moved = carry(act.task, locked[act.task.merged_into_id])
    elif verb.name == "unmerge":
        moved = bring_back(act.task)
    for each in moved:
        pair = [_held(locked, number) for number in (each.problem, each.plan)]
        record_answer(*pair, act.by, "carry_answer", each.old, each.new)


def _held(locked: dict[int, Task], number: int) -> Task:
    """Return a locked task, or lock one that got an answer while the others were being locked."""
    if number not in locked:
        locked[number] = Task.objects.select_for_update(of=("self",)).get(pk=number)
    return locked[number]


def _in_use(unit: Unit) -> Unit:
    """Return the unit, or the one that it was merged into while the form was open."""
    now = Unit.objects.select_related("merged_into").get(pk=unit.pk)
    return now.merged_into or now


def _check(task: Task, verb: Verb, by: User, version: int, reason: str, changes: dict[str, Any]) -> None:
    if not may(by, verb, task):
        raise Refused(_("You may not do this with this task."))
    if version != task.version:
        raise Stale(task, _clashes(task, changes))
    if task.status not in verb.sources:
        raise Refused(
            _("“%(verb)s” is not possible: the task's status is “%(status)s”.")
            % {"verb": verb.label, "status": task.get_status_display()}
        )
    if verb.needs_reason and not reason.strip():
        raise Refused(_("Please give a reason."))
    _check_changes(task, verb, changes)


def _check_changes(task: Task, verb: Verb, changes: dict[str, Any]) -> None:
    strange = set(changes) - set(verb.sets)
    if strange:
        raise ValueError(f"{verb.name} does not set {sorted(strange)}")
    for field in verb.requires:
        if not changes.get(field, getattr(task, field)):
            raise Refused(_("Please fill in: %(field)s.") % {"field": Task._meta.get_field(field).verbose_name})
    if task.lead_unit and task.status in AT_A_UNIT and not changes.get("lead_unit", task.lead_unit):
        raise Refused(_("The task lies with a unit; name another lead unit rather than none."))
    into = changes.get("merged_into")
    if into and (into.pk == task.pk or into.status == Status.MERGED):
        raise Refused(_("A task can be merged only into another one that is not merged itself."))


def _clashes(task: Task, changes: dict[str, Any]) -> tuple[Clash, ...]:
    found = []
    for field, wanted in changes.items():
        current = _value(task, field)
        wanted = tuple(wanted) if field == "supporting_units" else wanted
        if _plain(current) != _plain(wanted):
            found.append(Clash(field, wanted, current))
    return tuple(found)


def _change_status(act: Act, verb: Verb) -> None:
    if verb.target == STAY:
        return
    task = act.task
    before = task.status
    target = task.status_before if verb.target == BACK else verb.target
    act.change("status", str(target))
    task.status_before = before if verb.target in (Status.SUSPENDED, Status.MERGED) else ""
    task.last_verb = verb.name
    if verb.name == "unmerge":
        act.change("merged_into", None)
    if task.asks_extension and target in (Status.OPEN, Status.CLOSED):
        _withdraw_request(act)
    _set_dates(task, verb, target)


def _withdraw_request(act: Act) -> None:
    """Settle an undecided request for more time: the unit that asked for it has the task no longer."""
    asked = Extension.objects.select_for_update().get(task=act.task, state=Extension.State.ASKED)
    asked.state, asked.decided_at, asked.decided_by = Extension.State.WITHDRAWN, timezone.now(), act.by
    asked.save()
    act.task.asks_extension = False
    act.note("extension", asked.wanted.isoformat(), None)


def _set_dates(task: Task, verb: Verb, target: str) -> None:
    """Keep the dates and counts that lights, flags and statistics are computed from."""
    today = timezone.localdate()
    if verb.name == "assign":
        task.started_on = today
    if verb.name == "send_back":
        task.times_sent_back += 1
    if target == Status.IN_PROGRESS:
        task.heard_on = today
    task.submitted_on = today if target == Status.SUBMITTED else None
    task.closed_on = today if target == Status.CLOSED else None


# --- What is told without being a verb -------------------------------------------------------------------


def record_creation(
    tasks: Iterable[Task], by: User | None, *, split_from: Task | None = None, reason: str = ""
) -> None:
    """Write the beginning of the timeline of tasks that were just inserted with version 1."""
    told = {"split_from": _plain(split_from)} if split_from else {}
    TaskEvent.objects.bulk_create(
        [
            TaskEvent(task=task, version=1, by=by, verb="create", field=field, new=new, reason=reason)
            for task in tasks
            for field, new in {"status": str(task.status), **told}.items()
        ]
    )


@transaction.atomic
def record_reimport(task_id: int, by: User | None, field: str, old: Any, new: Any) -> None:
    """Write into a task's timeline what a later edition did to its words; the task's own values stay."""
    act = Act(Task.objects.select_for_update(of=("self",)).get(pk=task_id), by, "reimport", "")
    act.note(field, old, new)
    act.save()


@transaction.atomic
def record_undone_import(task: Task, by: User, old: str | None, new: str | None) -> None:
    """Write into a task's timeline that an import's words are taken back; the task's own values stay."""
    act = Act(Task.objects.select_for_update(of=("self",)).get(pk=task.pk), by, "undo_import", "")
    act.note("text", old, new)
    act.save()


@transaction.atomic
def record_merged_unit(task: Task, unit: Unit, into: Unit, by: User | None) -> None:
    """Replace a unit of a task by the unit that it was merged into."""
    act = Act(Task.objects.select_for_update(of=("self",)).get(pk=task.pk), by, "merge_units", "")
    for field in ("reporting_unit", "lead_unit"):
        if getattr(act.task, field) == unit:
            act.change(field, into)
    supporting = list(act.task.supporting_units.all())
    if unit in supporting:
        others = [each for each in supporting if each not in (unit, into)]
        act.change("supporting_units", [*others, into])
    act.save()


def record_answer(problem: Task, plan: Task, by: User, verb: str, old: str | None, new: str | None) -> None:
    """Write into the timelines of both tasks what was decided on the plan's being an answer to the problem.

    old, new: the answer's state, None where there is no answer. The caller has locked both tasks.
    """
    for task, other in ((problem, plan), (plan, problem)):
        act = Act(task, by, verb, "")
        act.note("answer", old, {**_plain(other), "state": new})
        act.save()


class Act:
    """A task under change together with the lines that its timeline will get."""

    def __init__(self, task: Task, by: User | None, verb: str, reason: str) -> None:
        self.task = task
        self.by = by
        self.verb = verb
        self.reason = reason.strip()
        self.lines: list[tuple[str, Any, Any]] = []
        self.units: tuple | None = None

    def change(self, field: str, value: Any, origin: Origin | None = None) -> None:
        """Set a field and remember old and new; setting what is already there is no change."""
        if field == "supporting_units":
            value = self.units = tuple(value)
        old, new = _plain(_value(self.task, field)), _plain(value)
        if old == new:
            return
        self.note(field, old, new)
        if field != "supporting_units":
            setattr(self.task, field, value)
        if origin and field in DETAILS:
            self.task.origins = {**self.task.origins, field: origin.value}

    def heard(self) -> None:
        """Note for the lights that the units at work gave a sign today."""
        self.task.heard_on = timezone.localdate()

    def note(self, field: str, old: Any, new: Any) -> None:
        """Tell something in the timeline that is no field of the task: a report, a request, words that vanished."""
        self.lines.append((field, old, new))

    def save(self) -> None:
        """Write task and timeline; an act without a line leaves no trace."""
        if not self.lines:
            return
        task = self.task
        task.version += 1
        task.save()
        if self.units is not None:
            task.supporting_units.set(self.units)
        common = {"task": task, "version": task.version, "by": self.by, "verb": self.verb, "reason": self.reason}
        TaskEvent.objects.bulk_create(
            [TaskEvent(field=field, old=old, new=new, **common) for field, old, new in self.lines]
        )


def _value(task: Task, field: str) -> Any:
    if field == "supporting_units":
        return tuple(task.supporting_units.all())
    return getattr(task, field)


def _plain(value: Any) -> Any:
    """Return a value as the timeline keeps it; see TaskEvent."""
    if isinstance(value, Model):
        return {"id": value.pk, "name": str(value)}
    if isinstance(value, tuple):
        return sorted((_plain(each) for each in value), key=lambda each: each["id"])
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
