"""Lights in the query, on both sides of every threshold, with no job having run."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.lights import Light, light
from tracker.models import Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 30)


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


CASES = [
    # status, deadline, started, heard, closed -> light
    ("open", None, 0, None, None, Light.GREY),
    ("suspended", -5, -50, None, None, Light.GREY),
    ("open", -1, -50, None, None, Light.RED),
    ("assigned", -1, -50, None, None, Light.RED),
    ("in_progress", -1, -50, 0, None, Light.RED),
    ("in_progress", 0, -50, 0, None, Light.YELLOW),
    ("submitted", -1, -50, 0, None, Light.GREEN),
    ("submitted", 3, -50, -40, None, Light.GREEN),
    ("open", 7, 0, None, None, Light.YELLOW),
    ("open", 8, 0, None, None, Light.GREEN),
    # the last fifth of 100 days begins 20 days before the deadline
    ("open", 20, -80, None, None, Light.YELLOW),
    ("open", 21, -79, None, None, Light.GREEN),
    ("in_progress", 90, 0, -30, None, Light.GREEN),
    ("in_progress", 90, 0, -31, None, Light.YELLOW),
    ("in_progress", None, -90, -90, None, Light.GREY),
    ("closed", 0, -50, 0, 0, Light.ON_TIME),
    ("closed", -1, -50, 0, 0, Light.LATE),
    ("closed", None, -50, 0, 0, Light.ON_TIME),
    ("candidate", -9, -50, None, None, Light.NONE),
    ("dismissed", -9, -50, None, None, Light.NONE),
    ("merged", -9, -50, None, None, Light.NONE),
]


@pytest.mark.parametrize(("status", "deadline", "started", "heard", "closed", "expected"), CASES)
def test_light(status, deadline, started, heard, closed, expected, make_task):
    dates = {"deadline": deadline, "started_on": started, "heard_on": heard, "closed_on": closed}
    task = make_task(status=status, **{k: None if v is None else day(v) for k, v in dates.items()})
    assert Task.objects.annotate(light=light(TODAY)).get(pk=task.pk).light == expected


def test_thresholds_are_settings(make_task, settings):
    settings.DUBAN_DUE_SOON_DAYS = 3
    settings.DUBAN_LAST_PART_PERCENT = 0
    task = make_task(deadline=day(5), started_on=TODAY)
    assert Task.objects.annotate(light=light(TODAY)).get(pk=task.pk).light == Light.GREEN
    settings.DUBAN_DUE_SOON_DAYS = 5
    assert Task.objects.annotate(light=light(TODAY)).get(pk=task.pk).light == Light.YELLOW


def test_a_month_later_the_light_is_right_without_any_job(make_task):
    task = make_task(deadline=day(10), started_on=TODAY)
    seen = [Task.objects.annotate(light=light(day(d))).get(pk=task.pk).light for d in (0, 5, 31)]
    assert seen == [Light.GREEN, Light.YELLOW, Light.RED]
