"""The part of the ledger that figures are taken of: chosen by the filters of the task list, so that each figure can say
by which address the list shows exactly its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from accounts.access import access_of
from accounts.models import User
from tracker.filters import ALL, TaskFilter, given, in_words
from tracker.models import Task

FIELDS = ("kind", "topic", "year", "unit", "due_from", "due_to", "undated", "opened_from", "opened_to")


@dataclass(frozen=True)
class Scope:
    """Tasks of whatever status, and the parameters that any list of some of them begins with."""

    filter: TaskFilter
    query: Mapping[str, list[str]]

    @property
    def tasks(self) -> QuerySet[Task]:
        return self.filter.qs

    @property
    def fields(self) -> list[forms.BoundField]:
        return [self.filter.form[name] for name in FIELDS]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What was chosen of the filters, as an address says it."""
        return {name: values for name, values in self.query.items() if name in FIELDS}

    @property
    def cleaned(self) -> Mapping[str, Any]:
        """The values of the filters; none if any of them makes no sense."""
        return self.filter.form.cleaned_data if self.filter.form.is_valid() else {}

    @property
    def about(self) -> list[str]:
        """What was chosen, in words."""
        return in_words(self.filter.chips_of(self.chosen))

    @property
    def chosen_query(self) -> str:
        return urlencode(self.chosen, doseq=True)

    def address(self, *more: Mapping[str, object]) -> str:
        """Return the address of the list of those tasks that also fit `more`."""
        together: dict[str, object] = dict(self.query)
        for each in more:
            together.update(each)
        return f"{self._list}?{urlencode(together, doseq=True)}"

    @cached_property
    def _list(self) -> str:
        return reverse("task-list")  # once, not for each of a thousand figures


def scope(asked: QueryDict, user: User) -> Scope:
    """Return the scope that a page's address asks for: of who doesn't see all, what the own units lead."""
    query = {name: values for name, values in given(asked).lists() if name in FIELDS}
    if not access_of(user).sees_all:
        query["mine"] = ["1"]
    everything = QueryDict(mutable=True)
    for name, values in {**query, "status": [ALL]}.items():
        everything.setlist(name, values)
    return Scope(TaskFilter(everything, user), query)
