"""What a ledger that came back would change, row by row, before anything is changed: also what stands against it.

A cell counts as edited if it differs from what stood there when the file left (before.py). Edited cells become verbs of
the workflow, in the order that the table of verbs allows (steps.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from summaries.readers.grids import text_of
from tracker.access import visible_tasks
from tracker.codes import number_in
from tracker.columns import BY_KEY, Cell, prepared
from tracker.ledger.before import REPORTED, TOLD, Past, cell_before, pasts, value_before
from tracker.ledger.returned import Line, Returned
from tracker.ledger.steps import Step, steps_for
from tracker.ledger.values import Misread, plain_of, value_of
from tracker.ledger.workbook import LONGEST
from tracker.lights import lit
from tracker.models import Task

CHUNK = 500
TAKEN = (*TOLD, *REPORTED)  # columns that are taken back; the others are shown only
_MOVING = {"light"}  # changes by itself from day to day
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Edit:
    """A cell that somebody edited. old, new: as shown; value: what the workflow takes."""

    column: str
    label: str
    old: str
    new: str
    value: Any = None


@dataclass(frozen=True)
class Row:
    """A row of the file that would change something, or that says something. Sentences are for the user.

    clashes: edited cells which were changed on the site, too; their `old` is what stands there now.
    against: why the row is not carried out.
    """

    number: int
    task: Task | None = None
    edits: tuple[Edit, ...] = ()
    clashes: tuple[Edit, ...] = ()
    against: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.clashes or self.against)

    @property
    def why(self) -> list[str]:
        """Why the row is not carried out, in sentences."""
        both = _("%(field)s: the file says “%(wanted)s”, the site “%(current)s”; both were changed since the export.")
        clashed = [both % {"field": each.label, "wanted": each.new, "current": each.old} for each in self.clashes]
        return [*self.against, *clashed]

    @property
    def verbs(self) -> list[Any]:
        """What is done beside editing, by its labels."""
        return [step.verb.label for step in self.steps if step.verb.name != "edit"]

    @property
    def needs_reason(self) -> bool:
        return any(step.verb.needs_reason for step in self.steps)

    @property
    def told(self) -> tuple[Any, ...]:
        """What somebody who looks at the row is told of it, and of which version of the task."""
        task = self.task and (self.task.pk, self.task.version)
        return task, [(edit.column, edit.old, edit.new) for edit in self.edits], [each.verb.name for each in self.steps]


@dataclass(frozen=True)
class Plan:
    """What confirming would do. strange: headings of no column; shown_only: of columns that are not taken back."""

    rows: tuple[Row, ...]
    unchanged: int
    strange: tuple[str, ...]
    shown_only: tuple[str, ...]
    versioned: bool

    @cached_property
    def ready(self) -> list[Row]:
        return [row for row in self.rows if row.steps and not row.refused]

    @cached_property
    def refused(self) -> list[Row]:
        return [row for row in self.rows if row.refused]

    @cached_property
    def noted(self) -> list[Row]:
        return [row for row in self.rows if not row.refused and not row.steps]

    @property
    def needs_reason(self) -> bool:
        return any(row.needs_reason for row in self.ready)

    @property
    def fingerprint(self) -> str:
        """What tells this plan from one that does anything else."""
        told = [(row.number, *row.told) for row in self.ready]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def plan_of(returned: Returned, by: User) -> Plan:
    """Compare a ledger that came back with the tasks as they are now and as they were when it left."""
    with override(returned.language):
        shown_only = tuple(str(BY_KEY[key].label) for key in returned.columns if key not in TAKEN)
    rows = list(_rows(returned, by))
    told = tuple(row for row in rows if row.steps or row.refused or row.notes)
    return Plan(told, len(rows) - len(told), returned.strange, shown_only, returned.versioned)


def _rows(returned: Returned, by: User) -> Iterator[Row]:
    times = Counter(line.task for line in returned.lines if line.task is not None)
    for start in range(0, len(returned.lines), CHUNK):
        lines = returned.lines[start : start + CHUNK]
        ids = {line.task for line in lines if line.task is not None}
        tasks = prepared(lit(visible_tasks(by)).filter(pk__in=ids)).in_bulk()
        since = pasts({line.task: line.version for line in lines if line.task in tasks and line.version is not None})
        for line in lines:
            task = tasks.get(line.task)
            if why_not := _unknown(line, task, times):
                yield Row(line.number, task, against=(why_not,))
            elif task:
                yield _Comparison(returned, line, task, since.get(task.pk, Past()), by).row()


def _unknown(line: Line, task: Task | None, times: Counter[int | None]) -> str:
    """Return why a row can't be compared with any task, as a sentence."""
    if line.task is None:
        return _(
            "The row names no task. New tasks are not taken from this file; enter them as an old ledger or by hand."
        )
    if task is None:
        return _("There is no task of the number %(number)d, or it is none of yours.") % {"number": line.task}
    if times[line.task] > 1:
        return _("The task %(code)s stands in several rows of the file; leave one of them.") % {"code": task.code}
    cited = number_in(line.cells.get("code", ""))
    if cited not in (None, task.pk):
        return _(
            "The row shows the code of another task than the hidden columns say; perhaps the file was sorted without "
            "them. Please export it anew."
        )
    if line.version is not None and line.version > task.version:
        return _("The file is from another site, or its hidden columns were edited. Please export it anew.")
    return ""


