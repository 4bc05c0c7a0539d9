"""A verb on more tasks than a person may well wait for: in the background, each task in a transaction of its own.

What is to be done stands in rows, one a task, with the version that was seen. Each row is marked in the transaction of
its task; so whatever happens to the worker, no task is dealt with twice, and what became of each is known at any time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker import jobs
from tracker.access import visible_tasks
from tracker.acts import Way, way_of
from tracker.bulk import Outcome, each
from tracker.forms.bulk import OfMany
from tracker.jobs import Result, Run
from tracker.lights import lit
from tracker.models import BulkRow, Job, Task
from tracker.verbs import VERBS, Verb

KIND = "bulk"  # of jobs, as tracker/jobs.py lists them
RECENT = 3
_SLICE = 200  # rows that are read at a time


def versions_of(tasks: QuerySet[Task]) -> dict[int, int]:
    """Return task number -> version of all tasks of a list."""
    return dict(tasks.order_by("pk").values_list("pk", "version"))


def mark_of(versions: Mapping[int, int]) -> str:
    """Return what is another word as soon as a task comes, goes or changes: was this list the one that was seen?"""
    return f"{len(versions)}-{sum(versions)}-{sum(versions.values())}"


def act_later(verb: Verb, versions: Mapping[int, int], form: OfMany, *, by: User, back: str) -> Job:
    """Ask for a verb on these tasks at these versions, with what its valid form was sent; `back`: their list."""
    count = {"verb": verb.label, "count": len(versions)}
    title = ngettext("%(verb)s: %(count)d task", "%(verb)s: %(count)d tasks", len(versions)) % count
    sent = urlencode({name: form.data.getlist(name) for name in form.fields}, doseq=True)
    params = {"verb": verb.name, "form": sent, "language": translation.get_language(), "back": back}
    with transaction.atomic():
        job = jobs.start(KIND, title, params, by)
        rows = (BulkRow(job=job, task_id=pk, version=version) for pk, version in versions.items())
        BulkRow.objects.bulk_create(rows, batch_size=2000)
    return job


def act_on_all(run: Run) -> Callable[[], Result]:
    """Work of a job: carry out its verb on one waiting row after the other; goes on where an earlier attempt ended."""
    if run.by is None:
        raise jobs.Refused(_("Whoever asked for it is no longer there."))
    with translation.override(run.params["language"]):
        verb = VERBS[run.params["verb"]]
        way = way_of(verb.name)
        form = way.bulk_form(QueryDict(run.params["form"]), verb=verb, by=run.by)
        if not form.is_valid():
            raise jobs.Refused(_("What was filled in is no longer possible. Please ask for it again."))
        _act(run, run.by, way, form)
    return lambda: {"next": outcome_address(run.job)}


def recent(user: User) -> QuerySet[Job]:
    """Return what the user asked for lately; the list shows how far it is and leads to what came of it."""
    lately = timezone.now() - dt.timedelta(days=1)
    return Job.objects.filter(kind=KIND, by=user, asked_at__gt=lately).defer("params", "result")[:RECENT]


def outcome_address(job: Job) -> str:
    return reverse("task-bulk-outcome", args=[job.pk])


def _act(run: Run, by: User, way: Way, form: OfMany) -> None:
    rows = BulkRow.objects.filter(job=run.job)
    waiting, total = rows.filter(state=BulkRow.State.WAITING).order_by("task_id"), rows.count()
    done = total - waiting.count()
    while some := list(waiting[:_SLICE]):
        tasks = lit(visible_tasks(by)).select_related("lead_unit").in_bulk([row.task_id for row in some])
        for row in some:
            run.step(done, total)
            _act_on(run, row, tasks.get(row.task_id), by, way, form)
            done += 1
    run.step(total, total)


def _act_on(run: Run, row: BulkRow, task: Task | None, by: User, way: Way, form: OfMany) -> None:
    with transaction.atomic():
        run.hold()
        refusal = _("It was not found.") if task is None else _outcome(task, row, by, way, form).refusal
        row.state, row.refusal = BulkRow.State.REFUSED if refusal else BulkRow.State.DONE, refusal
        row.save(update_fields=["state", "refusal"])


def _outcome(task: Task, row: BulkRow, by: User, way: Way, form: OfMany) -> Outcome:
    (outcome,) = each([task], way.service, by=by, versions={task.pk: row.version}, arguments=form.arguments)
    return outcome
