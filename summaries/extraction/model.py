"""What extraction hands out: frozen values with spans. No behaviour but that of a span.

Offsets are half-open code-point offsets into the text that was given to `extract`; of every value that
carries both, `text[start:end]` is its own `text`. How the values are found is told in the stages.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["problem", "plan"]
SectionKind = Literal["problem", "plan", "mixed", ""]
DeadlineKind = Literal["fixed", "period", "recurring", "long_term"]


# `new(Span, (start, end))` is `Span(start, end)` in less than half the time: for what is made once a line or paragraph.
new = tuple.__new__


class Span(NamedTuple):
    start: int
    end: int


class Part(NamedTuple):
    """One of the 一是… 二是… inside an item."""

    start: int
    end: int
    text: str


class Deadline(NamedTuple):
    """The words that set a deadline; `date` is None where they name no day (汛前, 长期坚持)."""

    text: str
    date: datetime.date | None
    kind: DeadlineKind


class UnitMention(NamedTuple):
    """A unit as the text names it; `unit` is the known unit's name where it matched, else the text."""

    text: str
    unit: str


class Item(NamedTuple):
    kind: Kind
    start: int
    end: int
    text: str
    title: str
    paragraph: int
    heading_path: tuple[str, ...]
    confidence: float
    deadline: Deadline | None = None
    lead: UnitMention | None = None
    support: tuple[UnitMention, ...] = ()
    owner: str | None = None
    parts: tuple[Part, ...] = ()


class Paragraph(NamedTuple):
    """A non-blank paragraph of a summary; level 0 is body, 1 and more the depth of a heading."""

    number: int
    start: int
    end: int
    text: str
    level: int
    section: SectionKind


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """Which plans answer a problem, best first; indexes into the summary's two lists."""

    problem: int
    plans: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something a careful clerk would notice (文稿体检), with the words it is about."""

    code: str
    params: tuple[tuple[str, str], ...]
    start: int
    end: int

    def message(self, language: str = "zh") -> str:
        """Return the sentence in "zh" or "en"."""
        from .notes import sentence  # the texts live with the checks, which need this module

        return sentence(self, language)


@dataclass(frozen=True, slots=True)
class SummaryText:
    title: str
    topic: str
    year: int | None
    unit: str | None
    start: int
    end: int
    paragraphs: tuple[Paragraph, ...]
    problems: tuple[Item, ...]
    plans: tuple[Item, ...]
    answers: tuple[AnswerPair, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    title: str
    topic: str
    page: int | None
    present: bool


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    text: str
    contents: tuple[ContentsEntry, ...]
    summaries: tuple[SummaryText, ...]
    notes: tuple[Note, ...]
