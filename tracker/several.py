"""Filters that take several values and leave the rows with any of them: ?status=open&status=closed.

Codes and topics are ticked off a list; names and years are typed into one field, or stand in the address one by one.
What a value means is said in filters.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from tracker.forms.fields import BETWEEN_NAMES

MOST = 20  # values that are typed into one field
LONGEST_NAME = 100  # characters of a unit's name
LONGEST_NUMBER = 18  # digits of a row's number
BETWEEN = "；"  # values in a field; names may hold the other marks
_BETWEEN_YEARS = re.compile(r"[\s、，,;；]+")


class Ticked(django_filters.MultipleChoiceFilter):
    """Values out of few. `usual` is the one that is in force when none is ticked."""

    def __init__(self, *, usual: str = "", **kwargs: Any) -> None:
        super().__init__(distinct=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.usual = usual

    @property
    def field(self) -> forms.Field:
        field = super().field
        field.usual = self.usual
        return field


class RowsField(django_filters.fields.ModelMultipleChoiceField):
    """Rows by their numbers, as a list; a number that no database takes is one that there is not."""

    def clean(self, value: list[str]) -> list[Any]:
        if unfit := [each for each in value if not each.isdecimal() or len(each) > LONGEST_NUMBER]:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": unfit[0]})
        return list(super().clean(value))


class TickedRows(django_filters.ModelMultipleChoiceFilter):
    """Rows of a table out of few."""

    field_class = RowsField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class ListInput(forms.TextInput):
    """An input for several values, which the address may name one by one."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"title": gettext_lazy("Several are separated by commas."), **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class ListField(forms.Field):
    """Several values, each of which `one` cleans."""

    widget = ListInput

    def __init__(self, *, one: forms.Field, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = one

    def clean(self, values: list[str]) -> list[Any]:
        if len(values) > MOST:
            raise ValidationError(_("Please name at most %(most)d.") % {"most": MOST})
        return [self.one.clean(value) for value in values]

    def prepare_value(self, values: Any) -> str:
        return BETWEEN.join(values or ())


class Typed(django_filters.Filter):
    """Values that are typed one after the other."""

    field_class = ListField


def names_in(typed: str) -> list[str]:
    """Return the names in 「县水利局、柳河镇；农业农村局」; marks within the name of a unit separate nothing."""
    parts = [part.strip() for part in typed.split(BETWEEN, MOST)]
    return [name for part in parts for name in ([part] if _is_name(part) else _separated(part, BETWEEN_NAMES))]


def years_in(typed: str) -> list[str]:
    return _separated(typed, _BETWEEN_YEARS)


#: What is typed into one field -> the values in it.
TYPED: dict[str, Callable[[str], list[str]]] = {"unit": names_in, "reporting": names_in, "year": years_in}


def values_of(name: str, given: Iterable[str]) -> list[str]:
    """Return the values of a parameter, each once, those that were typed together one by one."""
    values = list(dict.fromkeys(filter(None, given)))
    if name not in TYPED or len(values) > MOST:
        return values
    return list(dict.fromkeys(value for typed in values for value in TYPED[name](typed)))


def _separated(typed: str, marks: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in marks.split(typed) if part.strip()]


def _is_name(words: str) -> bool:
    could_be = BETWEEN_NAMES.search(words) and len(words) <= LONGEST_NAME and "\0" not in words
    return bool(could_be) and Unit.objects.named(words) is not None
