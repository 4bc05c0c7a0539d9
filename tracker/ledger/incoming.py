"""Spreadsheets on their way in: a file becomes a draft, its preview is looked at, and only confirming it does anything.

A ledger of this site changes tasks (changes.py); an office's own ledger becomes candidates (candidates.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import User
from summaries.guard import read_grids_guarded
from summaries.readers import Grid, Unreadable
from summaries.wording import language
from tracker.draft_wire import from_plain, to_plain
from tracker.ledger.candidates import Entering, enter, entering
from tracker.ledger.changes import Plan, Row, plan_of
from tracker.ledger.old import Reading, guess
from tracker.ledger.returned import find_returned
from tracker.ledger.steps import carry_out_steps
from tracker.models import LedgerDraft
from tracker.workflow import Refused

WAITING, CONFIRMED, DISCARDED = LedgerDraft.State.WAITING, LedgerDraft.State.CONFIRMED, LedgerDraft.State.DISCARDED
RETURNED, OLD = LedgerDraft.Kind.RETURNED, LedgerDraft.Kind.OLD


class Overtaken(Refused):
    """What confirming would do is not what was shown any more."""


def visible_drafts(user: User) -> QuerySet[LedgerDraft]:
    """Return the ledgers that the user may look at and confirm: own ones, a coordinator those of all."""
    drafts = LedgerDraft.objects.select_related("by", "settled_by")
    return drafts if access_of(user).coordinates else drafts.filter(by=user)


def earlier(draft: LedgerDraft) -> LedgerDraft | None:
    """Return the same file as it was confirmed before."""
    same = LedgerDraft.objects.filter(sha256=draft.sha256, state=CONFIRMED).exclude(pk=draft.pk)
    return same.select_related("settled_by").defer("grids").order_by("-settled_at").first()


def receive(data: bytes, name: str, *, by: User) -> LedgerDraft:
    """Keep what a spreadsheet holds until somebody confirms it. Raises Refused with a sentence."""
    sha256 = hashlib.sha256(data).hexdigest()
    if waiting := LedgerDraft.objects.filter(sha256=sha256, by=by, state=WAITING).first():
        return waiting
    try:
        grids = read_grids_guarded(data, name)
    except Unreadable as refusal:
        raise Refused(refusal.message(language())) from refusal
    kind = RETURNED if find_returned(grids) else OLD
    if kind == OLD and not access_of(by).coordinates:
        raise Refused(
            _("“%(name)s” is no ledger exported from this site: it has neither its hidden columns nor codes of tasks.")
            % {"name": name}
        )
    reading = to_plain(guess(grids)) if kind == OLD else {}
    draft = LedgerDraft(name=name[-255:], sha256=sha256, by=by, kind=kind, reading=reading, grids=to_plain(grids))
    draft.save()
    return draft


def grids_of(draft: LedgerDraft) -> list[Grid]:
    return [from_plain(Grid, each) for each in draft.grids]


def returned_plan(draft: LedgerDraft, by: User) -> Plan:
    """Return what confirming a ledger of this site would do now."""
    returned = find_returned(grids_of(draft))
    if returned is None:
        raise Refused(_("This file is no ledger of this site."))
    return plan_of(returned, by)


def reading_of(draft: LedgerDraft) -> Reading:
    return Reading(**draft.reading)


def old_plan(draft: LedgerDraft) -> Entering:
    """Return what confirming an office's own ledger would do now."""
    reading = reading_of(draft)
    return entering(grids_of(draft)[reading.sheet], reading)


def read_differently(draft: LedgerDraft, reading: Reading, *, version: int) -> None:
    """Understand an old ledger in another way. Raises Overtaken."""
    with transaction.atomic():
        current = _locked(draft, version)
        current.reading = to_plain(reading)
        current.version += 1
        current.save()


def discard(draft: LedgerDraft, *, by: User, version: int) -> None:
    """Put a draft away: nothing of it is carried out."""
    with transaction.atomic():
        _settle(_locked(draft, version), DISCARDED, by, None)


def confirm_returned(draft: LedgerDraft, *, by: User, version: int, seen: str, reason: str = "") -> None:
    """Carry out what the preview showed, in one transaction; rows that it refused are left out and kept in mind.

    seen: the fingerprint of the plan that was shown. Raises Overtaken if the plan is another by now, Refused if a row
    can't be carried out; then nothing is changed.
    """
    with transaction.atomic():
        current = _locked(draft, version)
        plan = returned_plan(current, by)
        if plan.fingerprint != seen:
            raise Overtaken(
                _("Somebody changed tasks of this file after you opened the preview. Nothing was saved; please check.")
            )
        if plan.needs_reason and not reason.strip():
            raise Refused(_("Please give a reason."))
        all_or_none(plan.ready, lambda row: _carry_out(row, by, reason))
        _settle(current, CONFIRMED, by, _outcome(plan))


def confirm_old(draft: LedgerDraft, *, by: User, version: int, seen: str) -> None:
    """Make a task to be checked of each row, as the preview showed, in one transaction. Raises Overtaken or Refused."""
    with transaction.atomic():
        current = _locked(draft, version)
        plan = old_plan(current)
        if plan.fingerprint != seen:
            raise Overtaken(
                _("Tasks or units were changed after you opened the preview. Nothing was saved; please check.")
            )
        made = enter(plan.ready, reading_of(current), name=current.name, by=by)
        outcome = {"made": [task.pk for task in made], "known": len(plan.known), "left_out": len(plan.left_out)}
        _settle(current, CONFIRMED, by, outcome)


def all_or_none(rows: Iterable[Any], carry_out: Callable[[Any], Any]) -> None:
    """Carry out each row; raise Refused with the sentences of all that can't be: the transaction around is undone."""
    refusals = []
    for row in rows:
        try:
            with transaction.atomic():
                carry_out(row)
        except Refused as refused:
            refusals.append(_("Row %(row)d: %(why)s") % {"row": row.number, "why": refused})
    if refusals:
        raise Refused(" ".join(refusals))


def _carry_out(row: Row, by: User, reason: str) -> None:
    assert row.task
    carry_out_steps(row.task, row.steps, by=by, version=row.task.version, reason=reason)


def _outcome(plan: Plan) -> dict[str, Any]:
    return {
        "done": [[row.number, row.task.pk, [edit.label for edit in row.edits]] for row in plan.ready if row.task],
        "refused": [[row.number, row.task and row.task.pk, row.why] for row in plan.refused],
        "unchanged": plan.unchanged,
    }


def _locked(draft: LedgerDraft, version: int) -> LedgerDraft:
    current = LedgerDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if current.state != WAITING:
        raise Refused(_("This file does not wait for confirmation any more."))
    if current.version != version:
        raise Overtaken(_("Somebody changed this preview after you opened it. Nothing was saved; please check."))
    return current


def _settle(draft: LedgerDraft, state: str, by: User, outcome: dict[str, Any] | None) -> None:
    draft.state, draft.outcome = state, outcome
    draft.settled_at, draft.settled_by = timezone.now(), by
    draft.version += 1
    draft.save()
