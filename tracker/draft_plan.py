"""What confirming a draft would do, row by row: which task an item already has, and which tasks would lose their words.

It asks the database and writes nothing. Which item is which is said by matching.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from summaries.models import Item, Summary
from tracker.draft_rows import Preview, Row
from tracker.earlier import latest_items, latest_marked, wordings
from tracker.identity import Unclear, expected_summary
from tracker.matching import Wording, key, match
from tracker.models import Task

NEW, UNCHANGED, CHANGED, RETURNED = "new", "unchanged", "changed", "returned"


@dataclass(frozen=True)
class Fate:
    """What becomes of a row: a new task, or the task that has followed these words up since an earlier edition.

    `perhaps`: tasks of which a new row may be the words, but which of them nothing tells.
    """

    outcome: str
    task: Task | None = None
    earlier: str = ""
    perhaps: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What confirming would do with one summary.

    `same`: this very text is its current edition already; `unclear`: what a person must tell before.
    """

    summary: Summary | None
    same: bool = False
    fates: dict[int, Fate] = field(default_factory=dict)
    vanished: tuple[Fate, ...] = ()
    unclear: str = ""

    @property
    def known(self) -> dict[int, Fate]:
        """Return the fates of rows that have a task already, by row."""
        return {number: fate for number, fate in self.fates.items() if fate.task}


def plan(preview: Preview, index: int, unit_name: str) -> Plan:
    """Return what confirming would do with one summary of a preview; unit_name: as given for the whole file."""
    found = preview.document.summaries[index]
    rows = [row for row in preview.rows if row.summary == index]
    text = preview.document.text[found.start : found.end]
    try:
        summary, unclear = expected_summary(found, unit_name, text), ""
    except Unclear as question:
        summary, unclear = None, str(question)
    if summary is None:
        return Plan(None, fates={row.id: Fate(NEW) for row in rows}, unclear=unclear)
    if summary.current.text == text:
        return Plan(summary, same=True)
    return _compared(summary, rows, text)


def _compared(summary: Summary, rows: list[Row], text: str) -> Plan:
    before = latest_items(summary)
    gone = [item for item in latest_marked(summary) if text.count(item.text) != 1]
    tasks = Task.objects.in_bulk([item.source.task_id for item in (*before, *gone)])
    matching = match(wordings(before), [Wording(row.item.kind, row.item.text) for row in rows])
    fates = {}
    for index, row in enumerate(rows):
        old = before[matching.pairs[index]] if index in matching.pairs else None
        perhaps = tuple(tasks[before[earlier].source.task_id] for earlier in matching.unsure.get(index, ()))
        fates[row.id] = _fate(row, old, tasks, summary) if old else Fate(NEW, perhaps=perhaps)
    gone += [item for index, item in enumerate(before) if index not in matching.pairs.values()]
    vanished = (Fate("vanished", tasks[item.source.task_id], item.text) for item in gone if _in_current(item, summary))
    return Plan(summary, fates=fates, vanished=tuple(vanished))


def _fate(row: Row, old: Item, tasks: dict[int, Task], summary: Summary) -> Fate:
    task = tasks[old.source.task_id]
    if key(old.text) != key(row.item.text):
        return Fate(CHANGED, task, old.text)
    return Fate(UNCHANGED if _in_current(old, summary) else RETURNED, task)


def _in_current(item: Item, summary: Summary) -> bool:
    return item.edition_id == summary.current_id
