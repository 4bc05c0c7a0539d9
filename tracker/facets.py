"""How many tasks each value of a filter would leave, the other filters in force: counts beside the filters.

A count and the list that it opens are the same tasks; the value beside it is chosen together with those chosen already,
or no longer. The number of queries doesn't depend on the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Unit
from summaries.models import Kind, Topic
from tracker.filters import ALL, TaskFilter
from tracker.lights import Light
from tracker.models import Status

MOST = 12  # values of a facet that are shown, the most frequent ones


@dataclass(frozen=True)
class Value:
    """A value of a filter: what it is called, how many tasks it leaves, and the query of that list.

    toggled: the query of the list with this value beside those chosen, or without it if it is chosen.
    """

    label: str
    count: int
    query: str
    toggled: str
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    label: Any
    values: list[Value]

    @property
    def is_chosen(self) -> bool:
        return any(value.chosen for value in self.values)


def facets(filters: TaskFilter) -> list[Facet]:
    """Return the facets of a list; none if its filters make no sense."""
    if not filters.form.is_valid():
        return []
    found = [_status(filters), _light(filters), _kind(filters), _topic(filters), _year(filters), _unit(filters)]
    return [facet for facet in found if facet.values]


def _status(filters: TaskFilter) -> Facet:
    counts = _counts(filters, "status", "status")
    return _facet(filters, "status", ((code, label, counts[code]) for code, label in Status.choices))


def _light(filters: TaskFilter) -> Facet:
    """Count lights in whatever status, as each light says itself whether a task is followed up."""
    counts = _counts(filters, "light", "light")
    shown = ((code, label, counts[code]) for code, label in Light.choices if code != Light.NONE)
    return _facet(filters, "light", shown)


def _kind(filters: TaskFilter) -> Facet:
    counts = _counts(filters, "kind", "kind")
    return _facet(filters, "kind", ((code, label, counts[code]) for code, label in Kind.choices))


def _topic(filters: TaskFilter) -> Facet:
    counts = _counts(filters, "topic", "topic")
    names = Topic.objects.in_bulk([topic for topic in counts if topic])
    named = ((topic, names[topic].name, count) for topic, count in counts.most_common() if topic)
    return _facet(filters, "topic", named, absent=counts[None])


def _year(filters: TaskFilter) -> Facet:
    counts = _counts(filters, "year", "year")
    years = sorted((year for year in counts if year), reverse=True)
    return _facet(filters, "year", ((year, year, counts[year]) for year in years), absent=counts[None])


def _unit(filters: TaskFilter) -> Facet:
    """Count lead units, each with the units below it, as the filter does."""
    led = _counts(filters, "unit", "lead_unit")
    absent = led.pop(None, 0)
    parents = dict(Unit.objects.exclude(parent=None).values_list("pk", "parent"))
    counts: Counter = Counter()
    for unit, count in led.items():
        while unit:
            counts[unit] += count
            unit = parents.get(unit)
    most = counts.most_common(MOST)
    names = Unit.objects.in_bulk([unit for unit, _count in most])
    return _facet(filters, "unit", ((names[unit].name, names[unit].name, n) for unit, n in most), absent=absent)


def _counts(filters: TaskFilter, name: str, field: str) -> Counter:
    """Return how many tasks have each value of the field, all filters but `name` in force."""
    left_out: dict[str, Any] = {name: [], f"no_{name}": None}
    if name == "status" or (name == "light" and not filters.form.cleaned_data["status"]):
        left_out["status"] = [ALL]
    rows = filters.tasks(**left_out).order_by().values_list(field).annotate(n=Count("*"))  # an index is enough for it
    return Counter(dict(rows))


def _facet(filters: TaskFilter, name: str, values: Iterable[tuple[Any, Any, int]], absent: int = 0) -> Facet:
    chosen = filters.chosen(name)
    shown = [
        _value(filters, name, str(value), str(label), count)
        for value, label, count in values
        if count or str(value) in chosen
    ]
    shown = [value for place, value in enumerate(shown) if place < MOST or value.chosen]
    if absent:
        shown.append(_not_stated(filters, name, absent))
    return Facet(filters.filters[name].label, shown)


def _value(filters: TaskFilter, name: str, value: str, label: str, count: int) -> Value:
    chosen = filters.chosen(name)
    others = [each for each in chosen if each != value]
    toggled = others if value in chosen else [*others, value]
    alone = filters.query_with(**{name: [value], f"no_{name}": ()})
    return Value(label, count, alone, filters.query_with(**{name: toggled}), value in chosen)


def _not_stated(filters: TaskFilter, name: str, count: int) -> Value:
    key = f"no_{name}"
    ticked = bool(filters.chosen(key))
    alone = filters.query_with(**{name: (), key: ["1"]})
    return Value(_("Not stated"), count, alone, filters.query_with(**{key: () if ticked else ["1"]}), ticked)
