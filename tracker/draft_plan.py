"""What confirming a draft would do, row by row: which task an item already has, and which tasks would lose their words.

It asks the database and writes nothing. Which item is which is said by matching.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Unit
from summaries.extraction import SummaryText
from summaries.models import Item, Summary
from tracker.draft_rows import Preview, Row
from tracker.matching import Wording, key, match
from tracker.models import Task, TaskSource

NEW, UNCHANGED, CHANGED, RETURNED = "new", "unchanged", "changed", "returned"


@dataclass(frozen=True)
class Fate:
    """What becomes of a row: a new task, or the task that has followed these words up since an earlier edition."""

    outcome: str
    task: Task | None = None
    earlier: str = ""


@dataclass(frozen=True)
class Plan:
    """What confirming would do with one summary; `same`: this very text is its current edition already."""

    summary: Summary | None
    same: bool = False
    fates: dict[int, Fate] = field(default_factory=dict)
    vanished: tuple[Fate, ...] = ()

    @property
    def known(self) -> dict[int, Fate]:
        """Return the fates of rows that have a task already, by row."""
        return {number: fate for number, fate in self.fates.items() if fate.task}


def plan(preview: Preview, index: int, unit_name: str) -> Plan:
    """Return what confirming would do with one summary of a preview; unit_name: as given for the whole file."""
    found = preview.document.summaries[index]
    rows = [row for row in preview.rows if row.summary == index]
    summary = known_summary(found, unit_name)
    if summary is None or summary.current is None:
        return Plan(None, fates={row.id: Fate(NEW) for row in rows})
    if summary.current.text == preview.document.text[found.start : found.end]:
        return Plan(summary, same=True)
    return _compared(summary, rows, _latest_words(summary))


def known_summary(found: SummaryText, unit_name: str) -> Summary | None:
    """Return the summary that a text is a later edition of, by unit and title, or None."""
    name = unit_name or found.unit or ""
    unit = Unit.objects.named(name) if name else None
    if name and unit is None:
        return None
    return Summary.objects.filter(unit=unit, title=found.title[:200]).select_related("current").first()


def _latest_words(summary: Summary) -> list[TaskSource]:
    """Return the latest words that each task has in a summary."""
    sources = TaskSource.objects.filter(item__edition__summary=summary).select_related("item__edition", "task")
    latest = {source.task_id: source for source in sources.order_by("item__edition__number", "item")}
    return sorted(latest.values(), key=lambda source: (source.item.edition.number, source.item.start))


def _compared(summary: Summary, rows: list[Row], before: list[TaskSource]) -> Plan:
    pairs = match(_wordings(source.item for source in before), _wordings(row.item for row in rows))
    fates = {}
    for index, row in enumerate(rows):
        source = before[pairs[index]] if index in pairs else None
        fates[row.id] = _fate(row, source, summary) if source else Fate(NEW)
    vanished = tuple(
        Fate("vanished", source.task, source.item.text)
        for index, source in enumerate(before)
        if index not in pairs.values() and _in_current(source.item, summary)
    )
    return Plan(summary, fates=fates, vanished=vanished)


def _fate(row: Row, source: TaskSource, summary: Summary) -> Fate:
    if key(source.item.text) != key(row.item.text):
        return Fate(CHANGED, source.task, source.item.text)
    return Fate(UNCHANGED if _in_current(source.item, summary) else RETURNED, source.task)


def _in_current(item: Item, summary: Summary) -> bool:
    return item.edition_id == summary.current_id


def _wordings(items: Iterable) -> list[Wording]:
    return [Wording(item.kind, item.text) for item in items]
