"""The list of tasks that an address asks for: page, files, bulk actions and a task's neighbours all mean this one."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict

from accounts.models import User
from tracker.columns import BY_KEY, Column, columns, prepared, usual
from tracker.filters import TaskFilter, in_words
from tracker.lights import lit
from tracker.models import Task
from tracker.saved_views import preferred_columns

SORT, COLUMNS = "sort", "columns"  # parameters of the address beside the filters'
PER_PAGE = (25, 50, 100)


@dataclass(frozen=True)
class Listing:
    """A list of tasks: lit, filtered and in order, and the columns under which it is shown."""

    filter: TaskFilter
    tasks: QuerySet[Task]
    columns: list[Column]
    sort: str = ""

    @property
    def about(self) -> str:
        """What the list was filtered by, in words."""
        return "；".join(in_words(self.filter.chips, ": "))


def listing(query: QueryDict, user: User) -> Listing:
    """Return the list that a query of the list page's address means for a user."""
    found, sort = TaskFilter(query, user), query.get(SORT, "")
    return Listing(found, ordered(found.qs, sort), chosen_columns(query, user), sort)


def ordered(tasks: QuerySet[Task], sort: str) -> QuerySet[Task]:
    """Sort lit tasks by a column's key, descending with 「-」; otherwise the latest import first, as documents go."""
    column = BY_KEY.get(sort.removeprefix("-"))
    if column and column.order:
        return column.ordered(tasks, descending=sort.startswith("-"))
    return tasks.order_by(F("batch").desc(nulls_first=True), "pk")


def chosen_columns(query: QueryDict, user: User) -> list[Column]:
    """Return the columns that the address names, otherwise those that the user prefers, otherwise the usual ones."""
    return columns(query.get(COLUMNS, "").split(",")) or columns(preferred_columns(user)) or usual()


def page_size(query: QueryDict) -> int:
    wanted = query.get("per_page", "")
    return int(wanted) if wanted in map(str, PER_PAGE) else PER_PAGE[0]


def page_of(tasks: QuerySet[Task], shown: list[Column], number: str | None, size: int) -> Page:
    """Return a page of lit and sorted tasks with what the columns show; only its own rows are read as a whole."""
    page = Paginator(tasks, size).get_page(number)
    rows = lit(Task.objects.filter(pk__in=_cut(tasks, page).values("pk"))).order_by(*tasks.query.order_by)
    page.object_list = prepared(rows, shown)
    return page


def _cut(tasks: QuerySet[Task], page: Page) -> QuerySet[Task]:
    """Return the tasks of a page, in whatever order; from the middle on counted from the end, which is nearer."""
    total, start, end = page.paginator.count, max(page.start_index() - 1, 0), page.end_index()
    return tasks.reverse()[total - end : total - start] if start > total // 2 else tasks[start:end]
