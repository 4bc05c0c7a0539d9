"""Coverage 覆盖率: which share of the open problems is answered by plans, and how many plans answer no problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy

from summaries.models import Kind
from tracker.answers import Answered, answered
from tracker.models import LIVE, Task

COVERAGE_DEFINITION = gettext_lazy(
    "Confirmed: a coordinator confirmed that a plan answers the problem. Any: confirmed, or suggested and not "
    "rejected. Dismissed and merged plans don't count. Shares are rounded down."
)


@dataclass(frozen=True)
class Coverage:
    """Open problems, those with a confirmed answer, those with any; open plans, and those that answer no problem."""

    problems: int = 0
    confirmed: int = 0
    any: int = 0
    plans: int = 0
    alone: int = 0

    @property
    def without(self) -> int:
        """Problems without a plan."""
        return self.problems - self.any

    @property
    def confirmed_share(self) -> int:
        """Percent, rounded down: 100 means all of them."""
        return self._share(self.confirmed)

    @property
    def any_share(self) -> int:
        return self._share(self.any)

    def _share(self, count: int) -> int:
        return count * 100 // self.problems if self.problems else 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(**{name: getattr(self, name) + getattr(other, name) for name in _COUNTS})


@dataclass(frozen=True)
class UnitCoverage:
    """The coverage of a reporting unit; the unit is None where the documents name none."""

    unit: str | None
    coverage: Coverage

    @property
    def query(self) -> str:
        """What the address of the unit's rows in the task list ends with."""
        return "&" + urlencode({"reporting": self.unit} if self.unit else {"no_reporting": 1})


def unit_coverage(tasks: QuerySet[Task]) -> list[UnitCoverage]:
    """Return the coverage of each reporting unit with open tasks, those with most problems without a plan first."""
    rows = [UnitCoverage(row.pop("unit"), Coverage(**row)) for row in _rows(tasks, F("reporting_unit__name"), "unit")]
    return sorted(rows, key=lambda row: (-row.coverage.without, -row.coverage.problems, row.unit is None, row.unit))


def topic_coverage(tasks: QuerySet[Task]) -> dict[int | None, Coverage]:
    """Return the coverage of each topic, by its number; topics without open tasks are missing."""
    return {row.pop("of"): Coverage(**row) for row in _rows(tasks, F("topic"), "of")}


def total(rows: list[UnitCoverage]) -> Coverage:
    """Return the coverage of all units together."""
    return reduce(Coverage.__add__, (row.coverage for row in rows), Coverage())


_COUNTS = {
    "problems": Q(kind=Kind.PROBLEM),
    "confirmed": Q(kind=Kind.PROBLEM) & answered(Answered.CONFIRMED),
    "any": Q(kind=Kind.PROBLEM) & answered(Answered.ANY),
    "plans": Q(kind=Kind.PLAN),
    "alone": Q(kind=Kind.PLAN) & answered(Answered.NONE),
}


def _rows(tasks: QuerySet[Task], of: F, name: str) -> QuerySet[Any]:
    counts = {each: Count("pk", filter=condition) for each, condition in _COUNTS.items()}
    return tasks.filter(status__in=LIVE).order_by().values(**{name: of}).annotate(**counts)
