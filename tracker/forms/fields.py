"""Fields of the forms: units and tasks by name, several files, and one maker for each field of a task.

A field cleans to what the services take.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit, UnitAlias
from summaries.models import Topic
from tracker.codes import cited_as
from tracker.models import DeadlineKind, Task
from tracker.reports import File, accepted_name
from tracker.workflow import Refused

FIRST_YEAR, LAST_YEAR = 1949, 2100
LONGEST = 2000  # characters of what somebody types at one time
BETWEEN_NAMES = re.compile(r"[、，,;；\r\n]+")


def near_names(name: str) -> list[str]:
    """Return the names of up to three units whose name or alias looks like `name`."""
    known = dict(UnitAlias.objects.values_list("name", "unit__name"))
    known |= {unit: unit for unit in Unit.objects.offered().values_list("name", flat=True)}
    inside = [each for each in known if name in each or each in name]
    near = inside or get_close_matches(name, known, n=9, cutoff=0.5)
    return list(dict.fromkeys(known[each] for each in near))[:3]


def _unit(name: str) -> Unit:
    unit = Unit.objects.named(name)
    if unit:
        return unit
    near = near_names(name)
    if near:
        raise ValidationError(
            _("No unit is called “%(name)s”. Did you mean %(near)s?")
            % {"name": name, "near": _(" or ").join(f"“{each}”" for each in near)}
        )
    raise ValidationError(
        _("No unit is called “%(name)s”. New units are entered in the administration.") % {"name": name}
    )


class UnitField(forms.CharField):
    """A unit by its name or an alias."""

    def clean(self, value: str) -> Unit | None:
        name = super().clean(value)
        return _unit(name) if name else None

    def prepare_value(self, value: Any) -> str:
        return str(value or "")


class UnitsField(forms.CharField):
    """Several units by name, as offices write them: 财政局、水利局."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: str) -> list[Unit]:
        names = [name.strip() for name in BETWEEN_NAMES.split(super().clean(value)) if name.strip()]
        units, errors = [], []
        for name in names:
            try:
                units.append(_unit(name))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(units))

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "、".join(str(unit) for unit in value or ())


class TaskField(forms.CharField):
    """Another task by its code or number, among those given."""

    tasks: QuerySet[Task]

    def clean(self, value: str) -> Task | None:
        words = super().clean(value)
        cited = cited_as(words)
        task = self.tasks.filter(cited).first() if cited else None
        if task is None:
            raise ValidationError(_("There is no other task “%(code)s”.") % {"code": words})
        return task

    def prepare_value(self, value: Any) -> str:
        return value.code if isinstance(value, Task) else str(value or "")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files, each of a kind and size that may be attached."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        uploads = list(data or ())
        if len(uploads) > settings.DUBAN_ATTACHMENTS:
            raise ValidationError(
                _("Please attach not more than %(most)d files.") % {"most": settings.DUBAN_ATTACHMENTS}
            )
        return [self._file(upload) for upload in uploads]

    def _file(self, upload: Any) -> File:
        try:
            accepted_name(upload.name, upload.size)  # before the bytes are read into memory
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        return File(upload.name, super().clean(upload).read())


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day of a year that tasks may be of: 0204-06-30 is a slip of the hand."""
    within = [MinValueValidator(dt.date(FIRST_YEAR, 1, 1)), MaxValueValidator(dt.date(LAST_YEAR, 12, 31))]
    limits = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
    widget = forms.DateInput({"type": "date", **limits}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=within, **kwargs)


def suggesting(list_id: str) -> forms.TextInput:
    """Return an input that offers the names of a list of the page while somebody types."""
    return forms.TextInput(attrs={"list": list_id, "autocomplete": "off"})


def words_field(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea({"rows": rows, "maxlength": LONGEST}), **kwargs
    )


#: Makers of the fields of a task that a verb may set.
FIELDS: dict[str, Callable[[], forms.Field]] = {
    "title": lambda: forms.CharField(label=gettext_lazy("Task"), max_length=200),
    "topic": lambda: forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Topic"), required=False),
    "year": lambda: forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    ),
    "lead_unit": lambda: UnitField(label=gettext_lazy("Lead unit"), required=False, widget=suggesting("unit-names")),
    "supporting_units": lambda: UnitsField(
        label=gettext_lazy("Supporting units"),
        required=False,
        help_text=gettext_lazy("Several names are separated by commas or lines."),
    ),
    "owner": lambda: forms.CharField(
        label=gettext_lazy("Owner"), required=False, max_length=50, widget=suggesting("user-names")
    ),
    "deadline": lambda: date_field(gettext_lazy("Deadline"), required=False),
    "deadline_words": lambda: forms.CharField(
        label=gettext_lazy("Deadline as worded"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("For example: by the end of June; all year round."),
    ),
    "deadline_kind": lambda: forms.ChoiceField(
        label=gettext_lazy("Kind of deadline"),
        required=False,
        choices=[("", gettext_lazy("Not stated")), *DeadlineKind.choices],
    ),
    "merged_into": lambda: TaskField(
        label=gettext_lazy("Merge into"), help_text=gettext_lazy("Code or number of the other task.")
    ),
}
