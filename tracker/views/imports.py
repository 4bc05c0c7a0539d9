"""Import batches: their list, and what one of them found and did. For coordinators, readers and administrators only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import access_of
from accounts.models import User
from summaries.models import Edition
from tracker.access import fetch
from tracker.documents import rows
from tracker.models import ImportBatch
from tracker.reading import remarks

PER_PAGE = 50


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(_batches(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracker/import_list.html", {"page": page})


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = fetch(_batches(request.user), pk)
    found = Edition.objects.filter(source=batch.source).defer("text").order_by("start")
    documents = [(edition.summary, edition) for edition in found.select_related("summary__unit", "summary__topic")]
    language = get_language()
    context = {
        "batch": batch,
        "present": sum(entry["present"] for entry in batch.contents),
        "remarks": remarks(batch.notes, [], language),
        "documents": [(row, remarks(row.edition.notes, [], language)) for row in rows(documents, request.user)],
    }
    return render(request, "tracker/import_detail.html", context)


def _batches(user: User) -> QuerySet[ImportBatch]:
    """Return the batches, or answer 404: to those who see only their own tasks this part of the site doesn't exist."""
    if not access_of(user).sees_all:
        raise Http404
    return ImportBatch.objects.select_related("source", "by").order_by("-pk")
