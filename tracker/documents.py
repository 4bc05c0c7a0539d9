"""What lists and the reading page say of documents: items found, what became of their tasks, which task an item has.

The text itself is cut up in reading.py; who sees what is asked in access.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from accounts.models import User
from summaries.models import Edition, Item, Summary
from tracker.access import visible_tasks
from tracker.lights import lit
from tracker.models import LIVE, Status, Task, TaskSource

Counts = dict[str, int]


@dataclass(frozen=True)
class Row:
    """A summary in a list: the items of one edition by kind, and the summary's open and closed tasks."""

    summary: Summary
    edition: Edition
    items: Counts = field(default_factory=dict)
    tasks: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """An item in the text, with its task if there is one that the user may see."""

    start: int
    end: int
    item: Item
    task: Task | None


def rows(documents: Sequence[tuple[Summary, Edition]], user: User) -> list[Row]:
    """Return the rows of a list in a constant number of queries; tasks that `user` may not see are not counted."""
    items = _items_found([edition.pk for _summary, edition in documents])
    tasks = _tasks([summary.pk for summary, _edition in documents], user)
    return [
        Row(summary, edition, items.get(edition.pk, {}), tasks.get(summary.pk, {})) for summary, edition in documents
    ]


def marks(edition: Edition, user: User) -> list[Mark]:
    """Return the items of an edition in the order of the text."""
    tasks = lit(visible_tasks(user)).filter(sources__item__edition=edition).annotate(item_id=F("sources__item"))
    task_of = {task.item_id: task for task in tasks.order_by()}
    return [Mark(item.start, item.end, item, task_of.get(item.pk)) for item in edition.items.order_by("start", "end")]


def _items_found(editions: Sequence[int]) -> dict[int, Counts]:
    found: dict[int, Counts] = {}
    counted = Item.objects.filter(edition__in=editions).order_by().values_list("edition", "kind").annotate(Count("pk"))
    for edition, kind, count in counted:
        found.setdefault(edition, {})[kind] = count
    return found


def _tasks(summaries: Sequence[int], user: User) -> dict[int, Counts]:
    """Count a task once, in however many editions it has its words."""
    visible = visible_tasks(user).order_by().values("pk")
    sources = TaskSource.objects.filter(item__edition__summary__in=summaries, task__in=visible).order_by()
    counted = sources.values("item__edition__summary").annotate(
        open=Count("task", distinct=True, filter=Q(task__status__in=LIVE)),
        closed=Count("task", distinct=True, filter=Q(task__status=Status.CLOSED)),
    )
    return {row.pop("item__edition__summary"): row for row in counted}
