"""Which rows a user sees. Every view fetches through here, so that a foreign row answers 404 as a missing one does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import access_of
from accounts.models import Membership, User
from summaries.models import Summary
from tracker.models import Job, SavedView, Task, TaskEvent, TaskSource
from tracker.timeline import named_tasks

Row = TypeVar("Row", bound=Model)


def visible_tasks(user: User) -> QuerySet[Task]:
    """Tasks that the user may see: all, or those that a unit of the user leads, supports or reported."""
    access = access_of(user)
    if access.sees_all:
        return Task.objects.all()
    mine = list(access.handles)
    supported = Task.supporting_units.through.objects.filter(unit__in=mine).values("task")
    return Task.objects.filter(Q(lead_unit__in=mine) | Q(reporting_unit__in=mine) | Q(pk__in=supported))


def visible_summaries(user: User) -> QuerySet[Summary]:
    """Summaries that the user may read: all, those of own units, and those in which a visible task has its words."""
    access = access_of(user)
    if access.sees_all:
        return Summary.objects.all()
    sources = TaskSource.objects.filter(task__in=visible_tasks(user).values("pk"))
    return Summary.objects.filter(Q(unit__in=list(access.handles)) | Q(pk__in=sources.values("item__edition__summary")))


def visible_jobs(user: User) -> QuerySet[Job]:
    """Jobs that the user may see and stop: own ones, a coordinator those of all."""
    return Job.objects.all() if access_of(user).coordinates else Job.objects.filter(by=user)


def unseen_others(events: Iterable[TaskEvent], user: User) -> frozenset[int]:
    """Return the numbers of the tasks that a timeline names (merged, split, answering) and the user may not see."""
    if access_of(user).sees_all:
        return frozenset()
    named = named_tasks(events)
    seen = visible_tasks(user).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    return frozenset(named.difference(seen))


def visible_views(user: User) -> QuerySet[SavedView]:
    """Saved views that the user may open: own ones, those of units in which the user has a role, those for all."""
    own_units = Membership.objects.filter(user=user.pk).values("unit")
    return SavedView.objects.filter(Q(owner=user.pk) | Q(unit__in=own_units) | Q(for_all=True))


def fetch(rows: QuerySet[Row], pk: int) -> Row:
    """Return one of the rows that the user may see, or answer 404."""
    return get_object_or_404(rows, pk=pk)
