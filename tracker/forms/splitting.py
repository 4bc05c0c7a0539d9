"""The form that splits a task: its words cut into parts, which the user corrects. No JavaScript is needed.

Each part must stand in the task's words, after the part before it: the new tasks keep the very words of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from summaries.extraction.enumerators import read_marker
from summaries.models import Item
from tracker.forms.acts import ActForm
from tracker.handmade import Piece, words_of

MOST = 20  # parts of one task
SPARE = 2  # empty fields beside the parts that were found
_STOPS = "；;。\n"
_ENDS = re.compile(f"[{_STOPS}]+")


def cut(words: str) -> list[str]:
    """Return the clauses of a task's words: 「抓清淤；抓管护。」 gives 抓清淤 and 抓管护."""
    return [part.strip() for part in _ENDS.split(words) if part.strip()]


def proposed(item: Item) -> list[str]:
    """Return the parts that the document itself counts (一是…二是…), or else the clauses; without enumerators."""
    counted = [item.text[start - item.start : end - item.start].strip(_STOPS) for start, end in item.parts]
    parts = counted if len(counted) > 1 else cut(item.text)
    return [_unnumbered(part) for part in parts[:MOST]]


def _unnumbered(part: str) -> str:
    marker = read_marker(part)
    return part[marker.end :].strip() if marker else part


class SplitForm(ActForm):
    """One pair of fields for each part: its words, and a title if the words don't make a good one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = words_of(self.task)
        parts = proposed(self.whole) if self.whole else []
        self.count = max(min(len(parts) + SPARE, MOST), self._sent())
        for number in range(1, self.count + 1):
            self.fields |= _fields(number)
        self.initial |= {f"part_{number}": part for number, part in enumerate(parts, start=1)}

    @property
    def arguments(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], "pieces": self.pieces}

    def clean(self) -> dict[str, Any]:
        self.pieces = list(self._pieces())
        if not self.errors and len(self.pieces) < 2:
            raise forms.ValidationError(_("Please give at least two parts."))
        return self.cleaned_data

    def _sent(self) -> int:
        return sum(f"part_{number}" in self.data for number in range(1, MOST + 1))

    def _pieces(self) -> Iterator[Piece]:
        """Find each part in the words, in order; a part that is not there is an error of its field."""
        after = 0
        for number in range(1, self.count + 1):
            name = f"part_{number}"
            part = self.cleaned_data.get(name, "").replace("\r\n", "\n")
            if not part or not self.whole:
                continue
            start = self.whole.text.find(part, after)
            if start < 0:
                self.add_error(name, _("These words do not stand in the task's words, or not after the part before."))
                continue
            after = start + len(part)
            title = self.cleaned_data.get(f"title_{number}", "")
            yield Piece(self.whole.start + start, self.whole.start + after, title)


def _fields(number: int) -> dict[str, forms.Field]:
    part = forms.CharField(
        label=_("Part %(number)d") % {"number": number}, required=False, widget=forms.Textarea({"rows": 2})
    )
    title = forms.CharField(
        label=_("Title of part %(number)d") % {"number": number},
        required=False,
        max_length=200,
        widget=forms.TextInput({"placeholder": _("the words themselves")}),
    )
    return {f"part_{number}": part, f"title_{number}": title}
