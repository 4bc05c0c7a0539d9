"""Which plan answers which problem: deciding on one answer, adding one by hand. tracker/answers.py does the work."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access_of
from tracker.answers import OFFERED, candidates, decide
from tracker.forms.answers import AnswerForm, CandidatesForm
from tracker.models import Task
from tracker.views.navigation import back_query, stay_at, task_address, way_back
from tracker.views.tasks import fetch_task
from tracker.workflow import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def task_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the tasks that may be tied to this one by hand; POST: decide on one of them."""
    task = fetch_task(request.user, pk)
    if not access_of(request.user).coordinates:
        raise PermissionDenied(_("Only coordinators decide which plan answers which problem."))
    if request.method == "POST":
        return _decide(request, task)
    back = way_back(request)
    search = CandidatesForm(request.GET)
    wanted = search.cleaned_data if search.is_valid() else {}
    found = candidates(task, request.user, wanted.get("q", ""), wanted.get("everywhere", False))
    context = {
        "task": task,
        "form": search,
        "candidates": found[:OFFERED],
        "cut": len(found) > OFFERED,
        "back": back,
        "back_query": back_query(back),
        "address": task_address(task, back),
    }
    return render(request, "tracker/task_answers.html", context)


def _decide(request: HttpRequest, task: Task) -> HttpResponse:
    form = AnswerForm(request.POST, task=task, by=request.user)
    if form.is_valid():
        try:
            decide(task, by=request.user, **form.cleaned_data)
            messages.success(request, _said(form.cleaned_data["decision"]))
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("The form was incomplete; please open the page again and decide there."))
    return redirect(stay_at(request, task_address(task, way_back(request))))


def _said(decision: str) -> str:
    return {
        "confirm_answer": _("Confirmed: the plan answers the problem. It can be taken back at any time."),
        "reject_answer": _("Rejected: the plan does not answer the problem. It can be taken back at any time."),
        "restore_answer": _("The decision is taken back."),
    }[decision]
