"""One mail a person and day at most: what is due, overdue, sent back, waiting. Never twice, also with two senders.

The command that sends them all is management/commands/send_digest.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts.models import User
from tracker.models import DigestMail, Task
from tracker.mywork import pile, piles

AT_MOST = 10  # tasks named per pile; the rest is a number
MAILED = (
    "to_acknowledge", "sent_back", "overdue", "to_report", "to_review", "to_decide", "to_assign", "to_chase",
)  # fmt: skip
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused)  # nothing was delivered, for sure


@dataclass(frozen=True)
class Section:
    """A pile as the mail shows it."""

    name: str
    label: str
    count: int
    tasks: list[Task]

    @property
    def left(self) -> int:
        return self.count - len(self.tasks)


@dataclass(frozen=True)
class Digest:
    """A mail that is to be sent."""

    user: User
    day: dt.date
    subject: str
    body: str


def digests(day: dt.date | None = None) -> Iterator[Digest]:
    """Yield the mails of the day that are not sent yet; who has nothing waiting, or no address, gets none."""
    day = day or timezone.localdate()
    people = User.objects.filter(is_active=True, memberships__isnull=False).exclude(email="").distinct()
    for user in people.exclude(digests__day=day).order_by("pk"):
        with translation.override(settings.LANGUAGE_CODE):
            digest = _digest(user, day)
        if digest:
            yield digest


def send(digest: Digest) -> bool:
    """Send a mail unless another sender was first. Raises OSError if it could not be sent.

    The row that says "sent" is committed before the mail goes out: of two senders one fails to insert it, and no
    transaction stays open while a mail server takes its time. The row is taken back, for another try, only if the
    server said no: of a connection that breaks in the middle nobody knows, and nobody shall get the mail twice.
    """
    with get_connection() as server:
        try:
            with transaction.atomic():
                mail = DigestMail.objects.create(user=digest.user, day=digest.day)
        except IntegrityError:
            return False
        words = (digest.subject, digest.body, settings.DEFAULT_FROM_EMAIL, [digest.user.email])
        try:
            EmailMessage(*words, connection=server).send()
        except REFUSALS:
            mail.delete()
            raise
    return True


def _digest(user: User, day: dt.date) -> Digest | None:
    sections = [
        Section(each.name, str(each.label), each.count, _tasks(user, each.name, day))
        for each in piles(user, day)
        if each.name in MAILED and each.count
    ]
    if not sections:
        return None
    count = _count(user, [section.name for section in sections], day)
    subject = ngettext("Duban: %(count)d task waits for you", "Duban: %(count)d tasks wait for you", count)
    words = {"user": user, "sections": sections, "day": day, "base": settings.DUBAN_SITE_ADDRESS}
    return Digest(user, day, subject % {"count": count}, render_to_string("tracker/digest.txt", words))


def _tasks(user: User, name: str, day: dt.date) -> list[Task]:
    tasks = pile(user, name, day).select_related("lead_unit")
    return list(tasks.order_by(F("deadline").asc(nulls_last=True), "pk")[:AT_MOST])


def _count(user: User, names: list[str], day: dt.date) -> int:
    """Count the tasks of several piles, each task once."""
    together = reduce(or_, (Q(pk__in=pile(user, name, day).values("pk")) for name in names))
    return Task.objects.filter(together).count()
