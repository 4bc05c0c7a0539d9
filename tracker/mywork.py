"""What waits for a person 我的事项, by verb: each pile is a filtered list whose length is the figure shown.

The page is in views/mywork.py; the ledger list filters by a pile, too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import access_of
from accounts.models import User
from tracker.access import visible_tasks
from tracker.flags import Flag, flagged
from tracker.models import LIVE, Status, Task, Watch
from tracker.verbs import UNDER_WAY

WAITING = "waiting"
#: All piles there are, in the order in which they are shown; which of them a user has depends on the roles.
LABELS = {
    WAITING: _("All that waits"),
    "to_check": _("To check"),
    "to_assign": _("To assign"),
    "to_review": _("To review"),
    "review_late": _("Waiting for review too long"),
    "to_decide": _("Extensions to decide"),
    "to_chase": _("Overdue: to chase"),
    "to_acknowledge": _("To acknowledge"),
    "sent_back": _("Sent back"),
    "overdue": _("Overdue"),
    "to_report": _("To report"),
    "to_submit": _("To submit"),
    "as_lead": _("My units lead"),
    "as_support": _("My units support"),
    "watched": _("What I watch"),
}
URGENT = frozenset({"review_late", "to_chase", "overdue"})


@dataclass(frozen=True)
class Pile:
    """Tasks that wait for the same thing. `waits` tells whether they count in the navigation."""

    name: str
    condition: Q
    waits: bool = True
    count: int = 0

    @property
    def label(self) -> Any:
        return LABELS[self.name]

    @property
    def urgent(self) -> bool:
        return self.name in URGENT and self.count > 0


def piles(user: User, today: dt.date | None = None) -> list[Pile]:
    """Return the user's piles with their counts, in one query; what is empty is there too."""
    known = _piles(user, today or timezone.localdate())
    counts = visible_tasks(user).aggregate(**{each.name: Count("pk", filter=each.condition) for each in known})
    return [replace(each, count=counts[each.name]) for each in known]


def pile(user: User, name: str, today: dt.date | None = None) -> QuerySet[Task]:
    """Return the tasks of one of the user's piles; none if the user has no such pile."""
    for known in _piles(user, today or timezone.localdate()):
        if known.name == name:
            return visible_tasks(user).filter(known.condition)
    return Task.objects.none()


def waiting(user: User) -> int:
    """Return how many tasks wait for the user to do something: the figure in the navigation."""
    return pile(user, WAITING).count()


def _piles(user: User, today: dt.date) -> list[Pile]:
    access = access_of(user)
    found = []
    if access.coordinates:
        found += _for_coordinator(today)
    if access.handles:
        found += _for_handler(list(access.handles), today)
    if found:
        found.insert(0, Pile(WAITING, reduce(or_, (each.condition for each in found if each.waits)), waits=False))
    watched = Watch.objects.filter(user=user.pk).values("task")
    return [*found, Pile("watched", Q(pk__in=watched), waits=False)]


def _for_coordinator(today: dt.date) -> list[Pile]:
    return [
        Pile("to_check", Q(status=Status.CANDIDATE)),
        Pile("to_assign", Q(status=Status.OPEN)),
        Pile("to_review", Q(status=Status.SUBMITTED)),
        Pile("review_late", flagged(Flag.REVIEW_LATE, today), waits=False),  # waits as one to review
        Pile("to_decide", flagged(Flag.ASKS_EXTENSION, today)),
        Pile("to_chase", flagged(Flag.OVERDUE, today) & Q(status__in=UNDER_WAY), waits=False),
    ]


def _for_handler(units: list[int], today: dt.date) -> list[Pile]:
    lead = Q(lead_unit__in=units)
    supported = Task.supporting_units.through.objects.filter(unit__in=units).values("task")
    report = flagged(Flag.SILENT, today) | flagged(Flag.DUE_SOON, today) & Q(status=Status.IN_PROGRESS)
    return [
        Pile("to_acknowledge", lead & Q(status=Status.ASSIGNED)),
        Pile("sent_back", lead & flagged(Flag.SENT_BACK, today)),
        Pile("overdue", lead & flagged(Flag.OVERDUE, today)),
        Pile("to_report", lead & report),
        Pile("to_submit", lead & Q(status=Status.IN_PROGRESS)),
        Pile("as_lead", lead & Q(status__in=LIVE), waits=False),
        Pile("as_support", Q(pk__in=supported, status__in=LIVE), waits=False),
    ]
