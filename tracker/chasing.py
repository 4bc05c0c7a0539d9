"""Chasing 催办: a reminder to the lead unit of a task, not more often than every few days."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from tracker.lights import Light, lit
from tracker.models import Chase, Task
from tracker.verbs import UNDER_WAY
from tracker.workflow import Refused, acting


def chase(task: Task, *, by: User, version: int, text: str) -> Chase:
    """Remind the lead unit. Raises Stale, or Refused: with the date of the last time if that is too recent."""
    if not text.strip():
        raise Refused(_("Please write what you want to remind of."))
    with acting(task, "chase", by=by, version=version) as act:
        _check_pause(act.task)
        sent = Chase.objects.create(task=act.task, by=by, text=text.strip())
        act.note("chase", None, sent.text)
    return sent


def overdue(unit: Unit) -> QuerySet[Task]:
    """Return the red tasks that wait for a lead unit, the longest overdue first; `chased` is when it was told last."""
    red = lit(Task.objects.filter(lead_unit=unit, status__in=UNDER_WAY)).filter(light=Light.RED)
    last = Chase.objects.filter(task=OuterRef("pk")).order_by("-id").values("at")[:1]
    return red.select_related("lead_unit").annotate(chased=Subquery(last)).order_by("deadline", "pk")


def units_to_chase() -> QuerySet[Unit]:
    """Return the units that overdue tasks wait for, those with the most of them first; `late` is how many."""
    late = Count("leads", filter=Q(leads__status__in=UNDER_WAY, leads__deadline__lt=timezone.localdate()))
    return Unit.objects.annotate(late=late).filter(late__gt=0).order_by("-late", "name")


def chase_text(task: Task) -> str:
    """Return the usual words of a reminder for this task, to be edited."""
    words = {"code": task.code, "title": task.title, "unit": task.lead_unit or "", "date": task.deadline or ""}
    if task.deadline and task.deadline < timezone.localdate():
        days = (timezone.localdate() - task.deadline).days
        return _(
            "%(unit)s: task %(code)s “%(title)s” was due on %(date)s and is %(days)d days overdue. "
            "Please speed it up and report progress."
        ) % {**words, "days": days}
    if task.deadline:
        return (
            _("%(unit)s: task %(code)s “%(title)s” is due on %(date)s. Please press ahead and report progress in time.")
            % words
        )
    return _("%(unit)s: please report the progress of task %(code)s “%(title)s”.") % words


def _check_pause(task: Task) -> None:
    since = timezone.now() - dt.timedelta(days=settings.DUBAN_CHASE_PAUSE_DAYS)
    last = Chase.objects.filter(task=task, at__gt=since).first()
    if last:
        raise Refused(
            _("This task was chased on %(date)s already; once in %(days)d days is enough.")
            % {"date": timezone.localtime(last.at).date().isoformat(), "days": settings.DUBAN_CHASE_PAUSE_DAYS}
        )
