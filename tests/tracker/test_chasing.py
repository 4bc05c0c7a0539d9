"""Chasing: for one task or all red ones of a unit, and not twice within a few days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tracker.chasing import chase, chase_text, overdue, units_to_chase
from tracker.models import Chase
from tracker.workflow import Refused

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def late(make_task, bureau):
    return make_task(status="in_progress", lead_unit=bureau, deadline=day(-3))


def test_a_chase_is_logged(late, coordinator):
    sent = chase(late, by=coordinator, version=1, text="请抓紧")
    late.refresh_from_db()
    assert (sent.text, sent.by, late.version, late.status) == ("请抓紧", coordinator, 2, "in_progress")
    assert late.events.get().verb == "chase"


def test_a_second_one_within_days_is_refused_with_the_date_of_the_first(late, coordinator, settings):
    settings.DUBAN_CHASE_PAUSE_DAYS = 3
    chase(late, by=coordinator, version=1, text="请抓紧")
    with pytest.raises(Refused, match=timezone.localdate().isoformat()):
        chase(late, by=coordinator, version=2, text="再催")
    assert Chase.objects.count() == 1
    settings.DUBAN_CHASE_PAUSE_DAYS = 0
    chase(late, by=coordinator, version=2, text="再催")


def test_what_is_overdue_with_a_unit_and_only_that(late, make_task, bureau, town, coordinator):
    second = make_task(status="assigned", lead_unit=bureau, deadline=day(-1))
    for other in (
        {"deadline": day(5)},
        {"status": "submitted", "deadline": day(-9)},
        {"status": "open", "deadline": day(-9)},
        {"status": "closed", "deadline": day(-9), "closed_on": day(0)},
        {"lead_unit": town, "deadline": day(-9)},
    ):
        make_task(**{"status": "in_progress", "lead_unit": bureau} | other)
    assert [task.pk for task in overdue(bureau)] == [late.pk, second.pk]
    assert [(unit.name, unit.late) for unit in units_to_chase()] == [(bureau.name, 2), (town.name, 1)]
    sent = chase(late, by=coordinator, version=1, text="请抓紧")
    assert [task.chased for task in overdue(bureau)] == [sent.at, None]


def test_a_task_without_a_lead_unit_at_work_is_not_chased(make_task, coordinator):
    with pytest.raises(Refused):
        chase(make_task(), by=coordinator, version=1, text="x")


@pytest.mark.parametrize(("deadline", "expected"), [(-3, "3"), (5, "-"), (None, "〔2023〕")])
def test_the_text_is_prefilled(deadline, expected, make_task, bureau):
    task = make_task(lead_unit=bureau, deadline=None if deadline is None else day(deadline))
    text = chase_text(task)
    assert bureau.name in text
    assert task.title in text
    assert expected in text


def test_units_do_not_chase(late, handler):
    with pytest.raises(Refused):
        chase(late, by=handler, version=1, text="x")
