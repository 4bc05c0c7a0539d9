"""How a page shows tasks under columns of the ledger 台账, and links that sort. What a column holds: columns.py.

Cells are components of templates/tracker/components; django-tables2 brings headings, sorting and pages, but its own way
of making cells costs several times as much as `TaskTable.body`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tracker.columns import Column, prepared, usual
from tracker.flags import SAID_BY_LIGHT, Flag, flags_by_task
from tracker.models import Task

# At narrow width brief cells stand in one line under the title, short ones in the next, all without their label.
CSS = {
    "code": "brief code", "kind": "brief", "light": "brief lights", "status": "brief", "title": "headline",
    "topic": "name short", "year": "short nowrap", "reporting_unit": "name", "lead_unit": "name",
    "supporting_units": "name", "source": "wordy", "words": "wordy", "progress": "wordy", "difficulty": "wordy",
    "next_step": "wordy", "original_deadline": "nowrap", "reported_on": "nowrap", "closed_on": "nowrap",
}  # fmt: skip


class Cell(NamedTuple):
    css: str
    label: Any
    shown: str


class Heading(tables.Column):
    """The heading of a column of the ledger, which sorts the list as files of it are sorted."""

    def __init__(self, column: Column) -> None:
        css = {"td": {"class": CSS.get(column.key, "")}}
        super().__init__(verbose_name=column.label, orderable=bool(column.order), attrs=css)
        self.ledger = column

    def order(self, tasks: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        return self.ledger.ordered(tasks, is_descending), True


class TaskTable(tables.Table):
    class Meta:
        attrs = {"class": "table stacks dense"}
        order_by_field = "sort"

    def __init__(
        self,
        tasks: QuerySet[Task] | Sequence[Task],
        columns: Sequence[Column] | None = None,
        *,
        back: str,
        choosing: bool = False,
        **kwargs: Any,
    ) -> None:
        """columns: None for the usual ones. back: the query of a task's page that leads back to this list as it is now.

        choosing: whether rows can be ticked, for who may do something with many of them.
        """
        self.shown = usual() if columns is None else list(columns)
        fetched = prepared(tasks, self.shown) if isinstance(tasks, QuerySet) else tasks
        super().__init__(fetched, extra_columns=[(each.key, Heading(each)) for each in self.shown], **kwargs)
        self.back, self.choosing = back, choosing
        self.words: dict[tuple[str, str], str] = {}

    @property
    def body(self) -> Iterator[list[Cell]]:
        """Yield the cells of each row of the page."""
        return (list(self.cells(task)) for task in self.tasks)

    @cached_property
    def tasks(self) -> list[Task]:
        return [row.record for row in self.paginated_rows]

    @cached_property
    def flags(self) -> dict[int, list[Flag]]:
        return flags_by_task(self.tasks)

    def cells(self, task: Task) -> Iterator[Cell]:
        if self.choosing:
            yield Cell("choose no-print", _("Tick"), _render("choose", task=task))
        for column in self.shown:
            show = _SHOWN.get(column.key)
            shown = show(self, task) if show else _plain(column, task)
            yield Cell(CSS.get(column.key, ""), column.label, shown)


def _render(component: str, **context: Any) -> str:
    return get_template(f"tracker/components/{component}.html").render(context)


def _plain(column: Column, task: Task) -> str:
    value = column.value(task)
    return value.isoformat() if isinstance(value, dt.date) else value if value is not None else ""


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
    flags = [flag for flag in table.flags.get(task.pk, ()) if flag not in SAID_BY_LIGHT]
    shown = _word("light")(table, task)
    return shown + _render("flags", flags=flags) if flags else shown


_SHOWN: dict[str, Callable[[TaskTable, Task], str]] = {
    "kind": _word("kind"),
    "status": _word("status"),
    "light": _light,
    "title": lambda table, task: _render("task_link", task=task, title=task.title, table=table),
    "deadline": lambda table, task: _render("deadline", task=task, deadline=task.deadline),
}
