"""The latest words that the tasks of a summary have in its editions: what a new edition is compared with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from summaries.models import Item, Summary
from tracker.matching import Wording
from tracker.models import TaskSource


def latest_items(summary: Summary) -> list[Item]:
    """Return, for each task with words found in this summary, its latest item, in the order of the text."""
    return _latest(TaskSource.objects.filter(item__edition__summary=summary, item__marked_by=None))


def latest_marked(summary: Summary) -> list[Item]:
    """Return the items that a person marked and that are still the latest words of their task."""
    latest = _latest(TaskSource.objects.filter(item__edition__summary=summary))
    return [item for item in latest if item.marked_by_id]


def wordings(items: Iterable[Item]) -> list[Wording]:
    """Return stored items as they are compared with those of another edition."""
    return [Wording(item.kind, item.text, item.edition.number) for item in items]


def _latest(sources: QuerySet[TaskSource]) -> list[Item]:
    latest: dict[int, Item] = {}
    light = sources.select_related("item__edition").defer("item__edition__text", "item__edition__notes")
    for source in light.order_by("item__edition__number", "item"):
        latest[source.task_id] = source.item
    return sorted(latest.values(), key=lambda item: (item.edition.number, item.start))
