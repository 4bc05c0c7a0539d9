"""A Document as the JSON that `extract_summaries --format json` prints. Nothing is computed here."""

from typing import Any

from .model import ContentsEntry, Deadline, Document, Item, Note, SummaryText, UnitMention


def to_json(document: Document, language: str = "zh") -> dict[str, Any]:
    """Return the document as plain lists and dicts."""
    return {
        "file": document.name,
        "contents": [_contents_entry(entry) for entry in document.contents],
        "summaries": [_summary(summary, language) for summary in document.summaries],
        "notes": [_note(note, language) for note in document.notes],
    }


def _contents_entry(entry: ContentsEntry) -> dict[str, Any]:
    return {"title": entry.title, "topic": entry.topic, "page": entry.page, "present": entry.present}


def _summary(summary: SummaryText, language: str) -> dict[str, Any]:
    return {
        "title": summary.title,
        "topic": summary.topic,
        "year": summary.year,
        "start": summary.start,
        "end": summary.end,
        "problems": [_item(item) for item in summary.problems],
        "plans": [_item(item) for item in summary.plans],
        "answers": [{"problem": pair.problem, "plans": list(pair.plans)} for pair in summary.answers],
        "notes": [_note(note, language) for note in summary.notes],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "title": item.title,
        "paragraph": item.paragraph,
        "heading_path": list(item.heading_path),
        "confidence": item.confidence,
        "deadline": _deadline(item.deadline),
        "lead": _unit(item.lead),
        "support": [_unit(unit) for unit in item.support],
        "parts": [{"start": part.start, "end": part.end, "text": part.text} for part in item.parts],
    }


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    date = deadline.date.isoformat() if deadline.date else None
    return {"text": deadline.text, "date": date, "kind": deadline.kind}


def _unit(mention: UnitMention | None) -> dict[str, str] | None:
    return {"text": mention.text, "unit": mention.unit} if mention else None


def _note(note: Note, language: str) -> dict[str, Any]:
    return {"code": note.code, "message": note.message(language), "start": note.start, "end": note.end}
