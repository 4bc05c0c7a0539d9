"""Every file in cases/ is a test: its items, no others, and the clues and header keys that it states."""

from pathlib import Path

import pytest

from summaries.extraction import Document, Item, Span, extract
from summaries.extraction.scoring import compare, overlap, trimmed

from .case_files import CASES, Case, Expected, read_case

PATHS = sorted(CASES.glob("*.txt"))
DOUBTFUL = 0.6
# Not met yet; each is told in docs/extraction.md. A case that begins to pass must leave this list.
NOT_MET = {
    "achievements-05-no-items-drama",
    "combined-02-housing-causes-and-proposals",
    "combined-06-court-tribunal",
    "deadlines-03-recurring-long-term-and-measures",
    "furniture-07-related-links-look-like-titles",
    "government-03-several-plan-chapters",
    "headed-08-two-level-bodies",
    "interleaved-11-referring-back",
    "longterm-05-partly-solved-last-years-problems",
    "nested-05-circled-numbers-deep-inside",
    "noplanword-04-procuratorate-with-higher-aim",
    "noplanword-08-report-card-mirror-road-map",
    "numbering-09-some-numbers-lost",
    "prose-04-bridge-project",
    "prose-07-personal-honest-words",
    "prose-08-police-traffic-half-year",
    "prose-11-grievance-wording",
    "semicolon-04-tv-station",
    "semicolon-06-grain-reserve-depot",
    "semicolon-11-waste-sorting",
}


def _parameter(path: Path) -> object:
    marks = [pytest.mark.xfail(strict=True)] if path.stem in NOT_MET else []
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [_parameter(path) for path in PATHS])
def test_case(path: Path) -> None:
    case = read_case(path)
    assert complaints(case, extract(case.text, name=path.name)) == []


def complaints(case: Case, document: Document) -> list[str]:
    """Return one line for everything that differs from what the case expects."""
    summaries = document.summaries
    problems = [item for summary in summaries for item in summary.problems]
    plans = [item for summary in summaries for item in summary.plans]
    found = [*_header(case, document)]
    for kind, items in (("problem", problems), ("plan", plans)):
        found += _spans(case, kind, items)
        found += _clues(case, kind, items)
    return found


def _header(case: Case, document: Document) -> list[str]:
    summaries = document.summaries
    if not summaries:
        return ["no summary"] if case.keys.get("summaries", "1") != "0" else []
    first = summaries[0]
    stated = {"year": str(first.year), "unit": first.unit or "", "topic": first.topic, "summaries": str(len(summaries))}
    lines = [
        f"{key}: {stated[key]!r} instead of {case.keys[key]!r}"
        for key in stated
        if key in case.keys and case.keys[key] != stated[key]
    ]
    codes = {note.code for summary in document.summaries for note in summary.notes}
    codes |= {note.code for note in document.notes}
    wanted = {code.strip() for code in case.keys.get("notes", "").split(",") if code.strip()}
    return lines + [f"no note {code}" for code in sorted(wanted - codes)]


def _spans(case: Case, kind: str, items: list[Item]) -> list[str]:
    comparison = compare(
        case.text,
        [entry.span for entry in case.of_kind(kind)],
        [item_span(item) for item in items],
        [entry.span for entry in case.of_kind("optional")],
    )
    missed = [f"missed {kind}: {case.text[span.start : span.end]!r}" for span in comparison.missed]
    return missed + [f"extra {kind}: {case.text[span.start : span.end]!r}" for span in comparison.extra]


def item_span(item: Item) -> Span:
    return Span(item.start, item.end)


def _clues(case: Case, kind: str, items: list[Item]) -> list[str]:
    lines = []
    for entry in case.of_kind(kind):
        item = _matching(case, entry, items)
        if item is None or not entry.clues:
            continue
        told = _told(item)
        for key, value in entry.clues.items():
            if told[key] != value and not (key == "deadline" and _same_deadline(item, value)):
                lines.append(f"{key} of {item.title[:20]!r}: {told[key]!r} instead of {value!r}")
    return lines


def _matching(case: Case, entry: Expected, items: list[Item]) -> Item | None:
    gold = trimmed(case.text, entry.span)
    best = max(items, key=lambda item: overlap(gold, trimmed(case.text, item_span(item))), default=None)
    return best if best and overlap(gold, trimmed(case.text, item_span(best))) >= 0.8 else None


def _told(item: Item) -> dict[str, str]:
    deadline = item.deadline
    return {
        "deadline": f"{deadline.text}>{deadline.date or '-'}>{deadline.kind}" if deadline else "none",
        "lead": item.lead.text if item.lead else "none",
        "support": ",".join(unit.text for unit in item.support) or "none",
        "owner": item.owner or "none",
        "confidence": "doubtful" if item.confidence < DOUBTFUL else "sure",
    }


def _same_deadline(item: Item, stated: str) -> bool:
    """A case may write 「words>->kind」 with the arrow glued."""
    if item.deadline is None:
        return stated == "none"
    words, _, rest = stated.partition(">")
    date, _, kind = rest.rpartition(">")
    day = item.deadline.date.isoformat() if item.deadline.date else "-"
    return (words, date.strip(">") or "-", kind) == (item.deadline.text, day, item.deadline.kind)
