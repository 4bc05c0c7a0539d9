"""What people choose for the ledger list: its columns, and saved views 视图. tracker/saved_views.py keeps it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.access import fetch, visible_views
from tracker.columns import columns, rearranged
from tracker.filters import FOLLOWED_UP, given
from tracker.forms.lists import ViewForm
from tracker.listing import COLUMNS, chosen_columns
from tracker.models import SavedView
from tracker.saved_views import (
    address,
    delete_view,
    may_change,
    move_view,
    prefer_columns,
    prefer_view,
    preferred_view,
    rename_view,
    save_view,
    update_view,
    views_of,
)
from tracker.views.navigation import back_query, list_query, way_back
from tracker.workflow import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def task_columns(request: HttpRequest) -> HttpResponse:
    """Choose columns and their order: buttons move them one by one, and nothing is kept before it is saved."""
    back, sent = way_back(request), request.POST
    shown = [column.key for column in chosen_columns(list_query(back), request.user)]
    keys = sent.getlist("column") if sent else shown
    order = rearranged(sent.getlist("order") or keys, up=sent.get("up", ""), down=sent.get("down", ""))
    if "save" in sent or "usual" in sent:
        kept = [key for key in order if key in keys] if "save" in sent else []
        prefer_columns(kept, by=request.user)
        return redirect(_with_columns(back, kept))
    context = {"columns": columns(order), "chosen": keys, "back": back, "back_query": back_query(back)}
    return render(request, "tracker/task_columns.html", context)


def _with_columns(back: str, keys: list[str]) -> str:
    query = list_query(back)
    query.pop(COLUMNS, None)
    if keys:
        query[COLUMNS] = ",".join(keys)
    return f"{reverse('task-list')}?{query.urlencode(safe=',') or f'status={FOLLOWED_UP}'}"


@require_safe
def saved_views(request: HttpRequest) -> HttpResponse:
    user, first = request.user, preferred_view(request.user)
    rows = [(view, address(view), may_change(user, view), view == first) for view in views_of(user)]
    back = way_back(request)
    here = request.path + back_query(back)
    return render(request, "tracker/saved_views.html", {"rows": rows, "back": back, "here": here})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_new(request: HttpRequest) -> HttpResponse:
    """Save the list that the user came from under a name."""
    back = way_back(request)
    form = ViewForm(request.POST or None, by=request.user)
    if form.is_valid():
        view = save_view(query=given(list_query(back)), by=request.user, **form.arguments)
        if form.cleaned_data["first"]:
            prefer_view(view, by=request.user)
        messages.success(request, _("The view “%(name)s” was saved.") % {"name": view})
        return redirect(address(view))
    return render(request, "tracker/saved_view_new.html", {"form": form, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view another name or other people, and say whether the list opens with it."""
    user, back = request.user, way_back(request)
    view = fetch(visible_views(user).select_related("owner", "unit"), pk)
    if not may_change(user, view):
        raise PermissionDenied(_("Only who saved a view changes it, and coordinators those that are shared."))
    was_first = preferred_view(user) == view
    form = ViewForm(request.POST or None, by=user, view=view, first=was_first)
    if form.is_valid():
        rename_view(view, by=user, **form.arguments)
        if form.cleaned_data["first"] != was_first:
            prefer_view(view if form.cleaned_data["first"] else None, by=user)
        messages.success(request, _("The view “%(name)s” was saved.") % {"name": view})
        return redirect(back)
    return render(request, "tracker/saved_view_edit.html", {"form": form, "view": view, "back": back})


@require_POST
def saved_view_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a view show another list, delete, prefer or move it, as `act` says."""
    view = fetch(visible_views(request.user), pk)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        message = act(request, view)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if message:
            messages.success(request, message % {"name": view})
    return redirect(way_back(request))


def _update(request: HttpRequest, view: SavedView) -> str:
    update_view(view, given(list_query(way_back(request))), by=request.user)
    return _("The view “%(name)s” shows this list now.")


def _delete(request: HttpRequest, view: SavedView) -> str:
    delete_view(view, by=request.user)
    return _("The view “%(name)s” was deleted.")


def _prefer(request: HttpRequest, view: SavedView) -> str:
    prefer_view(view, by=request.user)
    return _("The list opens with “%(name)s” now.")


def _forget(request: HttpRequest, view: SavedView) -> str:
    prefer_view(None, by=request.user)
    return _("The list no longer opens with “%(name)s”.")


def _up(request: HttpRequest, view: SavedView) -> str:
    move_view(view, -1, by=request.user)
    return ""


def _down(request: HttpRequest, view: SavedView) -> str:
    move_view(view, +1, by=request.user)
    return ""


_ACTS: dict[str, Callable[[HttpRequest, SavedView], str]] = {
    "update": _update,
    "delete": _delete,
    "prefer": _prefer,
    "forget": _forget,
    "up": _up,
    "down": _down,
}
