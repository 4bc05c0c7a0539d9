"""What the preview page shows of one summary of a draft: its text with the rows marked, the rows, and figures.

Corrections are in draft_rows.py, what confirming would do in draft_plan.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import Unit
from summaries.extraction import SummaryText
from summaries.models import Summary
from summaries.readers import Place, Reading
from summaries.storage import plain_notes, plain_omissions
from tracker.draft_plan import NEW, Fate, Plan, plan
from tracker.draft_rows import Preview, Row
from tracker.draft_steps import cuts
from tracker.forms.drafts import ABOUT, VALUES, PreviewForm, about_values
from tracker.identity import resembling
from tracker.reading import Passage, Remark, passages, remarks

SHOWN = ("all", "doubtful", "ignored")


@dataclass(frozen=True)
class Field:
    """A value of a row as an input."""

    name: str
    key: str
    value: str
    stated: str
    errors: Any


@dataclass(frozen=True)
class Line:
    """A row as the page shows it: numbered within its kind, with its inputs and what becomes of it."""

    row: Row
    number: int
    fate: Fate
    fields: tuple[Field, ...]
    start: int
    end: int

    @property
    def item(self) -> Any:
        return self.row.item

    @cached_property
    def cuts(self) -> list[tuple[int, str]]:
        return cuts(self.row.item)


@dataclass(frozen=True)
class View:
    """What a person wants to see: which summary of the file, which rows in which order, and the row being cut."""

    index: int = 0
    show: str = "all"
    in_order: bool = False
    at: int | None = None
    step: str = "sentence"


class Page:
    """One summary of a draft."""

    def __init__(self, preview: Preview, reading: Reading, form: PreviewForm, unit: str, view: View) -> None:
        self.preview, self.reading, self.form, self.unit = preview, reading, form, unit
        self.index, self.show, self.in_order = view.index, view.show, view.in_order
        self.at, self.step = view.at, view.step
        self.plans = [plan(preview, i, unit) for i in range(len(preview.document.summaries))]

    @property
    def summary(self) -> SummaryText:
        return self.preview.document.summaries[self.index]

    @property
    def plan(self) -> Plan:
        return self.plans[self.index]

    @cached_property
    def lines(self) -> list[Line]:
        """All rows of the summary in the order of the text."""
        numbers: Counter[str] = Counter()
        found = []
        for row in self._rows(self.index):
            numbers[row.item.kind] += 1
            found.append(self._line(row, numbers[row.item.kind]))
        return found

    @property
    def chosen(self) -> list[Line]:
        """The rows that the person wants to see, doubtful ones first unless the order of the text is wanted."""
        lines = [line for line in self.lines if self._wanted(line.row)]
        return lines if self.in_order else sorted(lines, key=lambda line: not self._doubtful(line.row))

    @property
    def passages(self) -> Iterator[tuple[Passage[Line], Place]]:
        """The text of the summary, each passage with its place in the original."""
        paragraphs = self.summary.paragraphs
        places = self.reading.places_of(each.start for each in paragraphs)
        return zip(passages(paragraphs, self.lines), places, strict=True)

    @cached_property
    def about(self) -> list[Field]:
        """What the summary is known by, as inputs: as typed, otherwise as it is."""
        typed = self.form.data if self.form.about == self.index else {}
        fields = []
        for name, value in about_values(self.summary).items():
            key = f"about-{name}"
            errors = self.form.errors.get(key, "")
            fields.append(Field(name, key, typed.get(key, value), str(ABOUT[name]().label), errors))
        return fields

    @property
    def about_errors(self) -> bool:
        return any(each.errors for each in self.about)

    @property
    def tabs(self) -> list[tuple[int, SummaryText, int, int, str]]:
        """Number, summary, rows, doubtful rows and what is unclear of each summary in the file."""
        found = []
        for i, each in enumerate(self.preview.document.summaries):
            rows = self._rows(i)
            found.append((i, each, len(rows), sum(map(self._doubtful, rows)), self.plans[i].unclear))
        return found

    @cached_property
    def resembling(self) -> list[Summary]:
        """Summaries with other titles of which this one may be a revision, if it seems to be a new one."""
        found = self.summary
        if self.plan.summary:
            return []
        name = self.unit or found.unit or ""
        text = self.preview.document.text[found.start : found.end]
        return resembling(found, text, Unit.objects.named(name) if name else None)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of this summary each choice of rows shows."""
        rows = [line.row for line in self.lines]
        return {
            "all": len(rows),
            "doubtful": sum(self._doubtful(row) for row in rows),
            "ignored": sum(row.ignored for row in rows),
        }

    @cached_property
    def totals(self) -> Counter[str]:
        """How many tasks of the whole file confirming makes, leaves, rewords …"""
        totals: Counter[str] = Counter()
        for index, each in enumerate(self.plans):
            totals["same"] += each.same
            totals["vanished"] += len(each.vanished)
            totals.update(self._becomes(row, each) for row in self._rows(index) if not each.same)
        return totals

    def remarks(self, language: str | None) -> list[Remark]:
        """Return the notes on the file, then those on this summary with the paragraphs that they are about."""
        summary = self.summary
        unread = plain_omissions(self.reading.omissions)
        whole = remarks(unread + plain_notes(self.preview.document.notes), [], language)
        return whole + remarks(plain_notes(summary.notes), summary.paragraphs, language)

    def _rows(self, index: int) -> list[Row]:
        return [row for row in self.preview.rows if row.summary == index]

    def _becomes(self, row: Row, plan: Plan) -> str:
        outcome = plan.fates[row.id].outcome
        if outcome != NEW:
            return outcome
        return "ignored" if row.ignored else "doubtful" if self._doubtful(row) else NEW

    def _doubtful(self, row: Row) -> bool:
        """Tell whether a person should look: the row is uncertain, and no task follows its words up already."""
        fate = self.plans[row.summary].fates.get(row.id)
        if fate is None or fate.outcome != NEW:
            return False
        return row.doubtful or bool(fate.perhaps and not row.decision)

    def _wanted(self, row: Row) -> bool:
        return {"doubtful": self._doubtful(row), "ignored": row.ignored}.get(self.show, True)

    def _line(self, row: Row, number: int) -> Line:
        typed, stated = self.form.typed(row), _stated(row)
        fields = tuple(
            Field(name, key := f"{name}-{row.id}", typed[name], stated.get(name, ""), self.form.errors.get(key, ""))
            for name in VALUES
        )
        fate = self.plan.fates.get(row.id, Fate("same"))
        return Line(row, number, fate, fields, row.start, row.end)


def _stated(row: Row) -> dict[str, str]:
    """Return the words of the document that state a value."""
    item = row.item
    return {
        "lead_unit": item.lead.text if item.lead else "",
        "deadline": item.deadline.text if item.deadline else "",
    }
