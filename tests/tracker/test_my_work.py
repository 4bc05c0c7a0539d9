"""/my/: each role's piles, whose figures equal their lists, here, in the ledger list and in the navigation."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.models import Membership, Unit
from tracker.models import Watch
from tracker.mywork import LABELS, piles

pytestmark = pytest.mark.django_db
WHO = ("coordinator", "handler", "foreign_handler", "reader", "administrator")


@pytest.fixture
def ledger(make_task, bureau, town, coordinator, handler, reader):
    """Tasks in every status, led by either unit, some supported by the other, some in several piles at once."""
    today = timezone.localdate()
    past, long_ago = today - dt.timedelta(5), today - dt.timedelta(60)
    for status in ("candidate", "open", "assigned", "in_progress", "submitted", "suspended", "closed", "dismissed"):
        for lead, support in ((bureau, town), (town, bureau), (town, None)):
            task = make_task(status=status, lead_unit=lead)
            task.supporting_units.set([support] if support else [])
    make_task(status="in_progress", lead_unit=bureau, deadline=past, heard_on=long_ago, last_verb="send_back")
    make_task(status="in_progress", lead_unit=bureau, deadline=today, asks_extension=True)
    make_task(status="submitted", lead_unit=town, submitted_on=long_ago)
    both = make_task(status="in_progress", lead_unit=bureau, deadline=past, title="牵头又配合")
    both.supporting_units.set([bureau, town])
    closed = make_task(status="closed", title="关注的已销号事项", lead_unit=bureau)
    for user in (coordinator, handler, reader):
        Watch.objects.create(user=user, task=closed)
        Watch.objects.create(user=user, task=both)


def shown_in_navigation(page: str) -> int:
    found = re.search(r'<span class="count">(\d+)</span>', page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("who", WHO)
def test_every_figure_equals_its_list(who, ledger, log_in, request):
    client = log_in(request.getfixturevalue(who))
    page = client.get("/my/")
    figures = {name: int(n) for name, n in re.findall(r'href="\?pile=(\w+)"[^>]*><b>(\d+)</b>', page.text)}
    assert figures == {each.name: each.count for each in page.context["piles"]}
    assert any(figures.values()) or who == "administrator"
    for name, number in figures.items():
        here = client.get(f"/my/?pile={name}").context["table"]
        ledger_list = client.get(f"/tasks/?pile={name}").context["table"]
        for table in (here, ledger_list):
            assert table.paginator.count == number, name
            rows = [task.pk for task in table.page]
            assert len(rows) == len(set(rows)) == number, name


@pytest.mark.parametrize("who", WHO)
def test_the_figure_in_the_navigation_is_what_my_work_opens_with(who, ledger, log_in, request):
    client = log_in(request.getfixturevalue(who))
    page = client.get("/my/")
    if "waiting" in {each.name for each in page.context["piles"]}:
        assert page.context["chosen"].name == "waiting"
        assert shown_in_navigation(page.text) == page.context["table"].paginator.count > 0
        assert shown_in_navigation(client.get("/topics/").text) == page.context["table"].paginator.count
    else:
        assert shown_in_navigation(page.text) == 0


PILES = [
    ("coordinator", {"to_check": 3, "to_assign": 3, "to_review": 4, "review_late": 1, "to_decide": 1, "to_chase": 2}),
    (
        "handler",
        {
            "to_acknowledge": 1,
            "sent_back": 1,
            "overdue": 2,
            "to_report": 2,
            "to_submit": 4,
            "as_lead": 8,
            "as_support": 6,
        },
    ),
    ("foreign_handler", {"to_acknowledge": 2, "sent_back": 0, "overdue": 0, "as_support": 6}),
    ("reader", {"watched": 2}),
]


@pytest.mark.parametrize(("who", "expected"), PILES)
def test_what_is_in_which_pile(who, expected, ledger, request):
    counts = {each.name: each.count for each in piles(request.getfixturevalue(who))}
    assert {name: counts.get(name) for name in expected} == expected


def test_every_pile_has_a_label(coordinator, bureau):
    Membership.objects.create(user=coordinator, unit=bureau, role="handler")
    assert {each.name for each in piles(coordinator)} == set(LABELS)


def test_a_pile_that_is_not_ones_own_is_not_found_and_lists_nothing(ledger, handler, log_in):
    client = log_in(handler)
    for name in ("to_review", "nonsense"):
        assert client.get(f"/my/?pile={name}").status_code == 404
        assert client.get(f"/tasks/?pile={name}").context["table"].paginator.count == 0


def test_a_handler_of_two_units_has_the_work_of_both(ledger, handler, town, log_in):
    Membership.objects.create(user=handler, unit=town, role="handler")
    counts = {each.name: each.count for each in piles(type(handler).objects.get(pk=handler.pk))}
    assert counts["to_acknowledge"] == 3


def test_the_work_of_a_unit_below_waits_for_the_unit_above(make_task, bureau, handler):
    station = Unit.objects.create(name="青石县水文站", parent=bureau)
    make_task(status="assigned", lead_unit=station)
    assert {each.name: each.count for each in piles(handler)}["to_acknowledge"] == 1


def test_the_ledger_list_narrows_a_pile_further(ledger, coordinator, log_in):
    client = log_in(coordinator)
    assert client.get("/tasks/?pile=to_assign&unit=青石县水利局").context["table"].paginator.count == 1
    assert "pile=to_assign" in client.get("/tasks/?pile=to_assign").text


def test_who_has_no_piles_costs_no_query(reader, log_in, django_assert_num_queries):
    client = log_in(reader)
    with django_assert_num_queries(PLAIN_PAGE):
        client.get("/accounts/password/")


def test_the_figure_costs_one_query(handler, log_in, django_assert_num_queries):
    client = log_in(handler)
    with django_assert_num_queries(PLAIN_PAGE + 2):  # the tree of units, and the figure
        client.get("/accounts/password/")


@pytest.mark.parametrize("who", ["coordinator", "handler"])
def test_cost_does_not_grow_with_the_rows(
    who, ledger, make_task, bureau, log_in, request, django_assert_max_num_queries
):
    client = log_in(request.getfixturevalue(who))
    with django_assert_max_num_queries(QUERIES):
        client.get("/my/")
    for _each in range(20):
        make_task(status="assigned", lead_unit=bureau)
    with django_assert_max_num_queries(QUERIES):
        client.get("/my/")


PLAIN_PAGE = 3  # session, user, memberships
QUERIES = 9  # and the tree of units, the piles, the list (count, rows, flags), the figure in the navigation
