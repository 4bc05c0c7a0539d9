"""The calendar feed: what it holds, how it is folded, and that a renewed link ends the old one."""

from __future__ import annotations

import datetime as dt
import re

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


CONTENT = re.compile(r"(?P<name>[A-Z-]+)(;[A-Z]+=[A-Z]+)*:(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)")
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}


def components(feed: str) -> list[str]:
    """Return the components of a feed in order; it is refused if RFC 5545 would not have it."""
    assert feed.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))
    found, opened = [], []
    for line in feed.replace("\r\n ", "").split("\r\n")[:-1]:
        match = CONTENT.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            opened.append((value, []))
        elif name == "END":
            kind, names = opened.pop()
            assert kind == value
            assert set(names) >= NEEDED[kind]
            assert all(names.count(each) == 1 for each in NEEDED[kind])
            found.append(kind)
        else:
            assert not re.search(r"(?<!\\)(\\\\)*\\(?![\\;,nN])", value), line
            opened[-1][1].append(name)
    assert not opened
    assert found[-1] == "VCALENDAR"
    assert len(found) > 1
    return found


@pytest.mark.parametrize(
    ("title", "deadline"),
    [
        ("清淤，含支流；a,b;c\\d\\n\\", LATER),
        ("第一行\r\n第二行\x0b第三行\x85第四行\t制表", LATER),
        ("𠮷" * 200, LATER),
        ("END:VEVENT\r\nBEGIN:VALARM", LATER),
        ("遥远", dt.date.max),
        ("很早", dt.date(204, 6, 30)),
    ],
)
def test_whatever_a_task_is_called_the_feed_is_valid(title, deadline, make_task, bureau):
    task = make_task(title=title, lead_unit=bureau, deadline=deadline)
    assert components(calendar([task], "http://duban.test")).count("VEVENT") == 1


def test_a_feed_without_deadlines_is_valid():
    assert "VEVENT" not in components(calendar([], ""))
