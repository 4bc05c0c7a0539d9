"""Cells of a spreadsheet -> values of a task, as offices type them; what can't be understood is a sentence."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from summaries.models import Topic
from tracker.forms.fields import FIELDS
from tracker.models import DeadlineKind, Status

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*[T ]?\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(\d{4})(\d{2})(\d{2})"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY, _SERIALS = dt.date(1899, 12, 30), range(32_874, 73_051)  # 1990 to 2099


class Misread(ValueError):
    """A cell that can't be understood; str() is a sentence for the user."""


def date_of(words: str) -> dt.date | None:
    """Return the date that a cell holds, 「2024.6.30」「2024年6月30日」「45473」; None of an empty one.

    Raises Misread for anything that names no day, 「6月底」.
    """
    plain = unicodedata.normalize("NFKC", words).strip()
    if not plain:
        return None
    if _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS:
        return _FIRST_DAY + dt.timedelta(days=int(float(plain)))
    found = _DATE.fullmatch(plain)
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
        return dt.date(year, month, day)
    except ValueError:
        raise Misread(_("“%(words)s” is no date; please write one like 2024-06-30.") % {"words": words}) from None


def value_of(field: str, words: str) -> Any:
    """Return what the workflow takes for a field whose cell holds `words`. Raises Misread."""
    if field in _READ:
        return _READ[field](words)
    try:
        return FIELDS[field]().clean(words)
    except ValidationError as error:
        raise Misread(" ".join(error.messages)) from error


def plain_of(value: Any) -> Any:
    """Return a value as values are compared: rows by their id, several of them in no order."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple):
        return sorted(plain_of(each) for each in value)
    return value or None


def _topic(words: str) -> Topic | None:
    topic = Topic.objects.filter(name=words).first()
    if words and topic is None:
        raise Misread(_("There is no topic “%(name)s”.") % {"name": words})
    return topic


def _label_of(choices: type[TextChoices]) -> Callable[[str], str]:
    def code(words: str) -> str:
        codes = {str(label): code for code, label in choices.choices}
        if words and words not in codes:
            known = _(", ").join(codes)
            raise Misread(_("“%(words)s” is none of: %(known)s.") % {"words": words, "known": known})
        return codes.get(words, "")

    return code


_READ: dict[str, Callable[[str], Any]] = {
    "deadline": date_of,
    "topic": _topic,
    "status": _label_of(Status),
    "deadline_kind": _label_of(DeadlineKind),
}
