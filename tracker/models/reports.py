"""What goes with a task's verbs: progress reports 反馈, requests for more time 延期, chasing 催办. Append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit, User
from summaries.models import WrittenOnce
from tracker.models.tasks import Task


class ProgressReport(WrittenOnce):
    """What a unit did about a task, and what comes next."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", verbose_name=_("task"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="reports", verbose_name=_("unit"))
    done = models.TextField(_("what was done"))
    difficulty = models.TextField(_("difficulty"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    percent = models.PositiveSmallIntegerField(_("percent done"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["task", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(percent__lte=100), name="report_percent_in_range"
            )
        ]

    def __str__(self) -> str:
        return self.done[:50]


class Attachment(WrittenOnce):
    """A file that goes with a report. Its bytes lie in ATTACHMENTS_DIR under their hash."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="attachments", verbose_name=_("progress report")
    )
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["report", "id"]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """A request for more time, and what was decided."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", pgettext_lazy("extension", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("extension", "No longer needed")

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions", verbose_name=_("task"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    reason = models.TextField(_("reason"))
    deadline = models.DateField(_("deadline so far"))
    wanted = models.DateField(_("new deadline"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    answer = models.TextField(_("decision in words"), blank=True)

    class Meta:
        verbose_name = _("extension request")
        verbose_name_plural = _("extension requests")
        ordering = ["task", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(state="asked"), name="one_open_extension_per_task"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.deadline} → {self.wanted}"


class Chase(WrittenOnce):
    """A reminder that a coordinator sent to the lead unit of a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="chases", verbose_name=_("task"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    text = models.TextField(_("text of the chase"))

    class Meta:
        verbose_name = _("chase")
        verbose_name_plural = _("chases")
        ordering = ["task", "-id"]

    def __str__(self) -> str:
        return self.text[:50]
