"""/my/calendar/ and the feed: the secret is the key, a renewed one ends the old, links lead to the site's address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tracker.calendars import renew
from tracker.models import CalendarLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task, bureau):
    return make_task(status="assigned", lead_unit=bureau, deadline=dt.date(2024, 12, 31))


def feed(client, user) -> str:
    return reverse("calendar-feed", args=[CalendarLink.objects.get(user=user).secret])


def test_an_address_is_made_when_it_is_wanted(handler, log_in):
    client = log_in(handler)
    client.get("/my/calendar/")
    assert not CalendarLink.objects.exists()
    page = client.post("/my/calendar/", follow=True)
    link = CalendarLink.objects.get(user=handler)
    assert f"http://127.0.0.1:8000/calendar/{link.secret}.ics" in page.text


def test_the_feed_needs_no_log_in(client, handler, task, settings):
    settings.DUBAN_SITE_ADDRESS = "http://duban.test"
    renew(handler)
    answer = client.get(feed(client, handler))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"URL:http://duban.test/tasks/{task.pk}/" in answer.content.decode()


def test_unknown_renewed_and_inactive_are_not_found(client, handler, task):
    renew(handler)
    old = feed(client, handler)
    assert client.get(old).status_code == 200
    renew(handler)
    assert client.get(old).status_code == 404
    assert client.get("/calendar/nobody-knows-this.ics").status_code == 404
    handler.is_active = False
    handler.save()
    assert client.get(feed(client, handler)).status_code == 404


def test_a_feed_shows_no_more_than_its_user_sees(client, foreign_handler, handler, task):
    renew(foreign_handler)
    assert "BEGIN:VEVENT" not in client.get(feed(client, foreign_handler)).text
    task.supporting_units.add(foreign_handler.memberships.get().unit)
    foreign_handler.watches.create(task=task)
    assert "BEGIN:VEVENT" in client.get(feed(client, foreign_handler)).text


def test_renewing_takes_a_post(handler, log_in):
    client = log_in(handler)
    first = renew(handler).secret
    client.get("/my/calendar/")
    assert CalendarLink.objects.get().secret == first
    client.post("/my/calendar/")
    assert CalendarLink.objects.get().secret != first
