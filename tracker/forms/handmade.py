"""The forms of tasks by hand: of marked words, and without a source. What they do is in tracker/handmade.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from summaries.models import Edition, Kind
from tracker.forms.acts import Suggesting
from tracker.forms.fields import FIELDS, UnitField, suggesting

MOST = 2**31 - 1  # what the databases take for the number of a paragraph


class NewTaskForm(Suggesting, forms.Form):
    """A task that no document states; it cleans to what `task_without_source` takes."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    year = FIELDS["year"]()
    title = FIELDS["title"]()
    topic = FIELDS["topic"]()
    unit = UnitField(label=gettext_lazy("Reporting unit"), required=False, widget=suggesting("unit-names"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"year": timezone.localdate().year})


class MarkForm(forms.Form):
    """Words of an edition, by their offsets or as whole paragraphs by number, and what becomes of them.

    `values` is what `task_from_words` takes.
    """

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    first = forms.IntegerField(label=gettext_lazy("From paragraph"), required=False, min_value=1, max_value=MOST)
    last = forms.IntegerField(label=gettext_lazy("To paragraph"), required=False, min_value=1, max_value=MOST)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("If empty: the first line of the words."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, *, edition: Edition) -> None:
        super().__init__(data, initial={"edition": edition.number}, auto_id="mark_%s")
        self.shown = edition

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("start", "end", "kind", "title")}

    @property
    def words(self) -> str:
        """The words that were marked, for a form that comes back."""
        cleaned = getattr(self, "cleaned_data", {})
        return self.shown.text[cleaned.get("start") or 0 : cleaned.get("end") or 0]

    def clean_edition(self) -> int:
        if self.cleaned_data["edition"] != self.shown.number:
            raise ValidationError(_("There is a newer edition of this document by now; please mark the words there."))
        return self.shown.number

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("start") is None or given.get("end") is None:
            given |= self._span_of_paragraphs(given.get("first"), given.get("last"))
        if not given["start"] < given["end"] <= len(self.shown.text):
            raise ValidationError(_("Please mark words of this document."))
        return given

    def _span_of_paragraphs(self, first: int | None, last: int | None) -> dict[str, int]:
        if first is None:
            raise ValidationError(_("Please mark words, or give the number of a paragraph."))
        found = {each.number: each for each in self.shown.paragraphs.filter(number__in=[first, last or first])}
        if first not in found or (last or first) not in found:
            raise ValidationError(_("This document has no paragraph of that number."))
        return {"start": found[first].start, "end": found[last or first].end}
