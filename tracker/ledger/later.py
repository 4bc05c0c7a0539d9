"""Large ledgers are confirmed in the background. What confirming means is said in incoming.py."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import User
from tracker import jobs
from tracker.jobs import Result, Run
from tracker.ledger.incoming import RETURNED, confirm_old, confirm_returned
from tracker.models import Job, LedgerDraft
from tracker.workflow import Refused

AT_ONCE = 300  # rows that a person may well wait for


def confirm_later(draft: LedgerDraft, *, by: User, version: int, **arguments: str) -> Job:
    """Ask for a draft's being confirmed as it was shown: `arguments` are those of the service."""
    title = _("Taking in %(name)s") % {"name": draft.name}
    return jobs.start("ledger", title, {"draft": draft.pk, "version": version, "arguments": arguments}, by)


def confirm_ledger(run: Run) -> Callable[[], Result]:
    """Work of a job: confirm a draft; that is one transaction, so that there are no steps."""
    draft = LedgerDraft.objects.filter(pk=run.params["draft"]).first()
    if draft is None or run.by is None:
        raise jobs.Refused(_("This file does not wait for confirmation any more."))
    by, confirm = run.by, confirm_returned if draft.kind == RETURNED else confirm_old

    def write() -> Result:
        try:
            confirm(draft, by=by, version=run.params["version"], **run.params["arguments"])
        except Refused as refused:
            raise jobs.Refused(str(refused)) from refused
        return {"next": draft.get_absolute_url()}

    return write
