"""The ledger list 台账, and the counts beside its filters. What people choose for it: choices.py; rows: rows.py."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import access_of
from tracker.access import fetch, visible_views
from tracker.bulk import offered
from tracker.bulk_jobs import recent
from tracker.facets import facets
from tracker.filters import FOLLOWED_UP, TaskFilter
from tracker.listing import PER_PAGE, listing, page_of, page_size
from tracker.models import SavedView
from tracker.saved_views import VIEW, address, asked, may_change, preferred_view, views_of
from tracker.tables import TaskTable
from tracker.views.navigation import back_query

LARGE = 20_000  # rows from which on people wait for an Excel file: it is sent when all of it is written


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    if view := _view_asked_for(request):
        return redirect(address(view))
    listed = listing(request.GET, request.user)
    request.GET = listed.filter.data  # without empty fields: from it the page's own links are made
    here = f"{request.path}?{request.GET.urlencode() or f'status={FOLLOWED_UP}'}"
    verbs = offered(request.user)
    page = page_of(listed.tasks, listed.columns, request.GET.get("page"), page_size(request.GET))
    editable = access_of(request.user).coordinates
    table = TaskTable(
        page, listed.columns, sort=listed.sort, back=back_query(here), choosing=bool(verbs), editable=editable
    )
    context = {
        "table": table,
        "per_page": PER_PAGE,
        "here": here,
        "verbs": verbs,
        "large": page.paginator.count >= LARGE,
    }
    context["recent"] = recent(request.user) if verbs else ()
    response = render(request, "tracker/task_list.html", context | {"filter": listed.filter, **_views(request)})
    if request.htmx:
        response["HX-Push-Url"] = here
    return response


@require_safe
def task_counts(request: HttpRequest) -> HttpResponse:
    """How many tasks each value of a filter leaves; a page of its own, which the list shows within itself."""
    filters = TaskFilter(request.GET, request.user)
    back = f"{reverse('task-list')}?{filters.data.urlencode()}"
    return render(request, "tracker/task_counts.html", {"facets": facets(filters), "filter": filters, "back": back})


def _view_asked_for(request: HttpRequest) -> SavedView | None:
    """Return the view whose address the request should go to: the user's first one, or one that is named alone."""
    if not request.GET:
        return preferred_view(request.user)
    if set(request.GET) != {VIEW}:
        return None
    number = request.GET[VIEW]
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        raise Http404
    view = fetch(visible_views(request.user), int(number))
    return view if view.query else None


def _views(request: HttpRequest) -> dict[str, Any]:
    """Return the user's views, the one that the address names, and whether the address asks for something else."""
    views = views_of(request.user)
    view = next((each for each in views if str(each.pk) == request.GET.get(VIEW)), None)
    changed = view is not None and asked(request.GET) != view.query
    return {
        "views": [(each, address(each)) for each in views],
        "view": view,
        "changed": changed,
        "may_update": changed and may_change(request.user, view),
    }
