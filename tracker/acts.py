"""Which form a verb has and which service carries it out: where the pages and the admin look that up.

Which verb may be carried out when and by whom is said in verbs.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from tracker.chasing import chase
from tracker.extensions import ask_extension, grant_extension, refuse_extension
from tracker.forms.acts import ActForm, AskExtensionForm, ChangeForm, ChaseForm, DecisionForm, ReportForm
from tracker.forms.bulk import (
    BulkAskExtensionForm,
    BulkChaseForm,
    BulkDecisionForm,
    BulkForm,
    BulkReportForm,
    OfMany,
)
from tracker.forms.splitting import SplitForm
from tracker.handmade import split
from tracker.models import Task
from tracker.reports import report
from tracker.workflow import carry_out


class Way(NamedTuple):
    """How a verb is carried out: the form that asks, for one task or (None: never) for many, and its service."""

    form: type[ActForm]
    service: Callable[..., Any]
    bulk_form: type[OfMany] | None = BulkForm


#: Verbs that a button on the task's page carries out at once: they ask for nothing and are easily taken back.
AT_ONCE = frozenset({"accept", "acknowledge", "submit", "resume", "restore", "unmerge"})
#: Verbs that a record of their own goes with.
_RECORDED = {
    "report": Way(ReportForm, report, BulkReportForm),
    "ask_extension": Way(AskExtensionForm, ask_extension, BulkAskExtensionForm),
    "grant_extension": Way(DecisionForm, grant_extension, BulkDecisionForm),
    "refuse_extension": Way(DecisionForm, refuse_extension, BulkDecisionForm),
    "chase": Way(ChaseForm, chase, BulkChaseForm),
    "split": Way(SplitForm, split, None),
}


def way_of(verb_name: str) -> Way:
    """Return how a verb is carried out; all services take a task, `by`, `version` and the form's arguments."""
    return _RECORDED.get(verb_name) or Way(ChangeForm, partial(_change, verb_name))


def _change(verb_name: str, task: Task, **arguments: Any) -> Task:
    return carry_out(task, verb_name, **arguments)
