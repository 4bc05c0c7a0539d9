"""One task: what is shown of it. Verbs are carried out in acts.py and bulk.py."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access_of
from accounts.models import User
from tracker.access import fetch, unseen_others, visible_tasks
from tracker.acts import AT_ONCE
from tracker.answers import answers_of
from tracker.flags import SAID_BY_LIGHT, flags_of
from tracker.lights import lit
from tracker.models import Answer, Attachment, Task, Watch
from tracker.reports import attachment_path
from tracker.sources import sources
from tracker.timeline import entries
from tracker.verbs import STAY
from tracker.views.navigation import back_query, beside, task_address, way_back
from tracker.workflow import verbs_for


@require_safe
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    task = fetch_task(request.user, pk)
    verbs = verbs_for(task, request.user)
    back = way_back(request)
    events = list(task.events.select_related("by").order_by("id"))
    context = {
        "task": task,
        "into": visible_tasks(request.user).filter(pk=task.merged_into_id).first() if task.merged_into_id else None,
        "verbs": verbs,
        "next_step": next((verb for verb in verbs if verb.target != STAY and not verb.needs_reason), None),
        "at_once": AT_ONCE,
        "flags": [flag for flag in flags_of(task) if flag not in SAID_BY_LIGHT],
        "watched": task.watches.filter(user=request.user).exists(),
        "sources": sources(task),
        "answers": _answers(task, request.user),
        "entries": entries(events, unseen_others(events, request.user)),
        "back": back,
        "back_query": back_query(back),
        "beside": beside(task, back, request.user),
        **_records(task),
    }
    return render(request, "tracker/task_detail.html", context)


@require_POST
def task_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch a task, or with an empty `watch` no longer."""
    task = fetch_task(request.user, pk)
    if request.POST.get("watch"):
        Watch.objects.get_or_create(user=request.user, task=task)
    else:
        Watch.objects.filter(user=request.user, task=task).delete()
    return redirect(task_address(task, way_back(request)))


@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an attachment as a file to be saved: never to be opened within the site."""
    attachment = fetch(Attachment.objects.filter(report__task__in=visible_tasks(request.user).order_by()), pk)
    try:
        content = attachment_path(attachment).open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content, as_attachment=True, filename=attachment.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def fetch_task(user: User, pk: int) -> Task:
    """Return a task with its light and what its pages show of it, or answer 404."""
    related = ("topic", "reporting_unit", "lead_unit", "batch__source")
    return fetch(lit(visible_tasks(user)).select_related(*related), pk)


def _records(task: Task) -> dict[str, Any]:
    """Return what went with the task's verbs, each the latest first."""
    return {
        "reports": task.reports.select_related("by", "unit").prefetch_related("attachments"),
        "extensions": task.extensions.select_related("asked_by", "decided_by"),
        "chases": task.chases.select_related("by"),
    }


def _answers(task: Task, user: User) -> QuerySet[Answer]:
    """Return the task's answers; those that were rejected are for who may take that back."""
    found = answers_of(task, user)
    return found if access_of(user).coordinates else found.exclude(state=Answer.State.REJECTED)
