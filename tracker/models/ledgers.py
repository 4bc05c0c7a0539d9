"""Ledgers that came in as spreadsheets and wait for somebody to confirm what they would do (tracker/ledger/)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User


class LedgerDraft(models.Model):
    """A spreadsheet as read: the site's own ledger with edits, or a ledger that an office kept before.

    `grids` are its sheets (summaries/readers/grids.py); `reading` says how an old ledger is to be understood
    (tracker/ledger/old.py); `outcome`, what confirming it did (tracker/ledger/incoming.py).
    """

    class Kind(models.TextChoices):
        RETURNED = "returned", _("Ledger of this site")
        OLD = "old", _("Ledger of an office")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("draft", "Waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("draft", "Confirmed")
        DISCARDED = "discarded", pgettext_lazy("draft", "Discarded")

    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    grids = models.JSONField(_("sheets"))
    reading = models.JSONField(_("how it is understood"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    version = models.PositiveIntegerField(_("version"), default=1)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    outcome = models.JSONField(_("outcome"), null=True, blank=True)

    class Meta:
        verbose_name = _("ledger to be confirmed")
        verbose_name_plural = _("ledgers to be confirmed")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ledger-draft", args=[self.pk])
