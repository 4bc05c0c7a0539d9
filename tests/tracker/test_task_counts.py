"""Counts beside the filters: each is the length of the list that it opens, for every role, whatever else is asked."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Topic
from tracker.facets import Value, facets
from tracker.filters import TaskFilter
from tracker.listing import listing
from tracker.models import Status, Task

pytestmark = pytest.mark.django_db

ASKED = [
    "", "status=all", "status=closed", "light=red", "light=late", "kind=plan", "no_topic=1", "year=2023",
    "q=清淤&status=all", "unit=青石县", "unit=县水利局&light=green", "pile=to_assign", "due_from=2020-01-01&undated=1",
    "flag=overdue", "no_unit=1&status=all", "light=on_time&status=closed&year=2022",
    "status=open&status=closed&year=2022&no_year=1", "light=red&light=late", "unit=水利、柳河&kind=plan&kind=problem",
]  # fmt: skip


@pytest.fixture
def ledger(make_task, bureau, town):
    """Sixty tasks of all sorts; the bureau is below another unit."""
    Unit.objects.filter(pk=bureau.pk).update(parent=Unit.objects.create(name="青石县"))
    today, party = timezone.localdate(), Topic.objects.create(name="发展党员")
    for n in range(60):
        status = Status.values[n % len(Status.values)]
        make_task(
            title=f"清淤{n}" if n % 3 else f"管护{n}",
            kind="plan" if n % 2 else "problem",
            status=status,
            lead_unit=(bureau, town, None)[n % 3],
            reporting_unit=town if n % 4 else bureau,
            year=(2022, 2023, None)[n % 5 % 3],
            deadline=today + dt.timedelta(n * 7 - 100) if n % 4 else None,
            closed_on=today if status == "closed" else None,
            heard_on=today if status == "in_progress" else None,
            **({"topic": None} if n % 7 == 0 else {"topic": party} if n % 5 == 0 else {}),
        )


@pytest.mark.parametrize("who", ["coordinator", "reader", "handler", "foreign_handler"])
@pytest.mark.parametrize("query", ASKED)
def test_each_count_opens_so_many_tasks(query, who, ledger, request):
    user = request.getfixturevalue(who)
    found = facets(TaskFilter(QueryDict(query), user))
    assert found or who != "coordinator"
    for facet in found:
        for value in facet.values:
            assert opened(value.query, user) == value.count, (facet.label, value)


def opened(query: str, user) -> int:
    return listing(QueryDict(query.removeprefix("?")), user).tasks.count()


def facet_of(name: str, query: str, user) -> dict[str, Value]:
    """Return the values of a filter's facet by their labels."""
    filters = TaskFilter(QueryDict(query), user)
    (facet,) = (each for each in facets(filters) if each.label == filters.filters[name].label)
    return {value.label: value for value in facet.values}


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("status", ["To be assigned", "Closed out"]),
        ("light", ["Overdue", "Closed late"]),
        ("year", ["2022", "2023", "Not stated"]),
    ],
)
def test_a_value_is_chosen_beside_others_and_taken_away(name, labels, ledger, coordinator, log_in):
    """Values that exclude each other leave together as many tasks as they leave alone."""
    query, together = "kind=plan", 0
    for label in labels:
        value = facet_of(name, query, coordinator)[label]
        assert not value.chosen
        query, together = value.toggled.removeprefix("?"), together + value.count
        assert opened(query, coordinator) == together
    for label in labels:
        value = facet_of(name, query, coordinator)[label]
        assert value.chosen
        query = value.toggled.removeprefix("?")
    assert query == "kind=plan"


def test_units_count_with_those_below_them(ledger, coordinator):
    (units,) = (
        facet.values for facet in facets(TaskFilter(QueryDict(""), coordinator)) if "unit=" in facet.values[0].query
    )
    counts = {value.label: value.count for value in units}
    assert counts["青石县"] == counts["青石县水利局"] > 0


def test_the_page_shows_them_and_each_leads_to_its_list(ledger, log_in, reader):
    client = log_in(reader)
    page = client.get("/tasks/counts/?kind=plan&sort=deadline&page=2").text
    shown = re.findall(r'<a href="(/tasks/\?[^"]*)"[^>]*>([^<]+) <b>(\d+)</b>', page)
    assert len(shown) > 8
    assert all("sort=deadline" in href and "page" not in href for href, *_rest in shown)
    href, _label, count = shown[0]
    assert client.get(html.unescape(href)).context["table"].paginator.count == int(count)
    assert "/tasks/counts/?kind=plan&amp;sort=deadline" in client.get("/tasks/?kind=plan&sort=deadline").text


def test_what_makes_no_sense_counts_nothing(ledger, log_in, reader):
    assert "Nothing to count." in log_in(reader).get("/tasks/counts/?kind=song").text


def test_queries_do_not_grow_with_rows(ledger, log_in, coordinator, django_assert_num_queries):
    client = log_in(coordinator)
    with django_assert_num_queries(13):
        client.get("/tasks/counts/")
    unit = Unit.objects.create(name="另一单位")
    Task.objects.bulk_create(
        Task(kind="plan", title="又一项", started_on="2024-01-01", lead_unit=unit, topic=Topic.objects.first())
        for _n in range(50)
    )
    with django_assert_num_queries(13):
        client.get("/tasks/counts/")
