"""The dashboard 工作台: what waits for the user, the lights, the week, what lags behind, what changed lately.

Every figure is a link to exactly its rows: a figure and its address are made side by side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import access_of
from accounts.models import User
from tracker.access import visible_tasks
from tracker.filters import FOLLOWED_UP
from tracker.flags import Flag, flagged
from tracker.latest import latest
from tracker.lights import Light, lit
from tracker.models import LIVE, ImportBatch, Status, Task
from tracker.mywork import Pile, piles
from tracker.statistics import BY_KEY, GROUPINGS, PENDING, Measure, Row, in_order, tally
from tracker.topics import topic_figures, visible_topics

TOPICS = 10
IMPORTS = 5
UNITS = 5
ACTS = 8
WEEK = dt.timedelta(days=7)
OF_UNITS = [BY_KEY[key] for key in ("due", "closed", "red", "yellow", "silent")]
LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


@dataclass(frozen=True)
class Figure:
    """A number and the list behind it."""

    label: Any
    count: int
    href: str
    urgent: bool = False
    light: str = ""


@dataclass(frozen=True)
class Desk:
    """What waits for somebody, or for who only looks, how it stands."""

    title: Any
    figures: list[Figure]


@dataclass(frozen=True)
class Lag:
    """A unit that is behind, and its figures."""

    name: str
    figures: list[Figure]


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)
    tasks = visible_tasks(request.user)
    topics = topic_figures(visible_topics(request.user), tasks)
    context = {
        "desks": _desks(request.user, tasks),
        "lights": _lights(tasks),
        "week": _week(tasks),
        "lagging": _lagging(tasks) if access.sees_all else [],
        "acts": latest(tasks, ACTS),
        "topics": topics[:TOPICS],
        "imports": ImportBatch.objects.select_related("source", "by")[:IMPORTS] if access.sees_all else [],
    }
    return render(request, "tracker/dashboard.html", context)


def _desks(user: User, tasks: QuerySet[Task]) -> list[Desk]:
    access = access_of(user)
    if access.coordinates or access.handles:
        return [Desk(_("Waiting for me"), [_of_pile(each) for each in piles(user)])]
    if access.sees_all:
        return [Desk(_("Overview"), _overview(tasks))]
    return []


def _of_pile(pile: Pile) -> Figure:
    return Figure(pile.label, pile.count, f"{reverse('my-work')}?{urlencode({'pile': pile.name})}", pile.urgent)


def _overview(tasks: QuerySet[Task]) -> list[Figure]:
    count = tasks.aggregate(
        live=Count("pk", Q(status__in=LIVE)),
        overdue=Count("pk", flagged(Flag.OVERDUE)),
        closed=Count("pk", Q(status=Status.CLOSED)),
    )
    return [
        Figure(_("Followed up"), count["live"], _list(status=FOLLOWED_UP)),
        Figure(Light.RED.label, count["overdue"], _list(light=Light.RED.value), urgent=count["overdue"] > 0),
        Figure(Status.CLOSED.label, count["closed"], _list(status=Status.CLOSED.value)),
    ]


def _lights(tasks: QuerySet[Task]) -> list[Figure]:
    shining = lit(tasks.filter(status__in=LIVE))
    counts = dict(shining.order_by().values_list("light").annotate(Count("pk")))
    return [Figure(each.label, counts.get(each, 0), _list(light=each.value), light=each.value) for each in LIGHTS]


def _week(tasks: QuerySet[Task]) -> list[Figure]:
    """Count what is due in the week to come, and what was entered and closed out in the last one."""
    today = timezone.localdate()
    midnight = timezone.make_aware(dt.datetime.combine(today - WEEK, dt.time.min))
    count = tasks.aggregate(
        due=Count("pk", Q(status__in=PENDING, deadline__range=(today, today + WEEK))),
        closed=Count("pk", Q(status=Status.CLOSED, closed_on__gte=today - WEEK)),
        entered=Count("pk", Q(created_at__gte=midnight)),
    )
    return [
        Figure(_("Due within a week"), count["due"], _list(status="pending", due_from=today, due_to=today + WEEK)),
        Figure(_("Closed out in a week"), count["closed"], _list(status="closed", closed_from=today - WEEK)),
        Figure(_("Entered in a week"), count["entered"], _list(status="all", opened_from=today - WEEK)),
    ]


def _lagging(tasks: QuerySet[Task]) -> list[Lag]:
    """Return the units with most overdue tasks; only their tasks are counted through."""
    late = tasks.filter(flagged(Flag.OVERDUE)).exclude(lead_unit=None).order_by().values("lead_unit")
    most = late.annotate(late=Count("pk")).order_by("-late", "lead_unit__name").values_list("lead_unit", flat=True)
    rows = tally(tasks.filter(lead_unit__in=list(most[:UNITS])), GROUPINGS["unit"]).rows
    return [Lag(row.name, [_of_unit(measure, row) for measure in OF_UNITS]) for row in in_order(rows, "-red")]


def _of_unit(measure: Measure, row: Row) -> Figure:
    count, query = row.counts[measure.key], _list(lead=row.key, **measure.query)
    return Figure(measure.label, count, query, urgent=measure.key == "red")


def _list(**query: object) -> str:
    return reverse("task-list") + ("?" + urlencode(query) if query else "")
