"""What is one person's own: tasks watched, the calendar link, which mails were sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.models.tasks import Task


class Watch(models.Model):
    """A user watches a task."""

    user = models.ForeignKey(User, models.CASCADE, related_name="watches", verbose_name=_("user"))
    task = models.ForeignKey(Task, models.CASCADE, related_name="watches", verbose_name=_("task"))

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [models.UniqueConstraint(fields=["user", "task"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.task}"


class CalendarLink(models.Model):
    """The secret part of the address of a user's calendar feed."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_link", verbose_name=_("user"))
    secret = models.CharField(_("secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return str(self.user)


class DigestMail(models.Model):
    """A user got the mail of this day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digests", verbose_name=_("user"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("digest mail")
        verbose_name_plural = _("digest mails")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user} · {self.day}"
