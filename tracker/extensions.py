"""More time 延期: asked for before the deadline, granted or refused; the original deadline stays on record."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.models import Extension, Origin, Task
from tracker.workflow import Act, Refused, acting


def ask_extension(task: Task, *, by: User, version: int, wanted: dt.date, reason: str) -> Extension:
    """Ask for `wanted` as the new deadline. Raises Refused or Stale."""
    with acting(task, "ask_extension", by=by, version=version, reason=reason) as act:
        _check_request(act.task, wanted)
        asked = Extension.objects.create(
            task=act.task, asked_by=by, reason=reason.strip(), deadline=act.task.deadline, wanted=wanted
        )
        act.task.asks_extension = True
        act.note("extension", act.task.deadline.isoformat(), wanted.isoformat())
    return asked


def grant_extension(task: Task, *, by: User, version: int, reason: str = "") -> Task:
    """Grant what was asked for: the deadline moves, the original one and the count are kept."""
    with acting(task, "grant_extension", by=by, version=version, reason=reason) as act:
        asked = _decide(act, Extension.State.GRANTED)
        _check_grant(act.task, asked)
        if act.task.original_deadline is None:
            act.task.original_deadline = act.task.deadline
        act.task.times_extended += 1
        act.change("deadline", asked.wanted, Origin.MANUAL)
    return act.task


def refuse_extension(task: Task, *, by: User, version: int, reason: str) -> Task:
    """Refuse what was asked for; the deadline stays."""
    with acting(task, "refuse_extension", by=by, version=version, reason=reason) as act:
        asked = _decide(act, Extension.State.REFUSED)
        act.note("extension", asked.wanted.isoformat(), None)
    return act.task


def _check_request(task: Task, wanted: dt.date) -> None:
    if task.deadline is None:
        raise Refused(_("The task has no deadline that could be extended."))
    if task.asks_extension:
        raise Refused(_("An extension was asked for already and is not decided yet."))
    if timezone.localdate() > task.deadline:
        raise Refused(_("The deadline is over; an extension must be asked for before it."))
    if wanted <= task.deadline:
        raise Refused(_("The new deadline must be later than %(date)s.") % {"date": task.deadline.isoformat()})


def _check_grant(task: Task, asked: Extension) -> None:
    """See that an extension extends: the deadline may have been edited after it was asked for."""
    if task.deadline and asked.wanted <= task.deadline:
        raise Refused(
            _("The deadline is %(date)s by now, not earlier than what was asked for; there is nothing to grant.")
            % {"date": task.deadline.isoformat()}
        )


def _decide(act: Act, state: Extension.State) -> Extension:
    asked = Extension.objects.select_for_update().filter(task=act.task, state=Extension.State.ASKED).first()
    if asked is None:
        raise Refused(_("No extension is asked for."))
    asked.state = state
    asked.decided_at = timezone.now()
    asked.decided_by = act.by
    asked.answer = act.reason
    asked.save()
    act.task.asks_extension = False
    return asked
