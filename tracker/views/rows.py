"""A row of the ledger list by itself, which htmx puts in place: to be edited in one field, and as it is after that.

Without JavaScript the same links lead to the form of `edit` in acts.py.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.access import fetch, visible_tasks
from tracker.bulk import offered
from tracker.columns import prepared
from tracker.forms.lists import INLINE, InlineForm
from tracker.lights import lit
from tracker.listing import chosen_columns
from tracker.models import Task
from tracker.tables import Editing, TaskTable
from tracker.timeline import shown_as
from tracker.verbs import VERBS
from tracker.views.navigation import back_query, list_query
from tracker.workflow import Refused, Stale, carry_out, may


@require_http_methods(["GET", "HEAD", "POST"])
def task_row(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the row, with `edit` its form in place of one cell; POST: save that field."""
    task = fetch(lit(visible_tasks(request.user)), pk)
    if not may(request.user, VERBS["edit"], task):
        raise PermissionDenied(_("You may not do this with this task."))
    field = request.POST.get("edit") or request.GET.get("edit", "")
    if field and field not in INLINE:
        raise Http404
    editing = _edit(request, task, field) if field else None
    here = request.htmx.current_url_abs_path or reverse("task-list")
    shown = chosen_columns(list_query(here), request.user)
    rows = prepared(lit(Task.objects.filter(pk=task.pk)), shown).order_by("pk")
    table = TaskTable(
        Paginator(rows, 1).page(1),
        shown,
        back=back_query(here),
        choosing=bool(offered(request.user)),
        editable=True,
        editing=editing,
    )
    context = {"table": table}
    return render(request, "tracker/task_row.html", context, status=409 if editing and editing.refusal else 200)


def _edit(request: HttpRequest, task: Task, field: str) -> Editing | None:
    """Return the form that the row shows; none once it was saved."""
    form = InlineForm(request.POST or None, task=task, field=field)
    if not form.is_valid():
        return Editing(form, get_token(request))
    try:
        carry_out(task, "edit", by=request.user, version=form.cleaned_data["version"], changes=form.changes)
    except Stale as stale:
        return _edit_again(request, stale, field)
    except Refused as refused:
        form.add_error(field, str(refused))
        return Editing(form, get_token(request))
    return None


def _edit_again(request: HttpRequest, stale: Stale, field: str) -> Editing:
    """Return the form with what was typed, beside it what somebody else has stored in the meantime."""
    data = request.POST.copy()
    data["version"] = str(stale.task.version)
    form = InlineForm(data, task=stale.task, field=field)
    stored = next((shown_as(each.field, each.current) for each in stale.clashes), None)
    last = stale.task.events.select_related("by").latest("id")
    return Editing(form, get_token(request), str(stale), stored if stored is None else stored or "—", last.by)
