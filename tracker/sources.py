"""Where a task's words stand: per document its latest wording between the neighbouring paragraphs, and earlier ones.

Cutting a text into highlighted segments is done by reading.py; showing it by components/source.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from summaries.models import Item, Paragraph, Summary
from tracker.models import Task
from tracker.reading import Passage, passages


@dataclass(frozen=True)
class Source:
    """A task's words in one summary. `around` holds the numbers of the paragraphs that merely surround them."""

    summary: Summary
    item: Item
    passages: list[Passage[Item]]
    around: tuple[int, ...]
    earlier: tuple[Item, ...]
    vanished: bool


def sources(task: Task) -> list[Source]:
    """Return a source for each summary that states the task; of its words in one edition those marked last count."""
    related = ("edition__source", "edition__summary__unit", "marked_by", "paragraph")
    items = task.items.select_related(*related).order_by("edition__summary", "-edition__number", "-pk")
    return [_source(list(rows)) for _key, rows in groupby(items, key=lambda item: item.edition.summary_id)]


def _source(items: list[Item]) -> Source:
    latest, summary = items[0], items[0].edition.summary
    earlier = {item.text: item for item in reversed(items) if item.text != latest.text}
    paragraphs = _surrounding(latest)
    return Source(
        summary=summary,
        item=latest,
        passages=passages(paragraphs, [latest]),
        around=tuple(each.number for each in paragraphs if each.end <= latest.start or each.start >= latest.end),
        earlier=tuple(reversed(earlier.values())),
        vanished=all(item.edition_id != summary.current_id for item in items),
    )


def _surrounding(item: Item) -> list[Paragraph]:
    """Return the paragraphs of the item with the one before and the one after; blank lines don't count."""
    written = Paragraph.objects.filter(edition=item.edition_id).exclude(text="")
    before_and_first = written.filter(start__lte=item.start).order_by("-start")[:2]
    further = written.filter(start__gt=item.start, start__lt=item.end).order_by("start")
    after = written.filter(start__gte=item.end).order_by("start")[:1]
    return [*reversed(before_and_first), *further, *after]
