"""Every file in cases/ is a test: its items, no others, and the clues and header keys that it states."""

from pathlib import Path

import pytest

from summaries.extraction import Document, Item, extract
from summaries.extraction.gold import Gold, read_marked
from summaries.extraction.scoring import items_of, matching_item, score_document, told_clue

PATHS = sorted((Path(__file__).parent / "cases").glob("*.txt"))
DOUBTFUL = 0.6


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PATHS])
def test_case(path: Path) -> None:
    case = read_marked(path.name, path.read_text(encoding="utf-8"))
    assert complaints(case, extract(case.text, name=path.name)) == []


def complaints(case: Gold, document: Document) -> list[str]:
    """Return one line for everything that differs from what the case expects."""
    return [*_header(case, document), *_spans(case, document), *_clues(case, document)]


def _header(case: Gold, document: Document) -> list[str]:
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


def _spans(case: Gold, document: Document) -> list[str]:
    score = score_document(case, document)
    missed = [f"missed {kind}: {case.text[span.start : span.end]!r}" for kind, span in score.missed]
    return missed + [f"extra {kind}: {case.text[span.start : span.end]!r}" for kind, span in score.extra]


def _clues(case: Gold, document: Document) -> list[str]:
    lines = []
    for entry in case.expected:
        items = items_of(document, entry.kind) if entry.clues and entry.kind != "optional" else []
        item = matching_item(case.text, entry, items)
        for key, value in entry.clues.items() if item else ():
            told = _told(item, key)
            if told != value:
                lines.append(f"{key} of {item.title[:20]!r}: {told!r} instead of {value!r}")
    return lines


def _told(item: Item, key: str) -> str:
    if key == "confidence":
        return "doubtful" if item.confidence < DOUBTFUL else "sure"
    return told_clue(item, key)
