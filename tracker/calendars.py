"""Deadlines as a calendar feed (.ics, RFC 5545), under a secret link of its user that can be renewed."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import User
from tracker.access import visible_tasks
from tracker.models import LIVE, CalendarLink, Task, Watch

LINE = 75  # octets a line may have, RFC 5545 section 3.1
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Duban//Deadlines//ZH", "CALSCALE:GREGORIAN")
#: A calendar holds at least one component (section 3.6), also when nothing is due.
ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


def link_of(user: User) -> CalendarLink | None:
    """Return the user's link, or None: it is made when the user wants it, see `renew`."""
    return CalendarLink.objects.filter(user=user).first()


def renew(user: User) -> CalendarLink:
    """Give the user a new link; the old one leads nowhere from now on."""
    link, _new = CalendarLink.objects.update_or_create(user=user, defaults={"secret": secrets.token_urlsafe(24)})
    return link


def tasks_for(user: User) -> QuerySet[Task]:
    """Return the live tasks with a deadline that the user's units lead or that the user watches."""
    watched = Watch.objects.filter(user=user).values("task")
    mine = Q(lead_unit__in=list(access_of(user).handles)) | Q(pk__in=watched)
    tasks = visible_tasks(user).filter(mine, status__in=LIVE, deadline__isnull=False)
    return tasks.select_related("lead_unit").order_by("deadline", "pk")


def calendar(tasks: Iterable[Task], base: str) -> str:
    """Return the feed as text: an all-day event for each deadline. base: the site's address for links."""
    name = _("Duban: deadlines")
    lines = [*HEAD, f"X-WR-CALNAME:{_escaped(name)}", *ZONE]
    for task in tasks:
        lines += _event(task, base)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(task: Task, base: str) -> list[str]:
    stamp = timezone.now().astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return [
        "BEGIN:VEVENT",
        f"UID:task-{task.pk}@duban",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{task.version}",
        f"DTSTART;VALUE=DATE:{task.deadline.isoformat().replace('-', '')}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{_escaped(f'{task.code} {task.title}')}",
        f"DESCRIPTION:{_escaped(str(task.lead_unit or ''))}",
        f"URL:{base}{task.get_absolute_url()}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """Return words as a TEXT value: line ends and punctuation escaped, control characters left out."""
    lines = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "\\n".join("".join(char for char in line if char.isprintable()) for line in lines)


def _folded(line: str) -> list[str]:
    """Break a line after at most 75 octets, never inside a character; continuations begin with a space."""
    parts, current = [], ""
    for char in line:
        if len((current + char).encode()) > LINE:
            parts.append(current)
            current = " "
        current += char
    return [*parts, current]
