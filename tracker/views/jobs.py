"""Work in the background: how far it is, and stopping it. What came of it is shown by the page that it leads to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from tracker import jobs
from tracker.access import fetch, visible_jobs
from tracker.bulk_jobs import KIND, outcome_address


@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = fetch(visible_jobs(request.user), pk)
    if job.state == job.State.DONE and (following := (job.result or {}).get("next")):
        return HttpResponseClientRedirect(following) if request.htmx else redirect(following)
    in_bulk = job.kind == KIND
    outcome = outcome_address(job) if in_bulk else ""
    context = {"job": job, "late": jobs.waits_too_long(job), "outcome": outcome, "in_bulk": in_bulk}
    return render(request, "tracker/job_detail.html", context)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = fetch(visible_jobs(request.user), pk)
    if not jobs.cancel(job):
        messages.info(request, _("It was over already."))
    return redirect(job)
