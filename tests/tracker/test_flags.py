"""Derived flags, on both sides of every threshold; and the piles of my work, whose counts equal their lists."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.flags import Flag, flagged, flags_of
from tracker.models import Task, Watch
from tracker.mywork import pile, piles, waiting

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 30)


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


CASES = [
    (Flag.OVERDUE, {"deadline": day(-1)}, True),
    (Flag.OVERDUE, {"deadline": day(0)}, False),
    (Flag.OVERDUE, {"deadline": None}, False),
    (Flag.OVERDUE, {"deadline": day(-1), "status": "submitted"}, False),
    (Flag.OVERDUE, {"deadline": day(-1), "status": "closed"}, False),
    (Flag.DUE_SOON, {"deadline": day(0)}, True),
    (Flag.DUE_SOON, {"deadline": day(7)}, True),
    (Flag.DUE_SOON, {"deadline": day(8)}, False),
    (Flag.DUE_SOON, {"deadline": day(-1)}, False),
    (Flag.DUE_SOON, {"deadline": None}, False),
    (Flag.SILENT, {"status": "in_progress", "heard_on": day(-31)}, True),
    (Flag.SILENT, {"status": "in_progress", "heard_on": day(-30)}, False),
    (Flag.SILENT, {"status": "submitted", "heard_on": day(-90)}, False),
    (Flag.SENT_BACK, {"status": "in_progress", "last_verb": "send_back"}, True),
    (Flag.SENT_BACK, {"status": "in_progress", "last_verb": "acknowledge"}, False),
    (Flag.SENT_BACK, {"status": "submitted", "last_verb": "submit"}, False),
    (Flag.EXTENDED, {"times_extended": 1}, True),
    (Flag.EXTENDED, {"times_extended": 0}, False),
    (Flag.ASKS_EXTENSION, {"asks_extension": True, "status": "in_progress"}, True),
    (Flag.ASKS_EXTENSION, {"asks_extension": True, "status": "closed"}, False),
    (Flag.REVIEW_LATE, {"status": "submitted", "submitted_on": day(-8)}, True),
    (Flag.REVIEW_LATE, {"status": "submitted", "submitted_on": day(-7)}, False),
    (Flag.BY_HAND, {}, True),
    (Flag.VANISHED, {}, False),
    (Flag.REWORDED, {}, False),
]


@pytest.mark.parametrize(("flag", "fields", "expected"), CASES)
def test_flag(flag, fields, expected, make_task):
    task = make_task(**{"status": "open"} | fields)
    assert Task.objects.filter(flagged(flag, TODAY), pk=task.pk).exists() is expected


def test_flags_of_a_task(make_task):
    task = make_task(status="assigned", times_extended=2, asks_extension=True)
    assert flags_of(task) == [Flag.EXTENDED, Flag.ASKS_EXTENSION, Flag.BY_HAND]


@pytest.fixture
def ledger(make_task, bureau, town):
    statuses = ("candidate", "open", "assigned", "in_progress", "submitted", "closed", "suspended")
    tasks = [
        make_task(status=status, lead_unit=unit, deadline=deadline)
        for status in statuses
        for unit in (bureau, town, None)
        for deadline in (day(-3), day(60), None)
    ]
    tasks[12].supporting_units.add(bureau)
    return tasks


@pytest.mark.parametrize("role", ["coordinator", "handler", "foreign_handler", "reader", "administrator"])
def test_the_figures_equal_their_lists(role, ledger, request, django_assert_max_num_queries):
    user = request.getfixturevalue(role)
    Watch.objects.create(user=user, task=ledger[0])
    with django_assert_max_num_queries(3):  # memberships, units, and one query for all figures
        figures = piles(user, TODAY)
    assert {each.name: each.count for each in figures} == {
        each.name: pile(user, each.name, TODAY).count() for each in figures
    }


def test_what_waits_for_whom(make_task, bureau, town, handler, coordinator, reader):
    make_task(status="assigned", lead_unit=bureau)
    make_task(status="submitted", lead_unit=bureau)
    make_task(status="open")
    make_task(status="assigned", lead_unit=town)
    assert {each.name: each.count for each in piles(handler) if each.waits and each.count} == {"to_acknowledge": 1}
    assert {each.name: each.count for each in piles(coordinator) if each.waits and each.count} == {
        "to_assign": 1, "to_review": 1,
    }  # fmt: skip
    assert (waiting(handler), waiting(coordinator), waiting(reader)) == (1, 2, 0)


def test_a_pile_that_is_not_the_users_is_empty(ledger, handler, reader):
    assert (
        pile(handler, "to_review").count() == pile(reader, "to_assign").count() == pile(reader, "nonsense").count() == 0
    )
