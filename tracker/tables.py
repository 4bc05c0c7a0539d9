"""How a page shows tasks under columns of the ledger 台账, and links that sort. What a column holds: columns.py.

Cells are components of templates/tracker/components.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.columns import Column
from tracker.flags import SAID_BY_LIGHT, Flag, flags_by_task
from tracker.forms.lists import INLINE, InlineForm
from tracker.models import Task
from tracker.verbs import VERBS

# At narrow width brief cells stand in one line under the title, short ones in the next, all without their label.
CSS = {
    "code": "brief code", "kind": "brief", "light": "brief lights", "status": "brief", "title": "headline",
    "topic": "name short", "year": "short nowrap", "reporting_unit": "name", "lead_unit": "name",
    "supporting_units": "name", "source": "wordy", "words": "wordy", "progress": "wordy", "difficulty": "wordy",
    "next_step": "wordy", "original_deadline": "nowrap", "reported_on": "nowrap", "closed_on": "nowrap",
}  # fmt: skip


class Cell(NamedTuple):
    css: str
    label: str
    shown: str


class Row(NamedTuple):
    task: int
    cells: list[Cell]


@dataclass(frozen=True)
class Editing:
    """The form that a row shows in place of a cell, and if it was overtaken, by whom and what is stored now."""

    form: InlineForm
    token: str  # against forged requests
    refusal: str = ""
    stored: str | None = None
    by: User | None = None

    def is_at(self, task: Task, column: Column) -> bool:
        return self.form.task.pk == task.pk and self.form.name == column.key


class Heading(NamedTuple):
    """The heading of a column; `sorted` is ascending, descending or empty, `next` what a click on it sorts by."""

    css: str
    label: Any
    sorted: str
    next: str


class TaskTable:
    """The tasks of a page under columns, sorted by `sort`: a column's key, descending with 「-」.

    back: the query of a task's page that leads back to this list as it is now.
    choosing: whether rows can be ticked, for who may do something with many of them.
    editable: whether cells lead to the form of their field; `editing` is the one that is open.
    """

    def __init__(
        self,
        page: Page,
        columns: Sequence[Column],
        *,
        sort: str = "",
        back: str = "",
        choosing: bool = False,
        editable: bool = False,
        editing: Editing | None = None,
    ) -> None:
        self.page, self.columns, self.sort = page, columns, sort
        self.back, self.choosing, self.editable, self.editing = back, choosing, editable, editing
        self.address = reverse("task-list")
        self.words: dict[tuple[str, str], str] = {}
        self.labels = {column.key: str(column.label) for column in columns}
        self.tick = _("Tick")

    @property
    def paginator(self) -> Paginator:
        return self.page.paginator

    @property
    def headings(self) -> Iterator[Heading]:
        for column in self.columns:
            direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
            follows = f"-{column.key}" if direction == "ascending" else column.key
            yield Heading(CSS.get(column.key, ""), column.label, direction, follows if column.order else "")

    @property
    def body(self) -> Iterator[Row]:
        """Yield the rows of the page."""
        return (Row(task.pk, list(self.cells(task))) for task in self.page)

    @cached_property
    def flags(self) -> dict[int, list[Flag]]:
        return flags_by_task(self.page, without=SAID_BY_LIGHT)

    def cells(self, task: Task) -> Iterator[Cell]:
        if self.choosing:
            seen = f"{task.pk}-{task.version}"
            yield Cell("choose no-print", self.tick, _render("choose", seen=seen, code=task.code, tick=self.tick))
        for column in self.columns:
            yield Cell(CSS.get(column.key, ""), self.labels[column.key], self.shown(task, column))

    def shown(self, task: Task, column: Column) -> str:
        if self.editing and self.editing.is_at(task, column):
            return _render("inline_form", editing=self.editing, form=self.editing.form, task=task)
        show = _SHOWN.get(column.key)
        shown = show(self, task) if show else _plain(column, task)
        if self.editable and column.key in INLINE and task.status in VERBS["edit"].sources:
            return _render("inline", pk=task.pk, table=self, shown=shown, column=column.key)
        return shown


def _render(component: str, **context: Any) -> str:
    return get_template(f"tracker/components/{component}.html").render(context)


def _plain(column: Column, task: Task) -> str:
    value = column.value(task)
    return value.isoformat() if isinstance(value, dt.date) else str(value) if value is not None else ""


def _word(name: str) -> Callable[[TaskTable, Task], str]:
    """Return what shows a code of few; each is rendered once a page."""

    def show(table: TaskTable, task: Task) -> str:
        code = getattr(task, name)
        if (name, code) not in table.words:
            table.words[name, code] = _render(name, **{name: code})
        return table.words[name, code]

    return show


def _light(table: TaskTable, task: Task) -> str:
    """Show the light, and beside it the flags that it does not say itself."""
    flags = table.flags.get(task.pk)
    shown = _word("light")(table, task)
    return shown + _render("flags", flags=flags) if flags else shown


_SHOWN: dict[str, Callable[[TaskTable, Task], str]] = {
    "kind": _word("kind"),
    "status": _word("status"),
    "light": _light,
    "title": lambda table, task: _render("task_link", task=task, title=task.title, table=table),
    "deadline": lambda table, task: _render("deadline", task=task, deadline=task.deadline),
}
