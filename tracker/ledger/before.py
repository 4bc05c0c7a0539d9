"""What stood in a task's cells when a file left the house: reckoned back from the timeline, which forgets nothing.

So that a cell which nobody touched is told from one that somebody filled in, whatever has happened to the task since.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.columns import BY_KEY, Cell
from tracker.models import DeadlineKind, ProgressReport, Status, Task, TaskEvent

#: Column -> the field of the latest progress report that it shows.
REPORTED = {"progress": "done", "difficulty": "difficulty", "next_step": "next_step"}
#: Columns of fields whose changes the timeline tells.
TOLD = (
    "title", "topic", "year", "lead_unit", "supporting_units", "owner", "deadline", "deadline_words", "deadline_kind",
    "status",
)  # fmt: skip


@dataclass
class Past:
    """What the timeline of a task tells of the time after a version: old values by field, and how many reports."""

    old: dict[str, Any] = field(default_factory=dict)
    reports: int = 0


def pasts(versions: Mapping[int, int]) -> dict[int, Past]:
    """Return for each task number what happened after the version given with it."""
    found: dict[int, Past] = defaultdict(Past)
    events = TaskEvent.objects.filter(task__in=list(versions), field__in=[*TOLD, "report"]).order_by("id")
    for task, version, name, old in events.values_list("task_id", "version", "field", "old"):
        if version <= versions[task]:
            continue
        if name == "report":
            found[task].reports += 1
        else:
            found[task].old.setdefault(name, old)
    return found


def cell_before(task: Task, column: str, past: Past) -> Cell:
    """Return what a column showed of a task, which `prepared` fetched, before its `past`."""
    if column in REPORTED:
        report = _report_before(task, past)
        return getattr(report, REPORTED[column]) if report else ""
    if column in past.old:
        return _shown(column, past.old[column])
    return BY_KEY[column].value(task)


def value_before(task: Task, column: str, past: Past) -> Any:
    """Return the value of a field before the task's `past`, as values.plain_of gives it."""
    old = past.old[column]
    if isinstance(old, dict):
        return old["id"]
    if isinstance(old, list):
        return sorted(each["id"] for each in old) or None
    return (dt.date.fromisoformat(old) if column == "deadline" and old else old) or None


def _report_before(task: Task, past: Past) -> ProgressReport | None:
    earlier = task.reported[past.reports :]  # the latest stands first
    return earlier[0] if earlier else None


def _shown(column: str, old: Any) -> Cell:
    """Return a value of the timeline (see TaskEvent) as the column shows it."""
    if column in _LABELS:
        return str(_LABELS[column](old).label) if old else ""
    if isinstance(old, dict):
        return str(old["name"])
    if isinstance(old, list):
        return "；".join(str(each["name"]) for each in old)
    return old or ""


_LABELS = {"status": Status, "deadline_kind": DeadlineKind}
