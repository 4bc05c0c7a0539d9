"""A verb on many tasks of the list, and reminding a unit of all that is overdue. tracker/bulk.py does the work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access_of
from accounts.models import Unit, User
from tracker.access import fetch, visible_jobs, visible_tasks
from tracker.acts import way_of
from tracker.bulk import AT_MOST, chosen_versions, each, offered
from tracker.bulk_jobs import KIND, act_later, mark_of, versions_of
from tracker.chasing import chase, overdue, units_to_chase
from tracker.forms.bulk import ChaseOverdueForm
from tracker.jobs import OUTCOMES_KEPT_DAYS
from tracker.lights import lit
from tracker.listing import listing
from tracker.models import BulkRow, Task
from tracker.verbs import VERBS, Verb
from tracker.views.navigation import back_query, list_query, way_back

FIRST = 20  # tasks of a long list that are shown before a verb is carried out on all of it
PER_PAGE = 100  # rows of its outcome


@require_http_methods(["GET", "HEAD", "POST"])
def task_bulk(request: HttpRequest) -> HttpResponse:
    """GET: what the verb asks for, beside the tasks chosen; POST: carry it out and list what became of each."""
    sent = request.POST if request.method == "POST" else request.GET
    verb = _allowed(request.user, sent.get("verb", ""))
    shown = chosen_versions(sent.getlist("chosen"))
    everything = request.method != "POST" and sent.get("scope") == "all"
    tasks = _whole_list(request) if everything else _chosen(request.user, shown)
    if everything and len(tasks) > AT_MOST:
        return redirect(f"{reverse('task-bulk-all')}?{urlencode({'verb': verb.name, 'next': way_back(request)})}")
    if why_not := unfit(len(tasks)):
        messages.error(request, why_not)
        return redirect(way_back(request))
    if request.method != "POST":
        return ask(request, verb, tasks, shown, way_back(request))
    return _do(request, verb, tasks, shown)


def _do(request: HttpRequest, verb: Verb, tasks: list[Task], shown: dict[int, int]) -> HttpResponse:
    way = way_of(verb.name)
    form = way.bulk_form(request.POST, verb=verb, by=request.user)
    context = {"verb": verb, "form": form, "rows": _with_versions(tasks, shown)}
    if form.is_valid():
        outcomes = each(tasks, way.service, by=request.user, versions=shown, arguments=form.arguments)
        context |= {"outcomes": outcomes, "unknown": len(shown) - len(tasks)}
    return _answer(request, "tracker/task_bulk.html", context)


def ask(request: HttpRequest, verb: Verb, tasks: Iterable[Task], shown: dict[int, int], back: str) -> HttpResponse:
    """Show what a verb asks for beside the tasks; `shown`: the versions that the user saw, as far as known.

    The admin's actions come in here, too, so that both lists ask, refuse and tell alike.
    """
    form = way_of(verb.name).bulk_form(verb=verb, by=request.user)
    context = {"verb": verb, "form": form, "rows": _with_versions(tasks, shown), "back": back}
    return render(request, "tracker/task_bulk.html", context | {"back_query": back_query(back)})


@require_http_methods(["GET", "HEAD", "POST"])
def task_bulk_all(request: HttpRequest) -> HttpResponse:
    """A verb on all tasks of a list, however many, in the background; not if the list is no longer what was seen."""
    sent, back = request.POST if request.method == "POST" else request.GET, way_back(request)
    verb = _allowed(request.user, sent.get("verb", ""))
    listed = listing(list_query(back), request.user)
    form = {"action": request.path, "hidden": {"verb": verb.name, "next": back}, "about": listed.about}
    return ask_for_all(request, verb, listed.tasks, back, form)


def ask_for_all(
    request: HttpRequest, verb: Verb, tasks: QuerySet[Task], back: str, sends: dict[str, Any]
) -> HttpResponse:
    """Show what a verb asks for beside the first of the tasks; once that is sent, leave all of them to the background.

    sends: where the page's form leads and what it sends along, so that the same tasks come in here again; the admin's
    actions do, too.
    """
    if not (versions := versions_of(tasks)):
        messages.error(request, unfit(0))
        return redirect(back)
    is_sent = "seen" in request.POST
    form = way_of(verb.name).bulk_form(request.POST if is_sent else None, verb=verb, by=request.user)
    seen = mark_of(versions)
    if form.is_valid():
        if request.POST["seen"] == seen:
            return redirect(act_later(verb, versions, form, by=request.user, back=back))
        form.add_error(None, _("The list has changed since you looked. Please look again, and send it once more."))
    first = tasks.select_related("lead_unit")[:FIRST]
    context = {"verb": verb, "form": form, "count": len(versions), "seen": seen, "first": first, "sends": sends}
    return render(request, "tracker/task_bulk_all.html", context | {"back": back, "back_query": back_query(back)})


@require_safe
def task_bulk_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each task of a verb in the background; `of`: which of them are listed."""
    job = fetch(visible_jobs(request.user).filter(kind=KIND), pk)
    counts = dict(job.rows.order_by().values_list("state").annotate(Count("pk")))
    of = request.GET.get("of", "")
    state = of if of in BulkRow.State.values else next((each for each in BulkRow.State if counts.get(each)), "done")
    rows = job.rows.filter(state=state).select_related("task__lead_unit")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    seen = visible_tasks(request.user).filter(pk__in=[row.task_id for row in page])
    context = {
        "job": job,
        "back": job.params.get("back") or reverse("task-list"),
        "figures": [(each, each.label, counts.get(each, 0)) for each in BulkRow.State],
        "state": state,
        "page": page,
        "kept": OUTCOMES_KEPT_DAYS,
        "seen": set(seen.values_list("pk", flat=True)),
    }
    return render(request, "tracker/task_bulk_outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def chase_overdue(request: HttpRequest) -> HttpResponse:
    """Remind a unit of its overdue tasks; without a unit, offer those that have any."""
    if not access_of(request.user).coordinates:
        raise PermissionDenied(_("Only coordinators chase."))
    if not request.GET.get("unit"):
        return _answer(request, "tracker/chase_overdue.html", {"units": units_to_chase()})
    unit = _unit(request.GET["unit"])
    shown = chosen_versions(request.POST.getlist("chosen"))
    tasks = _chosen(request.user, shown) if request.method == "POST" else _most_urgent(unit)
    if request.method == "POST" and (why_not := unfit(len(tasks))):
        messages.error(request, why_not)
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    form = ChaseOverdueForm(request.POST or None, tasks=tasks)
    context = {"unit": unit, "form": form}
    if request.method == "POST" and form.is_valid():
        context["outcomes"] = each(tasks, chase, by=request.user, versions=shown, arguments=form.arguments)
    return _answer(request, "tracker/chase_overdue.html", context)


def _most_urgent(unit: Unit) -> list[Task]:
    """Return as many overdue tasks as can be chased together, those first that were not chased or longest ago."""
    return list(overdue(unit).order_by(F("chased").asc(nulls_first=True), "deadline", "pk")[:AT_MOST])


def _unit(name: str) -> Unit:
    unit = Unit.objects.named(name)
    if unit is None:
        raise Http404
    return unit


def _allowed(user: User, name: str) -> Verb:
    """Return the verb if the user may carry it out on anything at all."""
    if not (verbs := offered(user)):
        raise PermissionDenied(_("You may not do this with tasks."))
    if name not in VERBS:
        raise Http404
    if VERBS[name] not in verbs:
        raise PermissionDenied(_("You may not do this with tasks."))
    return VERBS[name]


def _chosen(user: User, versions: dict[int, int]) -> list[Task]:
    """Return the chosen tasks that the user may see; foreign ones are missing as unknown ones are."""
    tasks = lit(visible_tasks(user)).filter(pk__in=list(versions)[: AT_MOST + 1])
    return list(tasks.select_related("lead_unit").order_by("pk"))


def _whole_list(request: HttpRequest) -> list[Task]:
    """Return all tasks of the list that the user came from, on whatever page."""
    tasks = listing(list_query(way_back(request)), request.user).tasks
    return list(tasks.select_related("lead_unit").order_by("pk")[: AT_MOST + 1])


def unfit(count: int) -> str:
    """Return why so many tasks can't be acted on together, as a sentence; nothing if they can."""
    if not count:
        return _("Please tick the tasks first.")
    if count > AT_MOST:
        return _("At most %(most)d tasks at once; please narrow the list down.") % {"most": AT_MOST}
    return ""


def _with_versions(tasks: Iterable[Task], shown: dict[int, int]) -> list[tuple[Task, int]]:
    """Return each task with the version that the user saw in the list, or sees now."""
    return [(task, shown.get(task.pk, task.version)) for task in tasks]


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    back = way_back(request)
    return render(request, template, context | {"back": back, "back_query": back_query(back)})
