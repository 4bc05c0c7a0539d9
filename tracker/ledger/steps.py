"""Edited cells -> verbs of the workflow: which, in which order, and why not. Carrying them out, too.

Title, units, owner, deadline … are an `edit`; progress is a report; a status is reached by the verb that leads there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from tracker.forms.fields import LONGEST
from tracker.ledger.before import REPORTED
from tracker.models import Status, Task
from tracker.reports import report
from tracker.verbs import BACK, VERBS, Verb
from tracker.workflow import carry_out, may


@dataclass(frozen=True)
class Step:
    """A verb and what it takes: changes of fields, or the words of a report."""

    verb: Verb
    changes: Mapping[str, Any] = field(default_factory=dict)


def steps_for(task: Task, values: Mapping[str, Any], by: User) -> tuple[list[Step], list[str]]:
    """Return the verbs that give a task these values (by column), and in sentences what stands against it."""
    fields = {name: value for name, value in values.items() if name not in (*REPORTED, "status")}
    said = {REPORTED[name]: value for name, value in values.items() if name in REPORTED}
    wanted = [Step(VERBS["edit"], fields)] if fields else []
    wanted += [Step(VERBS["report"], said)] if said else []
    leading, against = _leading(task, values.get("status", ""), by, reported=bool(said))
    against += _bad_report(said) if said else []
    return _ordered(task, wanted, leading, by, against)


def carry_out_steps(task: Task, steps: tuple[Step, ...], *, by: User, version: int, reason: str = "") -> Task:
    """Carry out steps one after the other on the task that was seen at `version`. Raises Refused or Stale."""
    for step in steps:
        if step.verb.name == "report":
            task = report(task, by=by, version=version, **step.changes).task
        else:
            why = reason if step.verb.needs_reason else ""
            task = carry_out(task, step.verb.name, by=by, version=version, reason=why, changes=step.changes)
        version = task.version
    return task


def _leading(task: Task, status: str, by: User, *, reported: bool) -> tuple[list[Step], list[str]]:
    """Return the verb that leads to a status; a unit that reports on a task has received it."""
    if not status:
        received = reported and task.status == Status.ASSIGNED and may(by, VERBS["acknowledge"], task)
        return ([Step(VERBS["acknowledge"])] if received else []), []
    ways = [verb for verb in VERBS.values() if task.status in verb.sources and _target(task, verb) == status]
    ways = [verb for verb in ways if not verb.accompanied and "merged_into" not in verb.requires]
    if not ways:
        told = {"old": task.get_status_display(), "new": Status(status).label}
        return [], [_("No step leads from the status “%(old)s” to “%(new)s”.") % told]
    allowed = [verb for verb in ways if may(by, verb, task)]
    return [Step((allowed or ways)[0])], []


def _target(task: Task, verb: Verb) -> str:
    return task.status_before if verb.target == BACK else str(verb.target)


def _ordered(
    task: Task, wanted: list[Step], leading: list[Step], by: User, against: list[str]
) -> tuple[list[Step], list[str]]:
    """Do what is possible in the status as it is before the status changes, the rest behind it."""
    after = _target(task, leading[0].verb) if leading else task.status
    first = [step for step in wanted if task.status in step.verb.sources]
    second = [step for step in wanted if step not in first]
    against = [*against, *_obstacles(task, [*wanted, *leading], by)]
    for step in second:
        if after not in step.verb.sources:
            told = {"verb": step.verb.label, "status": task.get_status_display()}
            against.append(_("“%(verb)s” is not possible: the task's status is “%(status)s”.") % told)
    return [*first, *leading, *second], against


def _obstacles(task: Task, steps: list[Step], by: User) -> Iterator[str]:
    units = next((step.changes for step in steps if "lead_unit" in step.changes), {})
    for step in steps:
        if not may(by, step.verb, task):
            if step.verb.name == "edit":
                yield _("Only coordinators change the task itself; for a later deadline ask for an extension.")
            else:
                yield _("You may not do this with this task: %(verb)s.") % {"verb": step.verb.label}
        elif "lead_unit" in step.verb.requires and not units.get("lead_unit", task.lead_unit):
            yield _("Please fill in: %(field)s.") % {"field": Task._meta.get_field("lead_unit").verbose_name}


def _bad_report(said: Mapping[str, str]) -> list[str]:
    if not said["done"].strip():
        return [_("What was reported can't be taken back; please say what was done.")]
    if max(map(len, said.values())) > LONGEST:
        return [_("A report may have %(most)d characters in each part.") % {"most": LONGEST}]
    return []
