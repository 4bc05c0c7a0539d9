"""What the preview page shows of one summary of a draft: its text with the rows marked, the rows, and figures.

Corrections are in draft_rows.py, what confirming would do in draft_plan.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from summaries.extraction import SummaryText
from summaries.storage import plain_notes
from tracker.draft_plan import NEW, Fate, Plan, plan
from tracker.draft_rows import Preview, Row
from tracker.draft_steps import cuts
from tracker.forms.drafts import VALUES, PreviewForm
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

    def __init__(self, preview: Preview, form: PreviewForm, unit: str, view: View) -> None:
        self.preview, self.form = preview, form
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
    def passages(self) -> list[Passage[Line]]:
        return passages(self.summary.paragraphs, self.lines)

    @property
    def tabs(self) -> list[tuple[int, SummaryText, int, int]]:
        """Number, summary, rows and doubtful rows of each summary in the file."""
        summaries = enumerate(self.preview.document.summaries)
        return [
            (i, each, len(self._rows(i)), sum(self._doubtful(row) for row in self._rows(i))) for i, each in summaries
        ]

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
        whole = remarks(plain_notes(self.preview.document.notes), [], language)
        return whole + remarks(plain_notes(summary.notes), summary.paragraphs, language)

    def _rows(self, index: int) -> list[Row]:
        return [row for row in self.preview.rows if row.summary == index]

    def _becomes(self, row: Row, plan: Plan) -> str:
        outcome = plan.fates[row.id].outcome
        if outcome != NEW:
            return outcome
        return "ignored" if row.ignored else "doubtful" if row.doubtful else NEW

    def _doubtful(self, row: Row) -> bool:
        """Tell whether a person should look: the row is uncertain, and no task follows its words up already."""
        fate = self.plans[row.summary].fates.get(row.id)
        return row.doubtful and fate is not None and fate.outcome == NEW

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
