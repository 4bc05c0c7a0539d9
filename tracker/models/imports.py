"""Import batches: who imported which file when, and what it did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from summaries.models import SourceFile


class ImportBatch(models.Model):
    """One import of one file: who, when, and what it did to the tasks."""

    source = models.ForeignKey(SourceFile, models.PROTECT, related_name="batches", verbose_name=_("original"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    contents = models.JSONField(_("contents"), default=list)
    notes = models.JSONField(_("notes"), default=list)
    created = models.PositiveIntegerField(_("created"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    changed = models.PositiveIntegerField(_("reworded"), default=0)
    vanished = models.PositiveIntegerField(_("vanished"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.source.name
