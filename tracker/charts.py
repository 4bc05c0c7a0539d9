"""Geometry of the charts in templates/tracker/charts/: counts in, offsets out. Words and colours are theirs to add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: `name` chooses its colour, `offset` is the sum of the counts before it."""

    name: str
    label: Any
    count: int
    offset: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar. `scale` is the count that fills the whole width: bars of one chart share it."""

    pieces: tuple[Piece, ...]
    total: int
    scale: int


def bar(counts: Iterable[tuple[str, Any, int]], scale: int = 0) -> Bar:
    """Stack (name, label, count) into a bar; without a scale, it fills the width."""
    counts = [each for each in counts if each[2]]
    ends = list(accumulate((count for _name, _label, count in counts), initial=0))
    pieces = (Piece(*each, offset) for each, offset in zip(counts, ends, strict=False))
    return Bar(tuple(pieces), ends[-1], max(scale, ends[-1], 1))


@dataclass(frozen=True, slots=True)
class Column:
    """An upright bar; `name` chooses its colour."""

    name: str
    label: Any
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A group of columns with a point of the line above them: where its name and the line's count stand."""

    label: str
    x: int
    count: int
    y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Groups of columns side by side, and a line over them, all on one scale from zero."""

    columns: tuple[Column, ...]
    places: tuple[Place, ...]
    width: int

    @property
    def box_width(self) -> int:
        """The width with a margin for what stands above the first and the last group."""
        return self.width + 12

    @property
    def line(self) -> str:
        return " ".join(f"{place.x},{place.y}" for place in self.places)


HEIGHT, STEP, COLUMN = 100, 60, 12  # of the chart, a group, a column


def trend(groups: Sequence[tuple[str, Sequence[tuple[str, Any, int]], int]]) -> Trend:
    """Lay out (label, columns as (name, label, count), count of the line) for each group."""
    most = max((max(line, *(count for *_names, count in columns)) for _label, columns, line in groups), default=0) or 1
    columns, places = [], []
    for number, (label, counts, line) in enumerate(groups):
        middle = number * STEP + STEP // 2
        start = middle - len(counts) * COLUMN // 2
        for place, (name, words, count) in enumerate(counts):
            high = round(count * HEIGHT / most, 1)
            columns.append(Column(name, words, count, start + place * COLUMN, round(HEIGHT - high, 1), high))
        places.append(Place(label, middle, line, round(HEIGHT - line * HEIGHT / most, 1)))
    return Trend(tuple(columns), tuple(places), len(groups) * STEP)
