"""The verbs on one task, each through its form. Which form and which service a verb has is said in tracker/acts.py."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from tracker.access import unseen_others
from tracker.acts import AT_ONCE, way_of
from tracker.forms.acts import ActForm
from tracker.models import Task
from tracker.timeline import entries, shown_as
from tracker.verbs import VERBS, Verb
from tracker.views.navigation import task_address, way_back
from tracker.views.tasks import fetch_task
from tracker.workflow import Gone, Refused, Stale, has_occasion, may


@require_http_methods(["GET", "HEAD", "POST"])
def task_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    task = fetch_task(request.user, pk)
    act = _allowed(task, verb, request.user)
    way = way_of(act.name)
    if (why_not := _obstacle(task, act)) and _nothing_typed(request, act):
        messages.error(request, why_not)
        return redirect(task_address(task, way_back(request)))
    form = way.form(request.POST or None, request.FILES or None, verb=act, task=task, by=request.user)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, task, form)
    try:
        way.service(task, by=request.user, **form.arguments)
    except Gone as gone:
        raise Http404(str(gone)) from gone
    except Stale as stale:
        return _ask_again(request, stale, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _ask(request, task, form)
    return _done(request, task, act)


def _allowed(task: Task, name: str, user: User) -> Verb:
    if name not in VERBS:
        raise Http404
    if not may(user, VERBS[name], task):
        raise PermissionDenied(_("You may not do this with this task."))
    return VERBS[name]


def _obstacle(task: Task, verb: Verb) -> str:
    """Return why the verb is not possible now, as a sentence; nothing if it is."""
    if task.status not in verb.sources:
        words = {"verb": verb.label, "status": task.get_status_display()}
        return _("“%(verb)s” is not possible: the task's status is “%(status)s”.") % words
    if not has_occasion(task, verb):
        return _("“%(verb)s” is not possible for this task now.") % {"verb": verb.label}
    return ""


def _nothing_typed(request: HttpRequest, verb: Verb) -> bool:
    """Tell whether the user loses nothing by being led back: what was typed into a form must come back in it."""
    return request.method != "POST" or verb.name in AT_ONCE


def _ask(request: HttpRequest, task: Task, form: ActForm, status: int = 200, **more: Any) -> HttpResponse:
    back = way_back(request)
    context = {"task": task, "form": form, "verb": form.verb, "back": back, "address": task_address(task, back)}
    return render(request, "tracker/task_act.html", context | more, status=status)


def _ask_again(request: HttpRequest, stale: Stale, sent: ActForm) -> HttpResponse:
    """Show the form as it was filled in, for the task as it is now, and what happened to the task in the meantime."""
    task = fetch_task(request.user, stale.task.pk)
    data = request.POST.copy()
    data["version"] = str(task.version)
    form = type(sent)(data, verb=sent.verb, task=task, by=request.user)
    clashes = [
        (form.fields[each.field].label, shown_as(each.field, each.wanted), shown_as(each.field, each.current))
        for each in stale.clashes
    ]
    since = list(task.events.filter(version__gt=sent.cleaned_data["version"]).select_related("by").order_by("id"))
    told = entries(since, unseen_others(since, request.user))
    more = {"refusal": str(stale), "clashes": clashes, "entries": told, "files_lost": bool(request.FILES)}
    return _ask(request, task, form, status=409, **more)


def _done(request: HttpRequest, task: Task, verb: Verb) -> HttpResponse:
    before = task.version
    task.refresh_from_db(fields=["version"])
    if task.version > before:
        messages.success(request, _("Done: %(verb)s.") % {"verb": verb.label})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect(task_address(task, way_back(request)))
