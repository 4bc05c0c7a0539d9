"""More time: asked for before the deadline, decided once, the original deadline and the count stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tracker.extensions import ask_extension, grant_extension, refuse_extension
from tracker.models import Extension
from tracker.workflow import Refused, carry_out, verbs_for

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def task(make_task, bureau):
    return make_task(status="in_progress", lead_unit=bureau, deadline=day(10))


def names(task, user) -> set[str]:
    return {verb.name for verb in verbs_for(task, user)}


def test_asked_and_granted(task, handler, coordinator):
    assert "ask_extension" in names(task, handler)
    asked = ask_extension(task, by=handler, version=1, wanted=day(40), reason="汛期无法施工")
    task.refresh_from_db()
    assert (asked.deadline, asked.wanted, asked.state, task.asks_extension) == (day(10), day(40), "asked", True)
    assert "ask_extension" not in names(task, handler)
    assert {"grant_extension", "refuse_extension"} <= names(task, coordinator)
    grant_extension(task, by=coordinator, version=2)
    task.refresh_from_db()
    asked.refresh_from_db()
    assert (task.deadline, task.original_deadline, task.times_extended, task.asks_extension) == (
        day(40),
        day(10),
        1,
        False,
    )
    assert (asked.state, asked.decided_by, task.origins["deadline"]) == ("granted", coordinator, "manual")


def test_the_original_deadline_is_the_first_one(task, handler, coordinator):
    for version, wanted in ((1, day(40)), (3, day(70))):
        ask_extension(task, by=handler, version=version, wanted=wanted, reason="雨水多")
        grant_extension(task, by=coordinator, version=version + 1)
    task.refresh_from_db()
    assert (task.deadline, task.original_deadline, task.times_extended) == (day(70), day(10), 2)


def test_asked_and_refused(task, handler, coordinator):
    ask_extension(task, by=handler, version=1, wanted=day(40), reason="人手少")
    with pytest.raises(Refused):
        refuse_extension(task, by=coordinator, version=2, reason="")
    refuse_extension(task, by=coordinator, version=2, reason="理由不充分")
    task.refresh_from_db()
    assert (task.deadline, task.original_deadline, task.times_extended, task.asks_extension) == (
        day(10),
        None,
        0,
        False,
    )
    assert Extension.objects.get().answer == "理由不充分"


@pytest.mark.parametrize(
    ("deadline", "wanted", "reason"),
    [(None, 40, "x"), (-1, 40, "x"), (10, 10, "x"), (10, 5, "x"), (10, 40, " ")],
    ids=["no deadline", "deadline over", "same day", "earlier", "no reason"],
)
def test_what_can_not_be_asked_for(deadline, wanted, reason, make_task, bureau, handler):
    task = make_task(status="in_progress", lead_unit=bureau, deadline=None if deadline is None else day(deadline))
    with pytest.raises(Refused):
        ask_extension(task, by=handler, version=1, wanted=day(wanted), reason=reason)
    assert not Extension.objects.exists()
    task.refresh_from_db()
    assert (task.version, task.asks_extension) == (1, False)


def test_on_the_last_day_one_may_still_ask(make_task, bureau, handler):
    task = make_task(status="in_progress", lead_unit=bureau, deadline=day(0))
    ask_extension(task, by=handler, version=1, wanted=day(5), reason="x")


def test_one_request_at_a_time(task, handler):
    ask_extension(task, by=handler, version=1, wanted=day(40), reason="x")
    with pytest.raises(Refused):
        ask_extension(task, by=handler, version=2, wanted=day(50), reason="y")


def test_the_unit_does_not_decide(task, handler):
    ask_extension(task, by=handler, version=1, wanted=day(40), reason="x")
    for decide in (grant_extension, refuse_extension):
        with pytest.raises(Refused):
            decide(task, by=handler, version=2, reason="x")


@pytest.mark.parametrize(
    ("status", "verb", "settled"),
    [
        ("assigned", "decline", True),
        ("in_progress", "close_out", True),
        ("in_progress", "submit", False),
        ("in_progress", "suspend", False),
    ],
)
def test_a_request_is_settled_with_its_task_and_waits_where_the_task_may_come_back(
    status, verb, settled, make_task, bureau, handler, coordinator
):
    task = make_task(status=status, lead_unit=bureau, deadline=day(10))
    asked = ask_extension(task, by=handler, version=1, wanted=day(40), reason="雨水多")
    done = carry_out(task, verb, by=coordinator, version=2, reason="说明")
    asked.refresh_from_db()
    assert (asked.state, done.asks_extension) == (("withdrawn", False) if settled else ("asked", True))
    told = done.events.filter(verb=verb, field="extension")
    assert [(event.old, event.new) for event in told] == ([(day(40).isoformat(), None)] if settled else [])


def test_after_reopening_more_time_may_be_asked_for_again(task, handler, coordinator):
    ask_extension(task, by=handler, version=1, wanted=day(40), reason="x")
    carry_out(task, "close_out", by=coordinator, version=2)
    again = carry_out(task, "reopen", by=coordinator, version=3, reason="未办结")
    assert "grant_extension" not in names(again, coordinator)
    ask_extension(again, by=handler, version=4, wanted=day(50), reason="y")


def test_nothing_to_decide(task, coordinator):
    with pytest.raises(Refused):
        grant_extension(task, by=coordinator, version=1)
