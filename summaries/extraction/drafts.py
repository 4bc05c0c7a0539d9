"""An item before its clues."""

from typing import NamedTuple

from .model import Span
from .sections import Section


class Draft(NamedTuple):
    """An item before its clues: what it covers and how sure that is; `row` are the clue cells of a table's row."""

    kind: str
    start: int
    end: int
    confidence: float
    path: tuple[str, ...]
    row: tuple[tuple[str, str], ...] = ()


def draft_of(section: Section, span: Span, kind: str | None = None, factor: float = 1.0) -> Draft:
    confidence = section.confidence if factor == 1.0 else round(section.confidence * factor, 3)
    return Draft(kind or section.kind, span.start, span.end, confidence, section.path)
