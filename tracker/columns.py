"""The columns of the ledger 台账, in their usual order: what each is called, what a task has in it, how it sorts.

The page shows them through tables.py, files through the exports; which of them, the user chooses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Min, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import NullIf
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from summaries.models import Kind
from tracker.lights import Light
from tracker.models import DeadlineKind, ProgressReport, Status, Task, TaskSource

Cell = str | int | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column: its key in addresses and choices, its heading, and the value of a task that `prepared` fetched.

    order: by what it sorts, blanks last, then further expressions; empty: not at all. needs: what is fetched for it.
    """

    key: str
    label: Any
    value: Callable[[Task], Cell]
    order: tuple[Any, ...] = ()
    needs: str = ""
    chosen: bool = False  # whether it is shown to who has chosen nothing

    def ordered(self, tasks: QuerySet[Task], descending: bool) -> QuerySet[Task]:
        """Sort lit tasks by this column; tasks that are alike stand as they were entered."""
        first, *then = self.order
        if first == "pk":
            return tasks.order_by("-pk" if descending else "pk")
        return tasks.order_by(first.desc(nulls_last=True) if descending else first.asc(nulls_last=True), *then, "pk")


def columns(keys: Iterable[str]) -> list[Column]:
    """Return the columns of these keys, in this order; unknown keys are passed over."""
    return [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY]


def usual() -> list[Column]:
    """Return the columns for who has chosen none."""
    return [column for column in COLUMNS if column.chosen]


def rearranged(keys: Iterable[str], up: str = "", down: str = "") -> list[str]:
    """Return the keys of all columns, these first; one of them goes a place up or down."""
    order = [column.key for column in columns(keys)]
    order += [column.key for column in COLUMNS if column.key not in order]
    moved = up or down
    if moved in order:
        place = order.index(moved)
        order.insert(max(place - 1, 0) if up else place + 1, order.pop(place))
    return order


# --- Fetching ------------------------------------------------------------------------------------------


def prepared(tasks: QuerySet[Task], shown: Iterable[Column] | None = None) -> QuerySet[Task]:
    """Fetch with lit tasks what these columns (or all) show; the number of queries doesn't depend on the rows."""
    needs = {column.needs for column in (COLUMNS if shown is None else shown)}
    tasks = tasks.select_related("topic", "reporting_unit", "lead_unit")
    return tasks.prefetch_related(*(fetched() for name, fetched in _FETCHED.items() if name in needs))


def _sources() -> Prefetch:
    sources = TaskSource.objects.select_related("item__edition__summary", "item__paragraph").order_by("-item")
    # Without whole documents.
    return Prefetch("sources", sources.defer("item__edition__text", "item__paragraph__text"), to_attr="stated")


_FETCHED: dict[str, Callable[[], Prefetch]] = {
    "supporting_units": lambda: Prefetch("supporting_units"),
    "stated": _sources,
    "reported": lambda: Prefetch("reports", ProgressReport.objects.order_by("-id"), to_attr="reported"),
}


# --- Values --------------------------------------------------------------------------------------------


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


# --- Order ---------------------------------------------------------------------------------------------


def _rank(field: str, codes: Iterable[str]) -> Case:
    """Order codes as they stand in the list, not by their letters."""
    return Case(*(When(**{field: code}, then=Value(place)) for place, code in enumerate(codes)))


def _text(field: str) -> NullIf:
    return NullIf(F(field), Value(""))


def _of(rows: QuerySet, value: str) -> Subquery:
    return Subquery(rows.filter(task=OuterRef("pk")).values(value)[:1])


def _first_supporting() -> Subquery:
    units = Task.supporting_units.through.objects.filter(task=OuterRef("pk")).order_by().values("task")
    return Subquery(units.annotate(first=Min("unit__name")).values("first"))


COLUMNS = (
    Column("code", gettext_lazy("Code"), lambda task: task.code, ("pk",), chosen=True),
    Column(
        "kind", gettext_lazy("Kind"), lambda task: task.get_kind_display(), (_rank("kind", Kind.values),), chosen=True
    ),
    Column("title", gettext_lazy("Task"), lambda task: task.title, (F("title"),), chosen=True),
    Column("topic", gettext_lazy("Topic"), _name("topic"), (F("topic__name"),), chosen=True),
    Column("year", gettext_lazy("Year"), lambda task: task.year, (F("year"),), chosen=True),
    Column(
        "reporting_unit",
        gettext_lazy("Reporting unit"),
        _name("reporting_unit"),
        (F("reporting_unit__name"),),
        chosen=True,
    ),
    Column(
        "source",
        gettext_lazy("Source"),
        _source,
        (_of(TaskSource.objects.order_by("-item"), "item__edition__summary__title"),),
        needs="stated",
    ),
    Column("words", gettext_lazy("Words of the document"), _words, needs="stated"),
    Column("lead_unit", gettext_lazy("Lead unit"), _name("lead_unit"), (F("lead_unit__name"),), chosen=True),
    Column(
        "supporting_units",
        gettext_lazy("Supporting units"),
        lambda task: "；".join(map(str, task.supporting_units.all())),
        (_first_supporting(),),
        needs="supporting_units",
    ),
    Column("owner", gettext_lazy("Owner"), lambda task: task.owner, (_text("owner"),), chosen=True),
    Column("deadline", gettext_lazy("Deadline"), lambda task: task.deadline, (F("deadline"),), chosen=True),
    Column(
        "deadline_words",
        gettext_lazy("Deadline as worded"),
        lambda task: task.deadline_words,
        (_text("deadline_words"),),
    ),
    Column(
        "deadline_kind",
        gettext_lazy("Kind of deadline"),
        lambda task: str(DeadlineKind(task.deadline_kind).label) if task.deadline_kind else "",
        (_rank("deadline_kind", DeadlineKind.values),),
    ),
    Column(
        "original_deadline",
        gettext_lazy("Original deadline"),
        lambda task: task.original_deadline,
        (F("original_deadline"),),
    ),
    Column("times_extended", gettext_lazy("Times extended"), lambda task: task.times_extended, (F("times_extended"),)),
    Column("progress", gettext_lazy("Latest progress"), _latest("done"), needs="reported"),
    Column("difficulty", gettext_lazy("Difficulty"), _latest("difficulty"), needs="reported"),
    Column("next_step", gettext_lazy("Next step"), _latest("next_step"), needs="reported"),
    Column(
        "reported_on",
        gettext_lazy("Last report"),
        _last_report,
        (_of(ProgressReport.objects.order_by("-id"), "at"),),
        needs="reported",
    ),
    Column(
        "light",
        gettext_lazy("Light"),
        lambda task: str(Light(task.light).label),
        (_rank("light", Light.values), F("deadline").asc(nulls_last=True)),
        chosen=True,
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda task: str(Status(task.status).label),
        (_rank("status", Status.values),),
        chosen=True,
    ),
    Column("closed_on", gettext_lazy("Closed out on"), lambda task: task.closed_on, (F("closed_on"),)),
)
BY_KEY = {column.key: column for column in COLUMNS}
