"""Lights 亮灯: how urgent a task is, computed in the query, so that they are right without any scheduled job.

red     past the deadline and not yet submitted
yellow  due soon, in the last part of the time given, or in progress without a sign for long
green   the rest
grey    not timed: no deadline, or suspended
on_time, late   closed out
none    not followed up: to be checked, dismissed, merged

Thresholds are settings (DUBAN_…).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Q, QuerySet, Value, When
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.models import Status, Task


class Light(models.TextChoices):
    RED = "red", _("Overdue")
    YELLOW = "yellow", _("Due soon")
    GREEN = "green", _("On track")
    GREY = "grey", _("Not timed")
    ON_TIME = "on_time", _("Closed on time")
    LATE = "late", _("Closed late")
    NONE = "none", _("Not followed up")


class DayNumber(Func):
    """Days since a fixed day, as a number that both databases can multiply."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="CAST(julianday(%(expressions)s) AS INTEGER)", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '2000-01-01')", **extra)


def lit(tasks: QuerySet[Task], today: dt.date | None = None) -> QuerySet[Task]:
    """Annotate tasks with their light on `today` (the site's local date if not given)."""
    return tasks.annotate(light=light(today))


def light(today: dt.date | None = None) -> Case:
    """Return the expression of a task's light on `today` (the site's local date if not given)."""
    today = today or timezone.localdate()
    handed_in = Q(status=Status.SUBMITTED)
    not_followed = Q(status__in=[Status.CANDIDATE, Status.DISMISSED, Status.MERGED])
    return Case(
        When(Q(status=Status.CLOSED) & Q(closed_on__gt=F("deadline")), then=Value(Light.LATE)),
        When(status=Status.CLOSED, then=Value(Light.ON_TIME)),
        When(not_followed, then=Value(Light.NONE)),
        When(Q(status=Status.SUSPENDED) | Q(deadline=None), then=Value(Light.GREY)),
        When(handed_in, then=Value(Light.GREEN)),
        When(deadline__lt=today, then=Value(Light.RED)),
        When(_due_soon(today) | _silent(today), then=Value(Light.YELLOW)),
        default=Value(Light.GREEN),
        output_field=models.CharField(),
    )


def _due_soon(today: dt.date) -> Q:
    """Within DUBAN_DUE_SOON_DAYS of the deadline, or in the last DUBAN_LAST_PART_PERCENT of the time given."""
    part = settings.DUBAN_LAST_PART_PERCENT
    last_part_from = DayNumber(F("deadline")) * (100 - part) + DayNumber(F("started_on")) * part
    in_last_part = LessThanOrEqual(last_part_from, DayNumber(Value(today)) * 100)
    return Q(deadline__lte=today + dt.timedelta(days=settings.DUBAN_DUE_SOON_DAYS)) | Q(in_last_part)


def _silent(today: dt.date) -> Q:
    since = today - dt.timedelta(days=settings.DUBAN_SILENT_DAYS)
    return Q(status=Status.IN_PROGRESS, heard_on__lt=since)