@dataclass
class _Comparison:
    """One row against its task. Labels are read and written in the language of the file, sentences in the user's."""

    returned: Returned
    line: Line
    task: Task
    past: Past
    by: User
    edits: list[Edit] = field(default_factory=list)
    clashes: list[Edit] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self) -> Row:
        for column, (before, now) in self._shown().items():
            self._compare(column, before, now)
        steps, against = steps_for(self.task, self._values(), self.by) if self.edits else ((), ())
        return Row(
            self.line.number,
            self.task,
            tuple(self.edits),
            tuple(self.clashes),
            (*self.against, *against),
            tuple(self.notes),
            tuple(steps),
        )

    def _shown(self) -> dict[str, tuple[str, str]]:
        """Return by column what the task's cells said when the file left, and what they say now."""
        with override(self.returned.language):
            now = {column: _as_text(BY_KEY[column].value(self.task)) for column in self.returned.columns}
            if not (self.past.old or self.past.reports):
                return {column: (text, text) for column, text in now.items()}
            before = {column: _as_text(cell_before(self.task, column, self.past)) for column in now}
        return {column: (before[column], text) for column, text in now.items()}

    def _compare(self, column: str, before: str, now: str) -> None:
        cell = _as_text(self.line.cells[column])
        if cell in (before, now) or _same(column, cell, before) or _same(column, cell, now):
            return
        if column in TAKEN:
            self._take(column, cell, before, now)
        elif column not in _MOVING and not self.past.old and self.line.version == self.task.version:
            self.notes.append(
                _("“%(column)s” can't be changed by a file and stays as it is.") % {"column": label(column)}
            )

    def _take(self, column: str, cell: str, before: str, now: str) -> None:
        try:
            with override(self.returned.language):
                value = cell if column in REPORTED else value_of(column, cell)
        except Misread:
            self.against.append(f"{label(column)}: {_misread(column, cell)}")
            return
        if column not in REPORTED and plain_of(value) in self._known(column):
            return
        clashed = column not in REPORTED and column in self.past.old and not _same(column, before, now)
        edit = Edit(column, label(column), now, _shown(value, cell), value)
        (self.clashes if clashed else self.edits).append(edit)

    def _known(self, column: str) -> list[Any]:
        """Return the values that are no edit, however they are written: those of then and of now."""
        current = getattr(self.task, column)
        now = plain_of(list(current.all()) if column == "supporting_units" else current)
        return [value_before(self.task, column, self.past) if column in self.past.old else now, now]

    def _values(self) -> dict[str, Any]:
        """Return what was edited; a report is told whole."""
        values = {edit.column: edit.value for edit in self.edits}
        if any(column in values for column in REPORTED):
            values |= {column: self._said(column) for column in REPORTED}
        return values

    def _said(self, column: str) -> str:
        if column in self.returned.columns:
            return self.line.cells[column]
        return _as_text(BY_KEY[column].value(self.task))


def label(column: str) -> str:
    return str(BY_KEY[column].label)


def _shown(value: Any, cell: str) -> str:
    """Return what was understood of a cell: dates in one form, units by their full names."""
    if isinstance(value, list):
        return "；".join(map(str, value))
    return text_of(value) if isinstance(value, Model | dt.date) else cell


def _misread(column: str, cell: str) -> str:
    """Return in the user's language why a cell is not understood."""
    try:
        value_of(column, cell)
    except Misread as misread:
        return str(misread)
    return _("“%(words)s” is not understood.") % {"words": cell}


def _as_text(cell: Cell) -> str:
    text = text_of(cell)[:LONGEST].strip()
    return text[1:].strip() if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA) else text


def _same(column: str, one: str, other: str) -> bool:
    if column == "supporting_units":
        return sorted(filter(None, one.split("；"))) == sorted(filter(None, other.split("；")))
    return one.split() == other.split()
