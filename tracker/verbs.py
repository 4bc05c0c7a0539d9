"""The table of verbs (DESIGN.md, section 5): from which statuses, to which, by whom, and what each may set.

Data only; what carrying one out means is in workflow.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.models import LIVE, Status

COORDINATOR, LEAD, SUPPORT = "coordinator", "lead", "support"
BACK = "back"  # target: the status before
STAY = "stay"  # target: the status as it is
DETAILS = ("lead_unit", "supporting_units", "owner", "deadline", "deadline_words", "deadline_kind")


@dataclass(frozen=True)
class Verb:
    """A row of the table.

    sets: fields that a form may change with it; requires: those that must not stay empty; accompanied: a record of its
    own goes with it (a report, a request), so that only that record's module carries it out, inside `workflow.acting`.
    """

    name: str
    label: Any
    sources: tuple[Status, ...]
    target: str
    actors: tuple[str, ...] = (COORDINATOR,)
    needs_reason: bool = False
    sets: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    accompanied: bool = False


S = Status
BY_LEAD = (COORDINATOR, LEAD)
UNDER_WAY = (S.ASSIGNED, S.IN_PROGRESS)
AT_A_UNIT = (*UNDER_WAY, S.SUBMITTED)  # without a lead unit nobody would see that it waits

_ROWS = (
    Verb("accept", _("Accept"), (S.CANDIDATE,), S.OPEN),
    Verb("assign", _("Assign"), (S.OPEN,), S.ASSIGNED, sets=DETAILS, requires=("lead_unit",)),
    Verb("acknowledge", _("Acknowledge"), (S.ASSIGNED,), S.IN_PROGRESS, BY_LEAD),
    Verb("report", _("Report progress"), (S.IN_PROGRESS,), STAY, (COORDINATOR, LEAD, SUPPORT), accompanied=True),
    Verb("submit", _("Submit"), (S.IN_PROGRESS,), S.SUBMITTED, BY_LEAD),
    Verb("close_out", _("Close out"), (S.OPEN, S.ASSIGNED, S.IN_PROGRESS, S.SUBMITTED), S.CLOSED),
    Verb("send_back", _("Send back"), (S.SUBMITTED,), S.IN_PROGRESS, needs_reason=True),
    Verb("reopen", _("Reopen"), (S.CLOSED,), S.IN_PROGRESS, needs_reason=True),
    Verb("decline", _("Decline"), (S.ASSIGNED,), S.OPEN, BY_LEAD, needs_reason=True),
    Verb("ask_extension", _("Ask for an extension"), UNDER_WAY, STAY, BY_LEAD, needs_reason=True, accompanied=True),
    Verb("grant_extension", _("Grant the extension"), UNDER_WAY, STAY, accompanied=True),
    Verb("refuse_extension", _("Refuse the extension"), UNDER_WAY, STAY, needs_reason=True, accompanied=True),
    Verb("chase", _("Chase"), UNDER_WAY, STAY, accompanied=True),
    Verb("edit", _("Edit"), (S.CANDIDATE, *LIVE), STAY, sets=("title", "topic", "year", *DETAILS)),
    Verb("suspend", _("Suspend"), (S.OPEN, S.ASSIGNED, S.IN_PROGRESS), S.SUSPENDED),
    Verb("resume", _("Resume"), (S.SUSPENDED,), BACK),
    Verb("split", _("Split"), (S.CANDIDATE, S.OPEN), STAY, accompanied=True),
    Verb("dismiss", _("Dismiss"), (S.CANDIDATE, S.OPEN), S.DISMISSED, needs_reason=True),
    Verb("restore", _("Restore"), (S.DISMISSED,), S.CANDIDATE),
    Verb("merge", _("Merge"), (S.CANDIDATE, S.OPEN), S.MERGED, sets=("merged_into",), requires=("merged_into",)),
    Verb("unmerge", _("Unmerge"), (S.MERGED,), BACK),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _ROWS}

#: Decisions on which plan answers which problem: told in the timeline of both tasks, whatever their status.
DECISIONS = {
    "confirm_answer": _("Confirm"),
    "reject_answer": pgettext_lazy("verb", "Reject"),
    "restore_answer": _("Take back"),
}

#: Carried out by nobody on a task that exists, but told in its timeline.
RECORDED = {
    "create": _("Create"),
    "reimport": _("Re-import"),
    "undo_import": _("Undo import"),
    "merge_units": _("Merge units"),
    "carry_answer": _("Take an answer along"),
}
