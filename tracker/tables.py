"""How a page shows tasks under columns of the ledger 台账, and links that sort. What a column holds: columns.py.

django-tables2 makes columns and headings of them. Cells are components of templates/tracker/components, but for those
that stand in every row of every page: a template took 76 µs to set such a line, `format_html` 11.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.columns import Column
from tracker.flags import SAID_BY_LIGHT, Flag, flags_by_task
from tracker.forms.lists import INLINE, InlineForm
from tracker.models import Task
from tracker.templatetags.words import badge
from tracker.verbs import VERBS

# At narrow width brief cells stand in one line under the title, short ones in the next, all without their label.
CSS = {
    "code": "brief code", "kind": "brief", "light": "brief lights", "status": "brief", "title": "headline",
    "topic": "name short", "year": "short nowrap", "reporting_unit": "name", "lead_unit": "name",
    "supporting_units": "name", "source": "wordy", "words": "wordy", "progress": "wordy", "difficulty": "wordy",
    "next_step": "wordy", "original_deadline": "nowrap", "reported_on": "nowrap", "closed_on": "nowrap",
}  # fmt: skip
TICK = "tick"
# The tick of a row: what the user sees of the task, by its version.
_BOX = '<input type="checkbox" form="bulk" name="chosen" value="{}-{}" aria-label="{} {}">'
# A value that is edited in its row; without JavaScript its link leads to the form of all fields.
_INLINE = '<a class="inline" href="{0}{1}/edit/{2}" hx-get="{0}{1}/row/?edit={3}">{4}</a>'
_LINK = '<a href="{}{}/{}">{}</a>'
_CELL = '<td class="{}" data-label="{}">{}</td>'


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


class InOrder(tables.data.TableData):
    """The rows of a page: the list has put them in order and cut them into pages, since files and a task's neighbours
    mean the same list."""

    def __len__(self) -> int:
        return len(self.data)

    def order_by(self, aliases: Any) -> None:
        """Leave the rows as they are."""


class TaskColumn(tables.Column):
    """A column of the ledger as a page shows it."""

    empty_values = ()

    def __init__(self, column: Column) -> None:
        super().__init__(verbose_name=column.label, accessor="pk", orderable=bool(column.order))
        self.shows, self.label, self.css = column, str(column.label), CSS.get(column.key, "")

    def render(self, record: Task, table: TaskTable) -> str:
        return table.shown(record, self.shows)

    def value(self, record: Task) -> Any:
        return self.shows.value(record)


class TickColumn(tables.Column):
    """The box by which a row is chosen, with the version that was seen of its task."""

    css = "choose no-print"

    def __init__(self) -> None:
        self.label = _("Tick")
        super().__init__(verbose_name=self.label, accessor="pk", orderable=False)

    def render(self, record: Task, table: TaskTable) -> str:
        return format_html(_BOX, record.pk, record.version, self.label, record.code)


class TaskTable(tables.Table):
    """The tasks of a page under columns, sorted by `sort`: a column's key, descending with 「-」.

    back: the query of a task's page that leads back to this list as it is now.
    choosing: whether rows can be ticked, for who may do something with many of them.
    editable: whether cells lead to the form of their field; `editing` is the one that is open.
    """

    class Meta:
        template_name = "tracker/components/table.html"
        attrs = {"class": "table stacks dense"}

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
        self.back, self.editable, self.editing = back, editable, editing
        self.address = reverse("task-list")
        ticks = [(TICK, TickColumn())] if choosing else []
        shown = [(column.key, TaskColumn(column)) for column in columns]
        known = sort if sort.removeprefix("-") in dict(shown) else ""
        super().__init__(InOrder(page.object_list), order_by=known, extra_columns=[*ticks, *shown])
        self.page, self.paginator = page, page.paginator

    @property
    def body(self) -> Iterator[tuple[Task, SafeString]]:
        """Yield each task with its cells.

        It asks the columns itself: django-tables2 finds out at each call what a column's method takes.
        """
        columns = [bound.column for bound in self.columns]
        for task in self.page:
            cells = ((column.css, column.label, column.render(task, self)) for column in columns)
            yield task, format_html_join("", _CELL, cells)

    @cached_property
    def flags(self) -> dict[int, list[Flag]]:
        return flags_by_task(self.page, without=SAID_BY_LIGHT)

    def shown(self, task: Task, column: Column) -> str:
        """Return a cell: the form that is open in it, or its value as its component shows it."""
        if self.editing and self.editing.is_at(task, column):
            return _render("inline_form", editing=self.editing, form=self.editing.form, task=task)
        show = _SHOWN.get(column.key)
        shown = show(self, task) if show else _plain(column, task)
        if self.editable and column.key in INLINE and task.status in VERBS["edit"].sources:
            return format_html(_INLINE, self.address, task.pk, self.back, column.key, shown or "—")
        return shown


def _render(component: str, **context: Any) -> str:
    return get_template(f"tracker/components/{component}.html").render(context)


def _plain(column: Column, task: Task) -> str:
    value = column.value(task)
    return value.isoformat() if isinstance(value, dt.date) else str(value) if value is not None else ""


def _light(table: TaskTable, task: Task) -> str:
    """Show the light, and beside it the flags that it does not say itself."""
    flags = table.flags.get(task.pk)
    shown = badge(task.light, "light")
    return shown + _render("flags", flags=flags) if flags else shown


_SHOWN: dict[str, Callable[[TaskTable, Task], str]] = {
    "kind": lambda table, task: badge(task.kind, "kind"),
    "status": lambda table, task: badge(task.status, "status"),
    "light": _light,
    "title": lambda table, task: format_html(_LINK, table.address, task.pk, table.back, task.title),
    "deadline": lambda table, task: _render("deadline", task=task, deadline=task.deadline),
}
