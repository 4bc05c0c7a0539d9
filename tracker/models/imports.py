"""Imports: drafts that wait for a coordinator, batches (who imported which file when), what these did to which task."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from summaries.models import Edition, SourceFile


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
    returned = models.PositiveIntegerField(_("returned"), default=0)
    editions = models.ManyToManyField(Edition, related_name="batches", verbose_name=_("editions"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    removed = models.JSONField(_("tasks that went with the undo"), default=list, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.source.name

    @property
    def figures(self) -> list[tuple[str, str, int]]:
        """Outcome, its label and how many tasks it befell; the task list opens each by `batch` and `outcome`."""
        return [(outcome.value, str(outcome.label), getattr(self, outcome)) for outcome in BatchTask.Outcome]


class BatchTask(models.Model):
    """What an import did to one task, so that every figure of a batch opens exactly its rows.

    `version` is the task's version when the import was done: what has a higher one in its timeline came after it.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", pgettext_lazy("outcome", "Created")
        UNCHANGED = "unchanged", pgettext_lazy("outcome", "Unchanged")
        CHANGED = "changed", pgettext_lazy("outcome", "Reworded")
        VANISHED = "vanished", pgettext_lazy("outcome", "Vanished")
        RETURNED = "returned", pgettext_lazy("outcome", "Returned")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outcomes", verbose_name=_("import"))
    task = models.ForeignKey("tracker.Task", models.CASCADE, related_name="outcomes", verbose_name=_("task"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("outcome of an import")
        verbose_name_plural = _("outcomes of an import")
        ordering = ["batch", "task"]
        constraints = [models.UniqueConstraint(fields=["batch", "task"], name="outcome_once_per_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.task_id} {self.outcome}"


class ImportDraft(models.Model):
    """A file as read and a coordinator's corrections, before anything becomes a task.

    `reading` and `document` are what was read and found, `rows` the items as corrected (tracker/draft_rows.py), all
    without the text, which stands in `text`. The file's bytes are kept as those of originals are.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("draft", "Waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("draft", "Confirmed")
        DISCARDED = "discarded", pgettext_lazy("draft", "Discarded")

    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("last changed by"))
    unit = models.CharField(_("reporting unit"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    text = models.TextField(_("text"))
    reading = models.JSONField(_("reading"))
    document = models.JSONField(_("document"))
    rows = models.JSONField(_("items as corrected"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    version = models.PositiveIntegerField(_("version"), default=1)
    batch = models.ForeignKey(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="drafts", verbose_name=_("import")
    )

    class Meta:
        verbose_name = _("import to be confirmed")
        verbose_name_plural = _("imports to be confirmed")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(state="waiting"), name="one_waiting_draft_per_file"
            )
        ]

    def __str__(self) -> str:
        return self.name
