"""Tasks by hand: marked in the reading page, or without a source."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access_of
from accounts.models import User
from tracker.access import fetch, visible_summaries
from tracker.forms.handmade import MarkForm, NewTaskForm
from tracker.handmade import task_from_words, task_without_source
from tracker.models import Task
from tracker.workflow import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: HttpRequest) -> HttpResponse:
    _check_coordinator(request.user)
    form = NewTaskForm(request.POST or None)
    if form.is_valid():
        try:
            task = task_without_source(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _tell(request, task)
            return redirect(task)
    return render(request, "tracker/task_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def summary_mark(request: HttpRequest, pk: int) -> HttpResponse:
    summary = fetch(visible_summaries(request.user).select_related("current"), pk)
    _check_coordinator(request.user)
    form = MarkForm(request.POST or None, edition=summary.current)
    if form.is_valid():
        try:
            task = task_from_words(summary.current, by=request.user, **form.values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _tell(request, task)
            return redirect(reverse("summary-detail", args=[pk]) + f"#item-{task.items.get().pk}")
    return render(request, "tracker/summary_mark.html", {"summary": summary, "form": form})


def _check_coordinator(user: User) -> None:
    if not access_of(user).coordinates:
        raise PermissionDenied(_("Only coordinators make tasks."))


def _tell(request: HttpRequest, task: Task) -> None:
    messages.success(request, _("Task %(code)s was entered.") % {"code": task.code})
