"""A task's timeline as people read it: the events of one act become one entry, with a sentence and its changes.

The events are written by workflow.py; templates/tracker/components/timeline.html shows the entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.models import Answer, DeadlineKind, Status, Task, TaskEvent

#: What an act says when its author stands in front of it. A verb without a sentence is told by its label.
SENTENCES = {
    "create": gettext_lazy("%(who)s entered the task in the ledger."),
    "reimport": gettext_lazy("%(who)s imported a new edition of the document."),
    "undo_import": gettext_lazy("%(who)s undid the import of an edition of the document."),
    "merge_units": gettext_lazy("%(who)s merged a unit into another one."),
    "accept": gettext_lazy("%(who)s accepted the task."),
    "assign": gettext_lazy("%(who)s assigned the task."),
    "acknowledge": gettext_lazy("%(who)s acknowledged the task."),
    "report": gettext_lazy("%(who)s reported progress."),
    "submit": gettext_lazy("%(who)s submitted the task for review."),
    "close_out": gettext_lazy("%(who)s closed the task out."),
    "send_back": gettext_lazy("%(who)s sent the task back."),
    "reopen": gettext_lazy("%(who)s reopened the task."),
    "decline": gettext_lazy("%(who)s declined the task."),
    "ask_extension": gettext_lazy("%(who)s asked for an extension."),
    "grant_extension": gettext_lazy("%(who)s granted the extension."),
    "refuse_extension": gettext_lazy("%(who)s refused the extension."),
    "chase": gettext_lazy("%(who)s chased the lead unit."),
    "split": gettext_lazy("%(who)s split the task."),
    "edit": gettext_lazy("%(who)s edited the task."),
    "suspend": gettext_lazy("%(who)s suspended the task."),
    "resume": gettext_lazy("%(who)s resumed the task."),
    "dismiss": gettext_lazy("%(who)s dismissed the task."),
    "restore": gettext_lazy("%(who)s restored the task."),
    "merge": gettext_lazy("%(who)s merged the task into another one."),
    "unmerge": gettext_lazy("%(who)s took the task out of the other one."),
    "confirm_answer": gettext_lazy("%(who)s confirmed that the plan answers the problem."),
    "reject_answer": gettext_lazy("%(who)s rejected that the plan answers the problem."),
    "restore_answer": gettext_lazy("%(who)s took back a decision on which plan answers the problem."),
    "carry_answer": gettext_lazy("%(who)s merged tasks, or separated them again; an answer went along."),
}
#: What the timeline tells that is no field of the task.
LABELS = {
    "text": gettext_lazy("Words of the document"),
    "report": gettext_lazy("What was done"),
    "extension": gettext_lazy("New deadline"),
    "chase": gettext_lazy("Text"),
    "split": gettext_lazy("Further tasks"),
    "answer": gettext_lazy("Answer"),
    "split_from": gettext_lazy("Split from"),
}
#: Fields whose values name other tasks.
NAMING = ("answer", "merged_into", "split", "split_from")
OTHERWISE = gettext_lazy("%(who)s: %(verb)s.")


@dataclass(frozen=True)
class Change:
    """A field before and after; an empty text means that nothing stood there."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One act: its rows of the timeline share the task's version."""

    at: dt.datetime
    sentence: str
    changes: tuple[Change, ...]
    reason: str


def entries(events: Iterable[TaskEvent], hidden: Collection[int] = ()) -> list[Entry]:
    """Return the acts of one task's events, the latest first. The events come with `by`, in order.

    hidden: numbers of tasks that the timeline names, but whose names the reader may not see; see tracker/access.py.
    """
    events = [_veiled(event, hidden) for event in events]
    acts = [_entry(list(rows)) for _key, rows in groupby(events, key=lambda event: (event.version, event.verb))]
    return acts[::-1]


def named_tasks(events: Iterable[TaskEvent]) -> set[int]:
    """Return the numbers of the other tasks that events name."""
    values = [value for event in events if event.field in NAMING for value in (event.old, event.new)]
    each = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {one["id"] for one in each if isinstance(one, dict)}


def _veiled(event: TaskEvent, hidden: Collection[int]) -> TaskEvent:
    """Put other words in place of the names of hidden tasks."""
    if hidden and event.field in NAMING:
        event.old, event.new = _without_names(event.old, hidden), _without_names(event.new, hidden)
    return event


def _without_names(value: Any, hidden: Collection[int]) -> Any:
    if isinstance(value, list):
        return [_without_names(each, hidden) for each in value]
    if isinstance(value, dict) and value["id"] in hidden:
        return {**value, "name": _("a task of another unit")}
    return value


def _entry(events: list[TaskEvent]) -> Entry:
    first = events[0]
    told = SENTENCES.get(first.verb, OTHERWISE)
    sentence = str(told) % {"who": first.by or _("The site"), "verb": first.verb}
    changes = tuple(_change(event) for event in events if event.field)
    return Entry(first.at, sentence, changes, first.reason)


def _change(event: TaskEvent) -> Change:
    return Change(_label(event.field), shown_as(event.field, event.old), shown_as(event.field, event.new))


def _label(field: str) -> str:
    if field in LABELS:
        return str(LABELS[field])
    try:
        return capfirst(str(Task._meta.get_field(field).verbose_name))
    except FieldDoesNotExist:
        return field


def shown_as(field: str, value: Any) -> str:
    """Return a value of a field as words: a code by its label, others as they are."""
    return SHOWN.get(field, shown)(value)


def shown(value: Any) -> str:
    """Return a task's value, or what the timeline keeps of it (see TaskEvent), as words; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value["name"])
    if isinstance(value, list | tuple):
        return _(", ").join(shown(each) for each in value)
    return str(value)


def _label_of(codes: type[TextChoices]) -> Callable[[str | None], str]:
    return lambda code: str(codes(code).label) if code in codes.values else shown(code)


def _wording(text: str | None) -> str:
    return text or _("no longer in the document")


def _answer(value: str | dict[str, Any] | None) -> str:
    """Return an answer as it was (a state), or as it is (the other task with the state)."""
    if not isinstance(value, dict):
        return _state(value)
    state = value["state"]
    return _("%(task)s (%(state)s)") % {"task": value["name"], "state": _state(state) if state else _("no answer")}


def _wanted(date: str | None) -> str:
    return date or _("stays as it was")


_state = _label_of(Answer.State)
SHOWN: dict[str, Callable[[Any], str]] = {
    "status": _label_of(Status),
    "deadline_kind": _label_of(DeadlineKind),
    "text": _wording,
    "extension": _wanted,
    "answer": _answer,
}
