"""The forms of an import in two steps: the upload, and the preview with its many rows and buttons.

What the buttons of the preview do is said in tracker/draft_acts.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit
from summaries.extraction import SummaryText
from summaries.readers import ARCHIVES, MAX_BYTES, SUFFIXES
from tracker.draft_rows import GIVEN, Preview, Row, identify, put
from tracker.forms.acts import Suggesting
from tracker.forms.fields import FIELDS, FilesInput, UnitField, suggesting
from tracker.models import ImportDraft

FILES = 300  # at one time
VALUES = ("title", *GIVEN)
#: Makers of the fields by which a summary is known.
ABOUT: dict[str, Callable[[], forms.Field]] = {
    "title": lambda: forms.CharField(label=gettext_lazy("Title"), max_length=200),
    "unit": lambda: UnitField(label=gettext_lazy("Reporting unit"), required=False, widget=suggesting("unit-names")),
    "year": FIELDS["year"],
    "topic": lambda: forms.CharField(label=gettext_lazy("Topic"), required=False, max_length=100),
}


class UploadsField(forms.FileField):
    """Uploaded files; whether one can be read is told later, of each by itself."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = list(data or ())
        if not uploads:
            raise ValidationError(_("Please choose the files."))
        if len(uploads) > FILES:
            raise ValidationError(_("Please upload not more than %(most)d files at one time.") % {"most": FILES})
        return uploads


class FileForm(Suggesting, forms.Form):
    """What may be said of a whole file: it overrules what the texts in it say."""

    unit = UnitField(
        label=gettext_lazy("Reporting unit"),
        required=False,
        widget=suggesting("unit-names"),
        help_text=gettext_lazy("Only if the document does not name it."),
    )
    year = FIELDS["year"]()

    def clean_unit(self) -> str:
        unit: Unit | None = self.cleaned_data["unit"]
        return unit.name if unit else ""


class UploadForm(FileForm):
    files = UploadsField(label=gettext_lazy("Files"))
    field_order = ("files", "unit", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (*SUFFIXES, *ARCHIVES)
        files = self.fields["files"]
        files.widget.attrs["accept"] = ",".join(kinds)
        files.help_text = _("At most %(most)d files of %(limit)d MB each: %(kinds)s") % {
            "most": FILES,
            "limit": MAX_BYTES // 1024 // 1024,
            "kinds": " ".join(kinds),
        }

    @property
    def uploads(self) -> Iterator[tuple[bytes, str]]:
        """Yield bytes and name of each file; of one that is too large just enough to be refused."""
        for upload in self.cleaned_data["files"]:
            yield upload.read(MAX_BYTES + 1), upload.name


class PreviewForm(FileForm):
    """The preview: one field for each value of a row that somebody changed, beside what the whole file may be given.

    Values that were not touched are not checked: a document may name a unit that the site does not know.
    """

    version = forms.IntegerField(min_value=1)

    def __init__(self, data: Any = None, *, draft: ImportDraft, shown: Preview) -> None:
        super().__init__(data, initial={"unit": draft.unit, "year": draft.year})
        self.shown = shown
        self.fields |= {f"about-{name}": ABOUT[name]() for name in self._said}
        self.changed = {row.id: self._changed(row) for row in shown.rows}
        for number, names in self.changed.items():
            self.fields |= {f"{name}-{number}": FIELDS[name]() for name in names}
        self.fields |= {f"all-{name}": FIELDS[name]() for name in GIVEN}

    def typed(self, row: Row) -> dict[str, str]:
        """Return the values of a row as the form shows them: as typed, otherwise as they are."""
        return {name: self.data.get(f"{name}-{row.id}", value) for name, value in row.values.items()}

    @property
    def about(self) -> int | None:
        """The number of the summary that the page showed, whose title, unit, year and topic it asks for."""
        number = self.number("about")
        return number if number is not None and number < len(self.shown.document.summaries) else None

    @property
    def _said(self) -> list[str]:
        """What of the summary that was shown somebody typed otherwise than it was found."""
        if self.about is None:
            return []
        known = about_values(self.shown.document.summaries[self.about])
        return [name for name in ABOUT if self.data.get(f"about-{name}", known[name]).strip() != known[name]]

    def number(self, name: str) -> int | None:
        """Return a whole number that was sent beside the fields."""
        return whole_number(self.data.get(name, ""))

    @property
    def ticked(self) -> list[int]:
        sent = [whole_number(each) for each in self.data.getlist("tick")] if self.is_bound else []
        return [number for number in sent if number is not None]

    @property
    def for_all(self) -> dict[str, str]:
        """Return the values typed for the ticked rows; what was left empty is not among them."""
        values = {name: _plain(self.cleaned_data.get(f"all-{name}")) for name in GIVEN}
        return {name: value for name, value in values.items() if value}

    @property
    def all_values(self) -> dict[str, str]:
        """Return what was typed for the ticked rows, for a form that comes back."""
        return {name: self.data.get(f"all-{name}", "") for name in GIVEN}

    @property
    def all_errors(self) -> list[Any]:
        return [self.errors[f"all-{name}"] for name in GIVEN if f"all-{name}" in self.errors]

    @property
    def corrections(self) -> list[Callable[[Preview], Preview]]:
        """Return the changes to the rows, and to what the summary is known by, that were typed."""
        said = {name: self.cleaned_data[f"about-{name}"] for name in self._said}
        if "unit" in said:
            said["unit"] = said["unit"].name if said["unit"] else None
        about = [partial(identify, index=self.about, values=said)] if said else []
        return about + [
            partial(
                put, numbers=[number], values={name: _plain(self.cleaned_data[f"{name}-{number}"]) for name in names}
            )
            for number, names in self.changed.items()
            if names
        ]

    def _changed(self, row: Row) -> list[str]:
        return [name for name, value in row.values.items() if self.data.get(f"{name}-{row.id}", value).strip() != value]


def about_values(found: SummaryText) -> dict[str, str]:
    """Return what a summary is known by, as the form shows it."""
    return {"title": found.title, "unit": found.unit or "", "year": str(found.year or ""), "topic": found.topic}


def whole_number(words: str) -> int | None:
    """Return the number that somebody's browser sent, or None for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def _plain(value: Any) -> str:
    """Return a cleaned value as a row keeps it."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
