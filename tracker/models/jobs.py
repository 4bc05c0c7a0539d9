"""Long work in the background: who asked for it, how far it is, and what came of it. Done by tracker/jobs.py."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from tracker.models.tasks import Task


class Job(models.Model):
    """Something to be done by a worker. An attempt whose worker fell silent is taken over by the next one."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("job", "Waiting")
        RUNNING = "running", pgettext_lazy("job", "Running")
        DONE = "done", pgettext_lazy("job", "Done")
        FAILED = "failed", pgettext_lazy("job", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")

    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    by = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="jobs", verbose_name=_("who"))
    params = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    result = models.JSONField(_("result"), null=True, blank=True)
    sentence = models.TextField(_("why it failed"), blank=True)
    cancel_asked = models.BooleanField(_("cancelling was asked for"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_as = models.UUIDField(_("place in the queue"), null=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    beat_at = models.DateTimeField(_("last sign of its worker"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "beat_at"], name="job_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job-detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)


class BulkRow(models.Model):
    """A task on which a job carries out a verb: the version that was asked for, and what became of it."""

    class State(models.TextChoices):
        REFUSED = "refused", pgettext_lazy("of many tasks", "Refused")
        DONE = "done", pgettext_lazy("of many tasks", "Done")
        WAITING = "waiting", pgettext_lazy("of many tasks", "Not come to")

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows", verbose_name=_("job"))
    task = models.ForeignKey(Task, models.CASCADE, related_name="+", verbose_name=_("task"))
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    refusal = models.TextField(_("why it was refused"), blank=True)

    class Meta:
        verbose_name = _("task of a job")
        verbose_name_plural = _("tasks of jobs")
        ordering = ["task_id"]
        constraints = [models.UniqueConstraint(fields=["job", "task"], name="bulk_row_once")]
        indexes = [models.Index(fields=["job", "state", "task"], name="bulk_row_by_state")]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_state_display()}"
