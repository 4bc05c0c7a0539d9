"""What is derived about a task beside its light, each a filter of the list: computed in the query, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.models import LIVE, Status, Task, TaskEvent, TaskSource
from tracker.verbs import UNDER_WAY


class Flag(models.TextChoices):
    OVERDUE = "overdue", _("Overdue")
    DUE_SOON = "due_soon", _("Due soon")
    SILENT = "silent", _("No report for long")
    SENT_BACK = "sent_back", _("Sent back")
    EXTENDED = "extended", _("Extended")
    ASKS_EXTENSION = "asks_extension", _("Asks for an extension")
    REVIEW_LATE = "review_late", _("Waiting for review too long")
    REWORDED = "reworded", _("Reworded, to be checked")
    VANISHED = "vanished", _("No longer in the document")
    BY_HAND = "by_hand", _("Without a source")


#: What a task's light says already, so that it need not stand beside it once more.
SAID_BY_LIGHT = frozenset({Flag.OVERDUE, Flag.DUE_SOON})


def flagged(flag: str, today: dt.date | None = None) -> Q:
    """Return the condition of a flag on `today` (the site's local date if not given)."""
    today = today or timezone.localdate()
    return CONDITIONS[Flag(flag)](today)


def _days_ago(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)


def _at_work(today: dt.date) -> Q:
    return Q(status__in=[Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS])


def _vanished(today: dt.date) -> Q:
    sources = TaskSource.objects.filter(task=OuterRef("pk"))
    current = sources.filter(item__edition=models.F("item__edition__summary__current"))
    return Q(Exists(sources)) & ~Q(Exists(current)) & Q(status__in=[*LIVE, Status.CANDIDATE])


def _reworded(today: dt.date) -> Q:
    """A later edition changed the words, and nobody has done anything with the task since."""
    latest = TaskEvent.objects.filter(task=OuterRef("pk"), version=OuterRef("version"))
    reworded = latest.filter(verb="reimport", field="text", old__isnull=False, new__isnull=False)
    return Q(Exists(reworded)) & Q(status__in=[*LIVE, Status.CANDIDATE])


CONDITIONS = {
    Flag.OVERDUE: lambda today: _at_work(today) & Q(deadline__lt=today),
    Flag.DUE_SOON: lambda today: (
        _at_work(today) & Q(deadline__range=(today, today + dt.timedelta(days=settings.DUBAN_DUE_SOON_DAYS)))
    ),
    Flag.SILENT: lambda today: Q(status=Status.IN_PROGRESS, heard_on__lt=_days_ago(today, settings.DUBAN_SILENT_DAYS)),
    Flag.SENT_BACK: lambda today: Q(status=Status.IN_PROGRESS, last_verb="send_back"),
    Flag.EXTENDED: lambda today: Q(times_extended__gt=0),
    Flag.ASKS_EXTENSION: lambda today: Q(asks_extension=True, status__in=UNDER_WAY),
    Flag.REVIEW_LATE: lambda today: Q(
        status=Status.SUBMITTED, submitted_on__lt=_days_ago(today, settings.DUBAN_REVIEW_DAYS)
    ),
    Flag.REWORDED: _reworded,
    Flag.VANISHED: _vanished,
    Flag.BY_HAND: lambda today: ~Q(Exists(TaskSource.objects.filter(task=OuterRef("pk")))),
}
assert set(CONDITIONS) == set(Flag)


def flags_of(task: Task) -> list[Flag]:
    """Return the flags that one task bears today."""
    return flags_by_task([task])[task.pk]


def flags_by_task(tasks: Iterable[Task], without: Collection[Flag] = ()) -> dict[int, list[Flag]]:
    """Return the flags that each of some tasks bears today, in one query: for a page, not for the whole ledger."""
    borne = {flag: ExpressionWrapper(flagged(flag), models.BooleanField()) for flag in Flag if flag not in without}
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks]).order_by()
    flags = rows.values_list("pk", *borne.values())
    return {pk: [flag for flag, bears in zip(borne, row, strict=True) if bears] for pk, *row in flags}
