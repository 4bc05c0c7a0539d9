"""How tasks stood on other days, replayed from their timelines in two queries: the trend by month, two days compared.

A day is meant at its end, in the site's time zone. Topic, unit and year of the tasks are those of today.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracker.models import LIVE, Status, Task, TaskEvent

MONTHS = 12  # of the trend
_AT_WORK = (Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS)

TREND_DEFINITION = _(
    "Problems and plans together, replayed from their timelines. Opened: followed up for the first time, accepted or "
    "restored. Reopened: followed up again after it was closed out. In each cell a task counts once. Open at the end: "
    "followed up at the end of the month's last day, or today."
)
COMPARISON_DEFINITION = _(
    "First day: %(since)s, second day: %(until)s, each at its end, replayed from the tasks' timelines. Open: from "
    "“to be assigned” to “to be reviewed”, and suspended. Open on the first day = closed out on the second + dismissed "
    "or merged + open on both days. Overdue: past the deadline that held on that day, and not yet submitted, suspended "
    "or closed out."
)

Steps = tuple[tuple[dt.date, Any], ...]


class Move(models.TextChoices):
    """What befell tasks from one day to another: the ledger list opens the rows behind each figure by it."""

    OPENED = "opened", _("Newly followed up in the period")
    REOPENED = "reopened", _("Reopened in the period")
    CLOSED = "closed", _("Closed out in the period")
    DROPPED = "dropped", _("Dismissed or merged in the period")
    OPEN_THEN = "open_then", _("Open on the first day")
    OPEN_NOW = "open_now", _("Open on the second day")
    SOLVED = "solved", _("Open on the first day, closed out on the second")
    LOST = "lost", _("Open on the first day, dismissed or merged on the second")
    STAYED = "stayed", _("Open on both days")
    ADDED = "added", _("Open on the second day only")
    BRIEF = "brief", _("Entered after the first day and closed out by the second")
    RED_THEN = "red_then", _("Overdue on the first day")
    RED_NOW = "red_now", _("Overdue on the second day")


@dataclass(frozen=True)
class Past:
    """A task's statuses and deadlines (ISO dates or None), each with the day from which it held."""

    pk: int
    statuses: Steps
    deadlines: Steps

    def is_open(self, day: dt.date) -> bool:
        return self.status(day) in LIVE

    def is_red(self, day: dt.date) -> bool:
        deadline = _on(self.deadlines, day)
        return self.status(day) in _AT_WORK and deadline is not None and deadline < day.isoformat()

    def status(self, day: dt.date) -> str | None:
        """Return the status at the end of a day; None before the task was entered."""
        return _on(self.statuses, day)

    def turns(self) -> Iterator[tuple[dt.date, Move]]:
        """Yield when the task began and ceased to be followed up."""
        before = None
        for day, status in self.statuses:
            if status in LIVE and before not in LIVE:
                yield day, Move.REOPENED if before == Status.CLOSED else Move.OPENED
            elif status == Status.CLOSED != before:
                yield day, Move.CLOSED
            elif before in LIVE and status not in LIVE:
                yield day, Move.DROPPED
            before = status

    def turned(self, move: Move, first: dt.date, last: dt.date) -> bool:
        return any(turn == move and first <= day <= last for day, turn in self.turns())


@dataclass(frozen=True)
class Month:
    """How many tasks turned in a month, each counted once for each kind of turn, and how many were open at its end."""

    first: dt.date
    last: dt.date
    opened: int
    reopened: int
    closed: int
    dropped: int
    open: int


@dataclass(frozen=True)
class Comparison:
    """How many tasks stood how on two days."""

    since: dt.date
    until: dt.date
    counts: list[tuple[Move, int]]

    @property
    def definition(self) -> str:
        return str(COMPARISON_DEFINITION) % {"since": self.since.isoformat(), "until": self.until.isoformat()}


def history(tasks: QuerySet[Task]) -> list[Past]:
    """Replay the timelines of tasks."""
    rows = {pk: now for pk, *now in tasks.order_by().values_list("pk", "created_at", "status", "deadline")}
    events: dict[tuple[int, str], list[tuple[dt.date, Any, Any]]] = {}
    changes = TaskEvent.objects.filter(task__in=tasks.order_by().values("pk"), field__in=("status", "deadline"))
    for task, at, field, old, new in changes.order_by("id").values_list("task", "at", "field", "old", "new"):
        events.setdefault((task, field), []).append((timezone.localdate(at), old, new))
    return [_past(pk, *now, events) for pk, now in rows.items()]


