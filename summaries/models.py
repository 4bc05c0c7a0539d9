"""What a document says: the evidence. It is written once, by storage.py, and never changed.

What people do about it is in the tracker app.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from summaries.readers import Place


class Written(Exception):
    """Somebody tried to change evidence."""


class WrittenOnce(models.Model):
    """A row that is inserted and from then on only read."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Written(f"{self._meta.label} {self.pk} is evidence and stays as it was written")
        super().save(*args, **kwargs)


class Kind(models.TextChoices):
    PROBLEM = "problem", _("Problem")
    PLAN = "plan", _("Plan")


class PlaceKind(models.TextChoices):
    """What is counted to say where in the original something stands."""

    PAGE = "page", _("page")
    PARAGRAPH = "paragraph", _("paragraph")
    TABLE = "table", _("table")
    LINE = "line", _("line")


class SourceFile(WrittenOnce):
    """An uploaded file 原件. Its bytes lie in ORIGINALS_DIR under their hash."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    encoding = models.CharField(_("encoding"), max_length=20)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )

    is_new = False  # set by who has just stored it

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """A subject of work 专题: 发展党员, 河长制 …"""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Summary(models.Model):
    """One report 总结 of a unit, known by unit and title; its words are in its editions."""

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summaries",
        verbose_name=_("reporting unit"),
    )
    title = models.CharField(_("title"), max_length=200)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="summaries", verbose_name=_("topic")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    current = models.OneToOneField(
        "Edition", models.PROTECT, null=True, related_name="+", verbose_name=_("current edition")
    )

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["-year", "title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="summary_once_per_unit"),
            models.UniqueConstraint(fields=["title"], condition=models.Q(unit=None), name="summary_once_without_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(WrittenOnce):
    """The text of a summary as one file gave it 版本."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="editions", verbose_name=_("summary"))
    number = models.PositiveIntegerField(_("edition"))
    source = models.ForeignKey(SourceFile, models.PROTECT, related_name="editions", verbose_name=_("original"))
    start = models.PositiveIntegerField(_("start in the file"))
    text = models.TextField(_("text"))
    notes = models.JSONField(_("notes"), default=list)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["summary", "-number"]
        constraints = [models.UniqueConstraint(fields=["summary", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.summary} · {self.number}"


class Paragraph(WrittenOnce):
    """A paragraph 段落 of an edition; `start` counts code points of the edition's text."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="paragraphs", verbose_name=_("edition"))
    number = models.PositiveIntegerField(_("number"))
    start = models.PositiveIntegerField(_("start"))
    text = models.TextField(_("text"))
    level = models.PositiveSmallIntegerField(_("heading level"), default=0)
    section = models.CharField(_("section"), max_length=10, blank=True)
    place_kind = models.CharField(_("counted in the original"), max_length=10, blank=True, choices=PlaceKind)
    place_number = models.PositiveIntegerField(_("number in the original"), null=True, blank=True)

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="paragraph_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:30]}"

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def place(self) -> Place | None:
        """Where it stands in the original; None for what was stored before that was counted."""
        return Place(self.start, self.place_kind, self.place_number) if self.place_number else None


class SearchEntry(WrittenOnce):
    """A paragraph as the search looks it up: see search.py."""

    paragraph = models.OneToOneField(
        Paragraph, models.CASCADE, primary_key=True, related_name="search_entry", verbose_name=_("paragraph")
    )
    pairs = models.TextField(_("pairs of characters"))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return str(self.paragraph_id)


class Item(WrittenOnce):
    """A problem or a plan as an edition states it 条目: `edition.text[start:end] == text`, always."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items", verbose_name=_("edition"))
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="items", verbose_name=_("paragraph"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.PositiveIntegerField(_("number"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))
    title = models.CharField(_("title"), max_length=200)
    heading_path = models.JSONField(_("headings above"), default=list)
    parts = models.JSONField(_("parts"), default=list)
    clues = models.JSONField(_("deadline and units as stated"), default=dict)
    confidence = models.FloatField(_("confidence"))
    marked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("marked by hand by")
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["edition", "start"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "number"], name="item_number_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="item_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title
