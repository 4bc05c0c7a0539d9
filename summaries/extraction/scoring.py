"""How well extraction does against gold: precision, recall and F1 of spans, clues and answers. Pure: no files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .gold import NONE, Expected, Gold
from .model import Document, Item, Span

TRIM = " \t\n\u3000；;。，,、.：:"
THRESHOLD = 0.8
CLUES = ("deadline", "lead", "support", "owner")
KINDS = ("problem", "plan", *CLUES, "answer first", "answer of three")
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


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One document against its gold: a score for each of KINDS, and the spans missed and found too much."""

    name: str
    scores: dict[str, Score]
    missed: tuple[tuple[str, Span], ...]
    extra: tuple[tuple[str, Span], ...]

    @property
    def items(self) -> Score:
        return self.scores["problem"] + self.scores["plan"]


def score_document(gold: Gold, document: Document, threshold: float = THRESHOLD) -> DocumentScore:
    """Compare what was found in a text with what its gold expects."""
    optional = gold.spans("optional")
    scores: dict[str, Score] = {}
    missed: list[tuple[str, Span]] = []
    extra: list[tuple[str, Span]] = []
    for kind in ("problem", "plan"):
        found = [Span(item.start, item.end) for item in items_of(document, kind)]
        comparison = compare(gold.text, gold.spans(kind), found, optional, threshold)
        scores[kind] = comparison.score
        missed += [(kind, span) for span in comparison.missed]
        extra += [(kind, span) for span in comparison.extra]
    scores |= _clue_scores(gold, document, threshold) | _answer_scores(gold, document, threshold)
    return DocumentScore(gold.name, scores, tuple(missed), tuple(extra))


def items_of(document: Document, kind: str) -> list[Item]:
    """Return the items of one kind of all summaries."""
    return [
        item for summary in document.summaries for item in (summary.problems if kind == "problem" else summary.plans)
    ]


def matching_item(text: str, entry: Expected, items: Sequence[Item], threshold: float = THRESHOLD) -> Item | None:
    """Return the item that covers an expected one best, None where none covers it far enough."""
    gold = trimmed(text, entry.span)
    shares = [(overlap(gold, trimmed(text, Span(item.start, item.end))), -place) for place, item in enumerate(items)]
    best, place = max(shares, default=(0.0, 0))
    return items[-place] if best >= threshold else None


def told_clue(item: Item, clue: str) -> str:
    """Return a clue of an item as gold writes it."""
    if clue == "deadline":
        deadline = item.deadline
        return f"{deadline.text}>{deadline.date or '-'}>{deadline.kind}" if deadline else NONE
    if clue == "lead":
        return item.lead.text if item.lead else NONE
    return (",".join(unit.text for unit in item.support) if clue == "support" else item.owner) or NONE


def _clue_scores(gold: Gold, document: Document, threshold: float) -> dict[str, Score]:
    """Score the stated clues of the items that were found; a wrong clue is missed and too much at once."""
    scores = dict.fromkeys(CLUES, Score())
    for kind in ("problem", "plan"):
        items = items_of(document, kind)
        for entry in gold.of_kind(kind):
            item = matching_item(gold.text, entry, items, threshold) if entry.clues else None
            for clue in CLUES if item else ():
                if clue in entry.clues:
                    scores[clue] += _clue_score(entry.clues[clue], told_clue(item, clue))
    return scores


def _clue_score(stated: str, told: str) -> Score:
    right = stated == told
    return Score(int(right and stated != NONE), int(stated != NONE), int(not right and told != NONE))


def _answer_scores(gold: Gold, document: Document, threshold: float) -> dict[str, Score]:
    """Score the suggestions for the problems that the gold pairs: is the first right, is one of the first three?"""
    told = dict(_told_answers(document))
    scores = {"answer first": Score(), "answer of three": Score()}
    for problem, plans in gold.answers:
        if not plans:
            continue
        suggested = next((told[span] for span in told if overlap(span, problem) >= threshold), ())
        right = [any(overlap(span, plan) >= threshold for plan in plans) for span in suggested]
        scores["answer first"] += Score(int(any(right[:1])), 1, int(bool(right[:1]) and not right[0]))
        scores["answer of three"] += Score(int(any(right[:3])), 1, int(bool(right) and not any(right[:3])))
    return scores


def _told_answers(document: Document) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    for summary in document.summaries:
        for pair in summary.answers:
            problem = summary.problems[pair.problem]
            plans = tuple(Span(summary.plans[plan].start, summary.plans[plan].end) for plan in pair.plans)
            yield Span(problem.start, problem.end), plans


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
