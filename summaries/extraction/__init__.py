"""Text -> summaries, problems, plans, clues and notes. Pure: no Django, no files, no clock, no settings.

Stages, one module each: lines, contents, split, paragraphs, headings, outline, sections, items; then clues, answers,
notes. docs/extraction.md tells how they work together.
"""

from .contract import to_json
from .extract import extract
from .model import (
    AnswerPair,
    ContentsEntry,
    Deadline,
    Document,
    Item,
    Note,
    Paragraph,
    Part,
    Span,
    SummaryText,
    UnitMention,
)

__all__ = [
    "AnswerPair",
    "ContentsEntry",
    "Deadline",
    "Document",
    "Item",
    "Note",
    "Paragraph",
    "Part",
    "Span",
    "SummaryText",
    "UnitMention",
    "extract",
    "to_json",
]
