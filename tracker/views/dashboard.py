"""The dashboard 工作台: what waits for the user, the lights, the topics, the recent imports.

Every figure is a link to exactly its rows: a figure and its address are made side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import access_of
from accounts.models import User
from tracker.access import visible_tasks
from tracker.flags import Flag, flagged
from tracker.lights import Light, lit
from tracker.models import LIVE, ImportBatch, Status, Task
from tracker.mywork import Pile, piles
from tracker.topics import topic_figures, visible_topics

TOPICS = 10
IMPORTS = 5
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


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)
    tasks = visible_tasks(request.user)
    topics = topic_figures(visible_topics(request.user), tasks)
    context = {
        "desks": _desks(request.user, tasks),
        "lights": _lights(tasks),
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
        Figure(_("Followed up"), count["live"], _list()),
        Figure(Light.RED.label, count["overdue"], _list(light=Light.RED.value), urgent=count["overdue"] > 0),
        Figure(Status.CLOSED.label, count["closed"], _list(status=Status.CLOSED.value)),
    ]


def _lights(tasks: QuerySet[Task]) -> list[Figure]:
    shining = lit(tasks.filter(status__in=LIVE))
    counts = dict(shining.order_by().values_list("light").annotate(Count("pk")))
    return [Figure(each.label, counts.get(each, 0), _list(light=each.value), light=each.value) for each in LIGHTS]


def _list(**query: str) -> str:
    return reverse("task-list") + ("?" + urlencode(query) if query else "")
