"""The columns of the ledger 台账, in their usual order: what each is called and what a task has in it.

The page shows them through tables.py, files through the exports; which of them, the user chooses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.lights import Light
from tracker.models import DeadlineKind, ProgressReport, Status, Task, TaskSource

Cell = str | int | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its key in addresses and choices, its heading, and the value of a task that `prepared` fetched."""

    key: str
    label: Any
    value: Callable[[Task], Cell]
    chosen: bool = False  # whether it is shown to who has chosen nothing


def prepared(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Fetch with lit tasks what their columns show; the number of queries does not depend on the number of rows."""
    sources = TaskSource.objects.select_related("item__edition__summary", "item__paragraph").order_by("-item")
    sources = sources.defer("item__edition__text", "item__paragraph__text")  # whole documents
    return tasks.select_related("topic", "reporting_unit", "lead_unit").prefetch_related(
        "supporting_units",
        Prefetch("sources", sources, to_attr="stated"),
        Prefetch("reports", ProgressReport.objects.order_by("-id"), to_attr="reported"),
    )


def columns(keys: Iterable[str]) -> list[Column]:
    """Return the columns of these keys, in this order; unknown keys are passed over."""
    return [BY_KEY[key] for key in keys if key in BY_KEY]


def _source(task: Task) -> str:
    if not task.stated:
        return ""
    item = task.stated[0].item
    return _("%(title)s, paragraph %(number)d") % {"title": item.edition.summary.title, "number": item.paragraph.number}


def _words(task: Task) -> str:
    return task.stated[0].item.text if task.stated else ""


def _latest(field: str) -> Callable[[Task], str]:
    return lambda task: getattr(task.reported[0], field) if task.reported else ""


def _last_report(task: Task) -> dt.date | None:
    return timezone.localdate(task.reported[0].at) if task.reported else None


def _name(field: str) -> Callable[[Task], str]:
    return lambda task: str(getattr(task, field) or "")


COLUMNS = (
    Column("code", gettext_lazy("Code"), lambda task: task.code, chosen=True),
    Column("kind", gettext_lazy("Kind"), lambda task: task.get_kind_display(), chosen=True),
    Column("title", gettext_lazy("Task"), lambda task: task.title, chosen=True),
    Column("topic", gettext_lazy("Topic"), _name("topic"), chosen=True),
    Column("year", gettext_lazy("Year"), lambda task: task.year, chosen=True),
    Column("reporting_unit", gettext_lazy("Reporting unit"), _name("reporting_unit"), chosen=True),
    Column("source", gettext_lazy("Source"), _source),
    Column("words", gettext_lazy("Words of the document"), _words),
    Column("lead_unit", gettext_lazy("Lead unit"), _name("lead_unit"), chosen=True),
    Column(
        "supporting_units",
        gettext_lazy("Supporting units"),
        lambda task: "；".join(map(str, task.supporting_units.all())),
    ),
    Column("owner", gettext_lazy("Owner"), lambda task: task.owner, chosen=True),
    Column("deadline", gettext_lazy("Deadline"), lambda task: task.deadline, chosen=True),
    Column("deadline_words", gettext_lazy("Deadline as worded"), lambda task: task.deadline_words),
    Column(
        "deadline_kind",
        gettext_lazy("Kind of deadline"),
        lambda task: str(DeadlineKind(task.deadline_kind).label) if task.deadline_kind else "",
    ),
    Column("original_deadline", gettext_lazy("Original deadline"), lambda task: task.original_deadline),
    Column("times_extended", gettext_lazy("Times extended"), lambda task: task.times_extended),
    Column("progress", gettext_lazy("Latest progress"), _latest("done")),
    Column("difficulty", gettext_lazy("Difficulty"), _latest("difficulty")),
    Column("next_step", gettext_lazy("Next step"), _latest("next_step")),
    Column("reported_on", gettext_lazy("Last report"), _last_report),
    Column("light", gettext_lazy("Light"), lambda task: str(Light(task.light).label), chosen=True),
    Column("status", gettext_lazy("Status"), lambda task: str(Status(task.status).label), chosen=True),
    Column("closed_on", gettext_lazy("Closed out on"), lambda task: task.closed_on),
)
BY_KEY = {column.key: column for column in COLUMNS}
