"""How evidence is stored: the original under its hash, then source, edition, paragraphs and items.

What becomes of it in the tracker is decided in tracker/intake.py, which calls this inside its transaction.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import User
from summaries import search
from summaries.extraction import Item as FoundItem
from summaries.extraction import Note, SummaryText
from summaries.models import Edition, Item, Kind, Paragraph, SourceFile, Summary
from summaries.readers import OMITTED, Omission, Reading

BATCH = 500


def kept_path(folder: Path, sha256: str) -> Path:
    """Return where bytes with this hash are kept below `folder`; names from outside are never part of a path."""
    return folder / sha256[:2] / sha256


def original_path(sha256: str) -> Path:
    """Return where the bytes of an original are kept."""
    return kept_path(settings.ORIGINALS_DIR, sha256)


def keep(folder: Path, data: bytes) -> str:
    """Keep bytes below `folder`, on the disk for sure when this returns, and return their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = kept_path(folder, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)
        _sync_folder(path.parent)
    return sha256


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows can't open a folder, and needs no fsync of it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def store_source(data: bytes, reading: Reading, by: User | None, *, store_bytes: bool = True) -> SourceFile:
    """Return the row of this file; its bytes are kept first (not in a dry run, whose rows don't stay either)."""
    sha256 = keep(settings.ORIGINALS_DIR, data) if store_bytes else hashlib.sha256(data).hexdigest()
    source, source.is_new = SourceFile.objects.get_or_create(
        sha256=sha256,
        defaults={"name": reading.name[-255:], "size": len(data), "encoding": reading.encoding, "added_by": by},
    )
    return source


def store_edition(
    summary: Summary, source: SourceFile, found: SummaryText, reading: Reading, notes: list[dict[str, Any]]
) -> tuple[Edition, list[Item]]:
    """Store the next edition of a summary as found in a file, and make it the current one.

    notes: on the edition, beside those of extraction. Returns the edition and its items in the order of
    `found.problems + found.plans`.
    """
    number = summary.editions.count() + 1 if summary.current_id else 1
    edition = Edition.objects.create(
        summary=summary,
        number=number,
        source=source,
        start=found.start,
        text=reading.text[found.start : found.end],
        notes=notes + plain_notes(found.notes, found.start),
    )
    paragraphs = Paragraph.objects.bulk_create(list(_paragraphs(edition, found, reading)), batch_size=BATCH)
    search.add(paragraphs)
    by_number = {paragraph.number: paragraph for paragraph in paragraphs}
    items = Item.objects.bulk_create(list(_items(edition, found, by_number)), batch_size=BATCH)
    summary.current = edition
    summary.save(update_fields=["current"])
    return edition, items


def plain_notes(notes: Iterable[Note], offset: int = 0) -> list[dict[str, Any]]:
    """Return notes as JSON, their spans counted from `offset`."""
    return [
        {
            "code": note.code,
            "params": dict(note.params),
            "start": max(note.start - offset, 0),
            "end": max(note.end - offset, 0),
        }
        for note in notes
    ]


def plain_omissions(omissions: Iterable[Omission], offset: int = 0) -> list[dict[str, Any]]:
    """Return what was not read of a file as JSON notes, their spans counted from `offset`."""
    return [
        {
            "code": OMITTED,
            "params": {"what": each.code, "count": each.count},
            "start": max(each.start - offset, 0),
            "end": max(each.start - offset, 0) + 1,
        }
        for each in omissions
    ]


def _paragraphs(edition: Edition, found: SummaryText, reading: Reading) -> Iterable[Paragraph]:
    places = reading.places_of(each.start for each in found.paragraphs)
    for each, place in zip(found.paragraphs, places, strict=True):
        yield Paragraph(
            edition=edition,
            number=each.number,
            start=each.start - found.start,
            text=each.text,
            level=each.level,
            section=each.section,
            place_kind=place.kind,
            place_number=place.number,
        )


def _items(edition: Edition, found: SummaryText, paragraphs: dict[int, Paragraph]) -> Iterable[Item]:
    for kind, group in ((Kind.PROBLEM, found.problems), (Kind.PLAN, found.plans)):
        for number, each in enumerate(group, start=1):
            yield Item(
                edition=edition,
                paragraph=paragraphs[each.paragraph],
                kind=kind,
                number=number,
                start=each.start - found.start,
                end=each.end - found.start,
                text=each.text,
                title=each.title[:200],
                heading_path=list(each.heading_path),
                parts=[[part.start - found.start, part.end - found.start] for part in each.parts],
                clues=_clues(each),
                confidence=each.confidence,
            )


def _clues(found: FoundItem) -> dict[str, Any]:
    """Return what the item states of who and when, as JSON; what it does not state is left out."""
    clues: dict[str, Any] = {}
    if found.deadline:
        date = found.deadline.date
        clues["deadline"] = {**found.deadline._asdict(), "date": date.isoformat() if date else None}
    if found.lead:
        clues["lead"] = found.lead._asdict()
    if found.support:
        clues["support"] = [unit._asdict() for unit in found.support]
    if found.owner:
        clues["owner"] = found.owner
    return clues
