"""What an entry of problems says at its end about how to mend it: 「综合评估认为，建议结合大修更换。」.

It is no part of the problem. Only asked of entries of several paragraphs, and believed where it comes again.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .enumerators import inline_run
from .lexicon import prose
from .model import Span
from .mood import is_done, lacks, may_be_planned
from .paragraphs import Para

_ADVISES = re.compile(prose.ADVISES)
_LEAST = 2
_SHARE = 0.34


@dataclass(frozen=True, slots=True)
class Parted:
    """A problem without the measure told behind it, and that measure, if any."""

    problem: Span
    measure: Span | None


def part_advice(text: str, paras: Sequence[Para], spans: Sequence[Span]) -> list[Parted]:
    """Return the entries of a section with the paragraphs at their end that only advise set aside."""
    parted = [_parted(text, paras, span) for span in spans]
    several = [one for span, one in zip(spans, parted, strict=True) if "\n" in text[span.start : span.end]]
    advising = sum(one.measure is not None for one in several)
    if advising < _LEAST or advising < _SHARE * len(several):
        return [Parted(span, None) for span in spans]
    return parted


def _parted(text: str, paras: Sequence[Para], span: Span) -> Parted:
    first = bisect_right(paras, span.start, key=lambda para: para.start) - 1
    stop = bisect_left(paras, span.end, key=lambda para: para.start)
    body = [para for para in paras[first + 1 : stop] if not para.role]
    kept = len(body)
    while kept and _only_advises(body[kept - 1]):
        kept -= 1
    if kept == len(body):
        return Parted(span, None)
    end = body[kept - 1].end if kept else paras[first].end
    return Parted(Span(span.start, end), Span(body[kept].start, span.end))


def _only_advises(para: Para) -> bool:
    """Tell whether a paragraph says nothing but what should be done."""
    text = para.text
    if para.marker or inline_run(text, 0, len(text)):
        return False
    return bool(_ADVISES.search(text)) or (may_be_planned(text) and not lacks(text) and not is_done(text))
