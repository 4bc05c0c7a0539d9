"""What stands around an entry within its own paragraph: what leads to it, joins it to the others or closes the list."""

import re

from . import marks
from .clauses import closes, problem_body
from .lexicon import prose
from .model import Span

_ALSO_JOINS = re.compile(f"{prose.ALSO}[，,]")
_OPENS_LEAD = re.compile(prose.OPENS_LEAD)
_RESOLVE_TAIL = re.compile(prose.RESOLVE_TAIL)
_SUMS_UP = re.compile(rf"(?<=[。；]){prose.SUMS_UP}")
_ITEM_MIN = 4


def without_frame(text: str, span: Span, *, first: bool) -> Span:
    """Return a paragraph that tells one problem without what leads to it, joins it to the others or closes the list."""
    sentences = marks.sentences(text, span.start, span.end)
    if not sentences:
        return span
    if first and len(sentences) > 1 and _OPENS_LEAD.match(text, span.start):
        sentences = problem_body(text, sentences)[0] or sentences
    closing = next((i for i, s in enumerate(sentences) if i and closes(text[s.start : s.end])), len(sentences))
    start, end = sentences[0].start, sentences[closing - 1].end
    joint = _ALSO_JOINS.match(text, start, end)
    return Span(joint.end() if joint and end - joint.end() >= _ITEM_MIN else start, end)


def unclosed(text: str, span: Span, kind: str) -> int:
    """Return where an entry ends before what closes its list, 「…。这些问题影响了…。对此，…」, 「…。总体而言，…」."""
    if kind == "plan":
        sums_up = _SUMS_UP.search(text, span.start, span.end)
        return sums_up.start() if sums_up else span.end
    end = without_frame(text, span, first=False).end
    tail = _RESOLVE_TAIL.search(text[span.start : end])
    return span.start + tail.start() if tail else end