def moved(pasts: Iterable[Past], move: str, since: dt.date, until: dt.date) -> list[int]:
    """Return the numbers of the tasks that a move befell from one day to another."""
    befell = BEFELL[Move(move)]
    return [past.pk for past in pasts if befell(past, since, until)]


def months(pasts: Sequence[Past], today: dt.date | None = None) -> list[Month]:
    """Return the last MONTHS months, the running one last; months before the first task are left out."""
    today = today or timezone.localdate()
    firsts = list(_firsts(pasts, today))
    turns = Counter((first, turn) for past in pasts for first, turn in {(d.replace(day=1), t) for d, t in past.turns()})
    found = []
    for first in firsts:
        last = min(_next(first) - dt.timedelta(days=1), today)
        counts = [turns[first, turn] for turn in (Move.OPENED, Move.REOPENED, Move.CLOSED, Move.DROPPED)]
        found.append(Month(first, last, *counts, open=sum(past.is_open(last) for past in pasts)))
    return found


def compare(pasts: Sequence[Past], since: dt.date, until: dt.date) -> Comparison:
    """Compare how tasks stood on two days."""
    return Comparison(since, until, [(move, len(moved(pasts, move, since, until))) for move in _STANDING])


def _past(pk: int, created_at: dt.datetime, status: str, deadline: dt.date | None, events: dict) -> Past:
    born = timezone.localdate(created_at)
    due = deadline.isoformat() if deadline else None
    statuses = _steps(born, status, events.get((pk, "status"), []))
    return Past(pk, statuses, _steps(born, due, events.get((pk, "deadline"), [])))


def _steps(born: dt.date, now: Any, changes: list[tuple[dt.date, Any, Any]]) -> Steps:
    """Return the values of a field with their days: at first what the first change found, or what it is still today."""
    first = changes[0][1] if changes else now
    return ((born, first), *((day, new) for day, _old, new in changes))


def _on(steps: Steps, day: dt.date) -> Any:
    found = None
    for since, value in steps:
        if since > day:
            break
        found = value
    return found


def _firsts(pasts: Sequence[Past], today: dt.date) -> Iterator[dt.date]:
    """Yield the first days of the months that the trend tells of."""
    count = today.year * 12 + today.month - MONTHS
    earliest = min((past.statuses[0][0] for past in pasts), default=today).replace(day=1)
    month = max(dt.date(count // 12, count % 12 + 1, 1), earliest)
    while month <= today:
        yield month
        month = _next(month)


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _turned(move: Move) -> Callable[[Past, dt.date, dt.date], bool]:
    return lambda past, since, until: past.turned(move, since, until)


BEFELL: dict[Move, Callable[[Past, dt.date, dt.date], bool]] = {
    Move.OPENED: _turned(Move.OPENED),
    Move.REOPENED: _turned(Move.REOPENED),
    Move.CLOSED: _turned(Move.CLOSED),
    Move.DROPPED: _turned(Move.DROPPED),
    Move.OPEN_THEN: lambda past, since, until: past.is_open(since),
    Move.OPEN_NOW: lambda past, since, until: past.is_open(until),
    Move.SOLVED: lambda past, since, until: past.is_open(since) and past.status(until) == Status.CLOSED,
    Move.LOST: lambda past, since, until: past.is_open(since) and past.status(until) not in (*LIVE, Status.CLOSED),
    Move.STAYED: lambda past, since, until: past.is_open(since) and past.is_open(until),
    Move.ADDED: lambda past, since, until: not past.is_open(since) and past.is_open(until),
    Move.BRIEF: lambda past, since, until: (
        past.status(since) not in (*LIVE, Status.CLOSED) and past.status(until) == Status.CLOSED
    ),
    Move.RED_THEN: lambda past, since, until: past.is_red(since),
    Move.RED_NOW: lambda past, since, until: past.is_red(until),
}
#: What a comparison tells, in this order.
_STANDING = (
    Move.OPEN_THEN, Move.SOLVED, Move.LOST, Move.STAYED, Move.ADDED, Move.OPEN_NOW, Move.BRIEF,
    Move.RED_THEN, Move.RED_NOW,
)  # fmt: skip
