"""What a review is asked for: which tasks of the topic, and which two days are compared."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.filters import LONGEST, of_unit
from tracker.forms.fields import date_field
from tracker.models import Task

DAYS = 30  # between the two days, if none is given


class ReviewFilter(django_filters.FilterSet):
    """Parameters of /topics/<pk>/, named as those of the task list, to which the page's figures lead."""

    year = django_filters.NumberFilter(
        label=gettext_lazy("Year"), widget=forms.NumberInput(attrs={"min": 1949, "max": 2100})
    )
    reporting = django_filters.CharFilter(
        label=gettext_lazy("Reporting unit"), max_length=LONGEST, field_name="reporting_unit", method=of_unit
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> QuerySet[Task]:
        return super().qs if self.form.is_valid() else self.queryset.none()

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(str(value) for value in self.form.cleaned_data.values() if value)


class PeriodForm(forms.Form):
    """The two days to be compared: `from` and `to`, both of them in the past or today."""

    def __init__(self, data: Any) -> None:
        today = timezone.localdate()
        self.usual = {"from": today - dt.timedelta(days=DAYS), "to": today}
        super().__init__({name: data.get(name) or day.isoformat() for name, day in self.usual.items()})
        for name, label in (("from", _("Compare from")), ("to", _("Compare to"))):
            self.fields[name] = date_field(label)

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The two days, or None if what was given makes no sense; the fields then say so."""
        return (self.cleaned_data["from"], self.cleaned_data["to"]) if self.is_valid() else None

    @property
    def differs(self) -> bool:
        return self.period != tuple(self.usual.values())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("to") and given["to"] > timezone.localdate():
            self.add_error("to", ValidationError(_("This day is still to come.")))
        elif given.get("from") and given.get("to") and given["from"] >= given["to"]:
            self.add_error("from", ValidationError(_("The first day must be before the second.")))
        return given
