"""Tasks 事项, the words that they come from, their timeline, and which plan answers which problem.

A task's status is changed by workflow.py and nowhere else. How red a task is, is computed in lights.py.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from summaries.models import Item, Kind, Topic, WrittenOnce
from tracker.models.imports import ImportBatch


class Status(models.TextChoices):
    CANDIDATE = "candidate", _("To be checked")
    OPEN = "open", _("To be assigned")
    ASSIGNED = "assigned", _("To be acknowledged")
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("To be reviewed")
    CLOSED = "closed", _("Closed out")
    SUSPENDED = "suspended", _("Suspended")
    DISMISSED = "dismissed", _("Dismissed")
    MERGED = "merged", _("Merged")


#: Statuses in which a task is still followed up: what "open issues" counts.
LIVE = (Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS, Status.SUBMITTED, Status.SUSPENDED)


class Origin(models.TextChoices):
    """Where a value came from."""

    STATED = "stated", _("stated in the text")
    INFERRED = "inferred", _("inferred")
    MANUAL = "manual", _("set by hand")


class DeadlineKind(models.TextChoices):
    FIXED = "fixed", _("fixed date")
    PERIOD = "period", _("period")
    RECURRING = "recurring", _("recurring")
    LONG_TERM = "long_term", _("long-term")


class Task(models.Model):
    """What is followed up 事项: one problem or one plan, from words of a document or written by hand."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("topic")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    reporting_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="reported", verbose_name=_("reporting unit")
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("lead unit")
    )
    supporting_units = models.ManyToManyField(
        Unit, blank=True, related_name="supports", verbose_name=_("supporting units")
    )
    owner = models.CharField(_("owner"), max_length=50, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    deadline_words = models.CharField(_("deadline as worded"), max_length=100, blank=True)
    deadline_kind = models.CharField(_("kind of deadline"), max_length=10, choices=DeadlineKind, blank=True)
    original_deadline = models.DateField(_("original deadline"), null=True, blank=True)
    times_extended = models.PositiveSmallIntegerField(_("times extended"), default=0)
    times_sent_back = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    asks_extension = models.BooleanField(_("asks for an extension"), default=False)
    origins = models.JSONField(_("where values came from"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    status_before = models.CharField(_("status before"), max_length=12, choices=Status, blank=True)
    last_verb = models.CharField(_("verb that led to the status"), max_length=20, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("import")
    )
    created_at = models.DateTimeField(_("entered in the ledger"), auto_now_add=True)
    started_on = models.DateField(_("time runs from"))
    heard_on = models.DateField(_("last sign from the lead unit"), null=True, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    closed_on = models.DateField(_("closed out on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)

    items = models.ManyToManyField(Item, through="TaskSource", related_name="tasks")

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "-id"], name="task_by_status"),
            models.Index(  # all that a light is computed of
                fields=["status", "deadline", "started_on", "heard_on", "closed_on"], name="task_by_light"
            ),
            models.Index(fields=["topic", "status"], name="task_by_topic"),
            models.Index(fields=["lead_unit", "status"], name="task_by_lead"),
            models.Index(fields=["-batch", "id"], name="task_by_batch"),  # the list's order
            models.Index(fields=["status", "asks_extension"], name="task_that_waits"),  # the figure in the navigation
            models.Index(fields=["status", "kind", "year"], name="task_by_kind"),  # counts beside the filters
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("task-detail", args=[self.pk])

    @property
    def code(self) -> str:
        """Number by which offices cite the task: 〔2018〕0001."""
        return f"〔{self.year or '—'}〕{self.pk:04d}"

    def origin_label(self, field: str) -> str:
        origin = self.origins.get(field)
        return str(Origin(origin).label) if origin else ""


class TaskSource(models.Model):
    """The item that a task follows up: one for each edition that states it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="sources", verbose_name=_("task"))
    item = models.OneToOneField(Item, models.PROTECT, related_name="source", verbose_name=_("item"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["task", "item"]

    def __str__(self) -> str:
        return f"{self.task_id} ← {self.item_id}"


class TaskEvent(WrittenOnce):
    """One change 过程记录: who, when, verb, field, old, new, reason.

    The rows of one act share `version`, the task's version after it. `old` and `new` are JSON: a code, a text, an
    ISO date, or {"id", "name"} for a unit or a task (a list of them for several).
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="events", verbose_name=_("task"))
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    verb = models.CharField(_("verb"), max_length=20)
    field = models.CharField(_("field"), max_length=30, blank=True)
    old = models.JSONField(_("old"), null=True)
    new = models.JSONField(_("new"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("timeline")
        ordering = ["task", "id"]

    def __str__(self) -> str:
        return f"{self.task_id} v{self.version} {self.verb} {self.field}"


class Answer(models.Model):
    """A plan answers a problem 对应: as an import suggests, or as a person says (by_hand). Decided in answers.py."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")

    problem = models.ForeignKey(Task, models.CASCADE, related_name="answers", verbose_name=_("problem"))
    plan = models.ForeignKey(Task, models.CASCADE, related_name="answered", verbose_name=_("plan"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUGGESTED)
    score = models.FloatField(_("score"), default=0)
    batch = models.ForeignKey(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("import")
    )
    by_hand = models.BooleanField(_("added by hand"), default=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    # Of a task that was merged into one of the two; see carried_answers.py.
    carried_from = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from the merged task")
    )
    state_before = models.CharField(_("state before the merge"), max_length=10, choices=State, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["problem", "-score", "id"]
        constraints = [models.UniqueConstraint(fields=["problem", "plan"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.problem} ← {self.plan}"
