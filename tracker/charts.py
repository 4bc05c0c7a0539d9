"""Geometry of the charts in templates/tracker/charts/: counts in, offsets out. Words and colours are theirs to add."""

from __future__ import annotations

from collections.abc import Iterable
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
