"""Import batches: their list, what one of them found and did, and taking it back.

For coordinators, readers and administrators only; what is not confirmed yet is in drafts.py.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access_of
from accounts.models import User
from tracker.access import fetch, visible_jobs
from tracker.batches import obstacle, undo, worked_on
from tracker.checkup import check_up
from tracker.documents import rows
from tracker.import_jobs import KINDS
from tracker.models import ImportBatch, ImportDraft, Job
from tracker.reading import remarks
from tracker.views.drafts import waiting_drafts
from tracker.workflow import Refused

PER_PAGE = 50
RECENT_JOBS = 5


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(_batches(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": _waiting(request.user), "jobs": _jobs(request.user)}
    return render(request, "tracker/import_list.html", context)


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = fetch(_batches(request.user), pk)
    found = batch.editions.defer("text").order_by("start")
    documents = [(edition.summary, edition) for edition in found.select_related("summary__unit", "summary__topic")]
    language = get_language()
    context = {
        "batch": batch,
        "may_undo": access_of(request.user).coordinates and not obstacle(batch),
        "present": sum(entry["present"] for entry in batch.contents),
        "remarks": remarks(batch.notes, [], language),
        "documents": [(row, remarks(row.edition.notes, [], language)) for row in rows(documents, request.user)],
    }
    return render(request, "tracker/import_detail.html", context)


@require_safe
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    batch = fetch(_batches(request.user), pk)
    context = {"batch": batch, "check": check_up(batch, request.user, get_language())}
    return render(request, "tracker/import_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what would be taken back, or which tasks stand against it; POST: take it back."""
    if not access_of(request.user).coordinates:
        raise Http404
    batch = fetch(_batches(request.user), pk)
    if request.method == "POST":
        try:
            undo(batch, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("import-undo", pk)
        return _undone(request, batch)
    context = {"batch": batch, "obstacle": obstacle(batch), "worked_on": worked_on(batch)}
    return render(request, "tracker/import_undo.html", context)


def _undone(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    draft = waiting_drafts().filter(sha256=batch.source.sha256).first()
    if draft is None:
        messages.success(request, _("The import was undone."))
        return redirect("import-detail", batch.pk)
    messages.success(request, _("The import was undone; its preview waits again, with all corrections."))
    return redirect("import-draft", draft.pk)


def _waiting(user: User) -> QuerySet[ImportDraft]:
    return waiting_drafts() if access_of(user).coordinates else ImportDraft.objects.none()


def _jobs(user: User) -> QuerySet[Job]:
    """Return the imports that were lately asked for in the background, so that whoever left finds their result."""
    if not access_of(user).coordinates:
        return Job.objects.none()
    return visible_jobs(user).filter(kind__in=KINDS).select_related("by").defer("params", "result")[:RECENT_JOBS]


def _batches(user: User) -> QuerySet[ImportBatch]:
    """Return the batches, or answer 404: to those who see only their own tasks this part of the site doesn't exist."""
    if not access_of(user).sees_all:
        raise Http404
    return ImportBatch.objects.select_related("source", "by", "undone_by").order_by("-pk")
