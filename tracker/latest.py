"""What changed lately: the last acts of people in the timelines of tasks, each in one sentence, without its details."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet

from tracker.models import Task, TaskEvent
from tracker.timeline import entries

LOOKED_AT = 5000  # lines of all timelines; what lies before them is not lately
#: What imports write, hundreds at a time; the imports have a list of their own.
APART = ("create", "reimport", "undo_import", "merge_units")


@dataclass(frozen=True)
class Act:
    """An act on a task; the lines that it wrote share the task's version."""

    task: Task
    sentence: str
    at: dt.datetime


def latest(tasks: QuerySet[Task], most: int) -> list[Act]:
    """Return the latest acts on some of the tasks, at most so many, in one query."""
    newest = TaskEvent.objects.order_by("-pk").values(first=F("pk") - LOOKED_AT)[:1]
    events = TaskEvent.objects.filter(pk__gt=newest, task__in=tasks.order_by().values("pk")).exclude(verb__in=APART)
    acts: dict[tuple, TaskEvent] = {}
    for event in events.select_related("task", "by").order_by("-pk")[: most * 5]:
        acts.setdefault((event.task_id, event.version), event)
    return [_act(event) for event in list(acts.values())[:most]]


def _act(event: TaskEvent) -> Act:
    (entry,) = entries([event])
    return Act(event.task, entry.sentence, entry.at)
