"""The calendar feed: what it holds, how it is folded, and that a renewed link ends the old one."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.calendars import calendar, link_of, renew, tasks_for

pytestmark = pytest.mark.django_db
LATER = dt.date(2024, 12, 31)


def test_handlers_get_the_deadlines_that_their_units_lead(make_task, bureau, town, handler, reader):
    mine = make_task(status="assigned", lead_unit=bureau, deadline=LATER)
    make_task(status="assigned", lead_unit=town, deadline=LATER)
    make_task(status="closed", lead_unit=bureau, deadline=LATER)
    make_task(status="assigned", lead_unit=bureau)
    assert list(tasks_for(handler)) == [mine]
    assert list(tasks_for(reader)) == []


def test_the_feed(make_task, bureau):
    task = make_task(title="清淤，含支流；见附件\\A", lead_unit=bureau, deadline=LATER)
    lines = calendar([task], "http://duban.test").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {
        "DTSTART;VALUE=DATE:20241231",
        "DTEND;VALUE=DATE:20250101",
        f"URL:http://duban.test/tasks/{task.pk}/",
    } <= set(lines)


def test_commas_and_backslashes_are_escaped(make_task):
    feed = calendar([make_task(title="a,b;c\\d", deadline=LATER)], "")
    assert "a\\,b\\;c\\\\d" in feed


def test_long_lines_are_folded_between_characters(make_task):
    task = make_task(title="河道" * 60, deadline=LATER)
    feed = calendar([task], "")
    assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))
    assert "河道" * 60 in feed.replace("\r\n ", "")


def test_a_renewed_link_ends_the_old_one(handler):
    assert link_of(handler) is None
    old = renew(handler).secret
    assert link_of(handler).secret == old
    assert renew(handler).secret != old
    assert len(link_of(handler).secret) >= 32
