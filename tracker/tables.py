"""The columns of the task list, in the order of the ledger 台账. Which rows it shows is asked in filters.py.

Cells are components of templates/tracker/components; django-tables2 brings columns, sorting and pages.
"""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from tracker.flags import SAID_BY_LIGHT, Flag, flags_by_task
from tracker.lights import Light
from tracker.models import Status, Task

# At narrow width brief cells stand in one line under the title, short ones in the next, all without their label.
BRIEF = {"td": {"class": "brief"}}
SHORT = {"td": {"class": "name short"}}
LIGHT = {"td": {"class": "brief lights"}}
YEAR = {"td": {"class": "short nowrap"}}
NAME = {"td": {"class": "name"}}


class ComponentColumn(tables.Column):
    """A cell shown by a component, which gets the value under the column's name, the task, and the table."""

    empty_values = ()

    def __init__(self, component: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template = f"tracker/components/{component}.html"

    def render(self, record: Task, table: tables.Table, bound_column: Any) -> str:
        # Not the value that django-tables2 hands over: of a field with choices it is the label already.
        return self.show(bound_column.accessor.resolve(record), bound_column.name, record, table)

    def show(self, value: Any, name: str, task: Task, table: tables.Table) -> str:
        return get_template(self.template).render({name: value, "task": task, "table": table})


class CodeWordColumn(ComponentColumn):
    """A component that depends on the value alone, a code of few; each is rendered once a page."""

    def show(self, value: str, *args: Any) -> str:
        seen = self.__dict__.setdefault("seen", {})
        if value not in seen:
            seen[value] = super().show(value, *args)
        return seen[value]


class LightColumn(CodeWordColumn):
    """The light, and beside it the flags that it does not say itself."""

    def show(self, value: str, name: str, task: Task, table: TaskTable) -> str:
        flags = [flag for flag in table.flags.get(task.pk, ()) if flag not in SAID_BY_LIGHT]
        shown = super().show(value, name, task, table)
        return shown + get_template("tracker/components/flags.html").render({"flags": flags}) if flags else shown


def _rank(field: str, codes: list[str]) -> Case:
    """Order codes as they stand in the list, not by their letters."""
    return Case(*(When(**{field: code}, then=Value(place)) for place, code in enumerate(codes)), default=len(codes))


class TaskTable(tables.Table):
    choose = ComponentColumn(
        "choose", verbose_name="", accessor="pk", orderable=False, attrs={"td": {"class": "choose no-print"}}
    )
    code = tables.Column(verbose_name=_("Code"), order_by="pk", attrs={"td": {"class": "brief code"}})
    kind = CodeWordColumn("kind", verbose_name=_("Kind"), order_by=("-kind", "pk"), attrs=BRIEF)
    title = ComponentColumn(
        "task_link", verbose_name=_("Task"), order_by=("title", "pk"), attrs={"td": {"class": "headline"}}
    )
    topic = tables.Column(verbose_name=_("Topic"), order_by=("topic__name", "pk"), attrs=SHORT)
    year = tables.Column(verbose_name=_("Year"), order_by=("year", "pk"), attrs=YEAR)
    reporting_unit = tables.Column(
        verbose_name=_("Reporting unit"), order_by=("reporting_unit__name", "pk"), attrs=NAME
    )
    lead_unit = tables.Column(verbose_name=_("Lead unit"), order_by=("lead_unit__name", "pk"), attrs=NAME)
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner", "pk"))
    deadline = ComponentColumn("deadline", verbose_name=_("Deadline"))
    light = LightColumn("light", verbose_name=_("Light"), attrs=LIGHT)
    status = CodeWordColumn("status", verbose_name=_("Status"), attrs=BRIEF)

    class Meta:
        attrs = {"class": "table stacks dense"}
        order_by_field = "sort"
        default = ""

    def __init__(self, tasks: QuerySet[Task], *, back: str, choosing: bool = False, **kwargs: Any) -> None:
        """back: the query that a task's page gets, so that it leads back to this list as it is now.

        choosing: whether rows can be ticked, for who may do something with many of them.
        """
        related = tasks.select_related("topic", "reporting_unit", "lead_unit")
        hidden = () if choosing else ("choose",)
        super().__init__(related.order_by(F("batch").desc(nulls_first=True), "pk"), exclude=hidden, **kwargs)
        self.back = back
        self.flags: dict[int, list[Flag]] = {}

    def before_render(self, request: HttpRequest) -> None:
        self.flags = flags_by_task(row.record for row in self.paginated_rows)

    def order_deadline(self, tasks: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        deadline = F("deadline")
        order = deadline.desc(nulls_last=True) if is_descending else deadline.asc(nulls_last=True)
        return tasks.order_by(order, "pk"), True

    def order_light(self, tasks: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        rank = _rank("light", Light.values)
        return tasks.order_by(rank.desc() if is_descending else rank, F("deadline").asc(nulls_last=True), "pk"), True

    def order_status(self, tasks: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        rank = _rank("status", Status.values)
        return tasks.order_by(rank.desc() if is_descending else rank, "pk"), True
