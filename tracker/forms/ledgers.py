"""The forms of a ledger that comes in: the upload, and how the columns of an office's own ledger are understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from summaries.models import Kind
from summaries.readers import GRID_SUFFIXES, MAX_BYTES, Grid
from tracker.forms.acts import Suggesting
from tracker.forms.fields import FIELDS, UnitField, suggesting
from tracker.ledger.headings import TARGETS
from tracker.ledger.old import Reading, guess, headings, read_again, samples


class LedgerUploadForm(forms.Form):
    """A spreadsheet; whether it can be read, its reader says."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput({"accept": ",".join(GRID_SUFFIXES)}), allow_empty_file=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"limit": MAX_BYTES // 1024 // 1024, "kinds": " ".join(GRID_SUFFIXES)}
        self.fields["file"].help_text = _("One file of at most %(limit)d MB: %(kinds)s") % told

    @property
    def upload(self) -> tuple[bytes, str]:
        """The bytes, of a file that is too large just enough to be refused, and the name."""
        file = self.cleaned_data["file"]
        return file.read(MAX_BYTES + 1), file.name


class ReadingForm(Suggesting, forms.Form):
    """How an old ledger is to be understood; `reading` is what the form says, columns guessed anew for other headings.

    `columns` are its fields for the columns of the file, each with a few cells of the column.
    """

    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int)
    head = forms.IntegerField(label=gettext_lazy("Headings stand in row"), min_value=1, max_value=200)
    kind = forms.ChoiceField(label=gettext_lazy("Each row is a"), choices=Kind.choices)
    year = FIELDS["year"]()
    topic = forms.CharField(
        label=gettext_lazy("Topic"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Of rows that name none themselves."),
    )
    unit = UnitField(
        label=gettext_lazy("Reporting unit"),
        required=False,
        widget=suggesting("unit-names"),
        help_text=gettext_lazy("Of rows that name none themselves."),
    )
    skip_done = forms.BooleanField(label=gettext_lazy("Leave out what is done"), required=False)

    def __init__(self, data: Any = None, *, grids: Sequence[Grid], reading: Reading) -> None:
        names = ("sheet", "kind", "year", "topic", "unit", "skip_done")
        super().__init__(data, initial={name: getattr(reading, name) for name in names} | {"head": reading.head + 1})
        self.grids, self.before = grids, reading
        self.grid = grids[reading.sheet]
        self.fields["sheet"].choices = [(number, grid.name or _("The file")) for number, grid in enumerate(grids)]
        if len(grids) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        self.heads = headings(self.grid, reading)
        for place, heading in self.heads.items():
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": place + 1},
                choices=list(TARGETS.items()),
                required=False,
                initial=reading.columns.get(str(place), "keep"),
            )

    @property
    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        return [(self[f"column-{place}"], samples(self.grid, self.before, place)) for place in self.heads]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith("column-")]

    def clean(self) -> dict[str, Any]:
        chosen = [self.cleaned_data.get(f"column-{place}", "") for place in self.heads]
        for target, label in TARGETS.items():
            if target not in ("", "keep") and chosen.count(target) > 1:
                raise ValidationError(_("Please choose “%(target)s” for one column only.") % {"target": label})
        return self.cleaned_data

    def clean_unit(self) -> str:
        return str(self.cleaned_data["unit"] or "")

    @property
    def reading(self) -> Reading:
        said = self.cleaned_data
        about = {name: said[name] for name in ("unit", "topic", "year", "skip_done")}
        sheet, head = said["sheet"], said["head"] - 1
        if sheet != self.before.sheet:
            return replace(guess([self.grids[sheet]]), sheet=sheet, **about)
        if head != self.before.head:
            return read_again(self.grids, replace(self.before, head=min(head, len(self.grid.rows) - 1), **about))
        columns = {str(place): said[f"column-{place}"] for place in self.heads}
        return replace(self.before, columns=columns, kind=said["kind"], **about)
