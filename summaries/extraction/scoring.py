"""How well extraction does against gold: precision, recall and F1 of spans. Pure; files are read by the callers."""

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Span

TRIM = " \t\n\u3000；;。，,、.：:"
THRESHOLD = 0.8
# An extra item is forgiven when it lies in an optional span or covers one this far.
_OPTIONAL_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind in one document, or sums of them."""

    found: int = 0
    expected: int = 0
    extra: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.found + other.found, self.expected + other.expected, self.extra + other.extra)

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.extra) if self.found + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score with the spans that were missed and those that were too many."""

    score: Score
    missed: tuple[Span, ...]
    extra: tuple[Span, ...]


def compare(
    text: str,
    gold: Sequence[Span],
    found: Sequence[Span],
    optional: Sequence[Span] = (),
    threshold: float = THRESHOLD,
) -> Comparison:
    """Match spans of one kind one to one, best overlap first, white space and punctuation at the ends left out."""
    gold, found, optional = ([trimmed(text, span) for span in spans] for spans in (gold, found, optional))
    used_gold, used_found = _matched(gold, found, threshold)
    missed = tuple(span for i, span in enumerate(gold) if i not in used_gold)
    extra = tuple(span for j, span in enumerate(found) if j not in used_found and not _forgiven(span, optional))
    return Comparison(Score(len(used_gold), len(gold), len(extra)), missed, extra)


def trimmed(text: str, span: Span) -> Span:
    """Return the span without white space and closing punctuation at its ends."""
    start, end = span.start, span.end
    while end > start and text[end - 1] in TRIM:
        end -= 1
    while start < end and text[start] in TRIM:
        start += 1
    return Span(start, end)


def overlap(a: Span, b: Span) -> float:
    """Return intersection over union."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return common / (max(a.end, b.end) - min(a.start, b.start)) if common > 0 else 0.0


def _matched(gold: Sequence[Span], found: Sequence[Span], threshold: float) -> tuple[set[int], set[int]]:
    pairs = sorted(((overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for share, i, j in pairs:
        if share < threshold:
            break
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
    return used_gold, used_found


def _forgiven(span: Span, optional: Sequence[Span]) -> bool:
    return any(
        overlap(span, other) >= _OPTIONAL_OVERLAP or (other.start <= span.start and span.end <= other.end)
        for other in optional
    )
