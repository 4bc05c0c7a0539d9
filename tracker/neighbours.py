"""The tasks before and after one in the list that the user came from, at the cost of a page of that list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from tracker.access import visible_tasks
from tracker.filters import TaskFilter
from tracker.lights import lit
from tracker.listing import SORT, ordered, page_size
from tracker.models import Task


@dataclass(frozen=True)
class Neighbour:
    """A task beside another one, and the page of the list on which it stands."""

    pk: int
    page: int


@dataclass(frozen=True)
class Neighbours:
    previous: Neighbour | None = None
    next: Neighbour | None = None


def neighbours(task: Task, query: QueryDict, user: User) -> Neighbours:
    """Return what stands before and after a task on the page that a query of the list's address asks for.

    A task that its filters no longer let through, as somebody just dealt with it, keeps its place.
    """
    tasks, size = ordered(TaskFilter(query, user).qs, query.get(SORT, "")), page_size(query)
    first = (_page(query) - 1) * size
    start = max(first - 2, 0)  # one more, as the list has closed up where a task was dealt with
    found = list(tasks.values_list("pk", flat=True)[start : first + size + 1])
    row = found if task.pk in found else _with(task, found, tasks, user)
    if task.pk not in row:
        return Neighbours()
    place = row.index(task.pk)
    gone = 0 if row is found else 1  # it takes no place in the list any more
    before = Neighbour(row[place - 1], (start + place - 1) // size + 1) if place else None
    after = Neighbour(row[place + 1], (start + place + 1 - gone) // size + 1) if place + 1 < len(row) else None
    return Neighbours(before, after)


def _page(query: QueryDict) -> int:
    number = query.get("page", "")
    return max(int(number), 1) if number.isascii() and number.isdecimal() and len(number) < 9 else 1


def _with(task: Task, found: list[int], tasks: QuerySet[Task], user: User) -> list[int]:
    """Return a page's tasks with one among them that the list no longer holds; nothing if it does, elsewhere."""
    if not found or tasks.filter(pk=task.pk).exists():
        return []
    rows = lit(visible_tasks(user)).filter(pk__in=[*found, task.pk])
    return list(rows.order_by(*tasks.query.order_by).values_list("pk", flat=True))
