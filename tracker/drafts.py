"""Imports in two steps: a file becomes a draft, a coordinator corrects it, and only confirming it makes tasks.

What a correction does to the items is in draft_rows.py; what confirming would do is foretold in draft_plan.py.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from summaries.extraction import Document
from summaries.models import Item
from summaries.readers import Reading, Unreadable, unpack
from summaries.storage import keep, original_path
from summaries.wording import language
from tracker import batches
from tracker.carrying import carry
from tracker.draft_rows import Preview, Row, corrected, preview_of
from tracker.draft_wire import from_plain, to_plain
from tracker.earlier import latest_items
from tracker.identity import Unclear, expected_summary
from tracker.intake import Outcome, RefusedFile, import_document, understand
from tracker.models import ImportBatch, ImportDraft, Status, Task
from tracker.workflow import Refused, carry_out

WAITING, CONFIRMED, DISCARDED = ImportDraft.State.WAITING, ImportDraft.State.CONFIRMED, ImportDraft.State.DISCARDED


class StaleDraft(Refused):
    """Somebody changed the draft after the form was shown."""


@dataclass(frozen=True)
class Received:
    """What became of an uploaded document: a new draft, or one that waits or was imported already, or a refusal."""

    name: str
    draft: ImportDraft | None = None
    batch: ImportBatch | None = None
    refusal: str = ""
    known: bool = False


# --- In ------------------------------------------------------------------------------------------------


def receive(data: bytes, name: str, *, by: User, unit: str = "", year: int | None = None) -> Iterator[Received]:
    """Make a draft of an uploaded document, or of each document in an archive; what can't be read is told."""
    return map(save, prepare(data, name, by=by, unit=unit, year=year))


def prepare(data: bytes, name: str, *, by: User, unit: str = "", year: int | None = None) -> Iterator[Received]:
    """Do the slow part of `receive`: read what was uploaded into drafts that are not stored yet."""
    for member in unpack(data, name):
        if isinstance(member, Unreadable):
            yield Received(member.params.get("name", name), refusal=member.message(language()))
        else:
            yield _prepared(member.data, member.name, by, unit, year)


def save(received: Received) -> Received:
    """Store a prepared draft, unless the same file came in another way meanwhile."""
    draft = received.draft
    if draft is None or received.known:
        return received
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # the same file was uploaded twice at the same moment
        return _known(draft.sha256, received.name) or Received(
            received.name, refusal=_("Please upload this file again.")
        )
    return received


def _prepared(data: bytes, name: str, by: User, unit: str, year: int | None) -> Received:
    sha256 = hashlib.sha256(data).hexdigest()
    if known := _known(sha256, name):
        return known
    try:
        understood = understand(data, name)
    except RefusedFile as refusal:
        return Received(name, refusal=str(refusal))
    draft = ImportDraft(name=name[-255:], size=len(data), by=by, changed_by=by, unit=unit, year=year)
    draft.sha256 = keep(settings.ORIGINALS_DIR, data)
    draft.text = understood.reading.text
    draft.reading = to_plain(understood.reading, without="text")
    document = _as_cut_before(understood.document, unit)
    draft.document = to_plain(document, without="text")
    draft.rows = to_plain(preview_of(document).rows)
    return Received(name, draft=draft)


def _as_cut_before(document: Document, unit: str) -> Document:
    """Return a document with the items of its summaries cut as people cut them in earlier editions."""
    for index, found in enumerate(document.summaries):
        with contextlib.suppress(Unclear):  # asked in the preview
            known = expected_summary(found, unit, document.text[found.start : found.end])
            if known:
                document = carry(document, index, latest_items(known), known.current.text)
    return document


def _known(sha256: str, name: str) -> Received | None:
    """Return what the site has of a file already: its import, or the draft that waits."""
    done = ImportBatch.objects.filter(source__sha256=sha256, source__editions__isnull=False, undone_at=None)
    if batch := done.select_related("source", "by").order_by("-pk").first():
        return Received(name, batch=batch, known=True)
    waiting = ImportDraft.objects.filter(sha256=sha256, state=WAITING).first()
    return Received(name, draft=waiting, known=True) if waiting else None


# --- Corrections ---------------------------------------------------------------------------------------


def preview(draft: ImportDraft) -> Preview:
    """Return a draft's document and its rows as corrected so far."""
    document = from_plain(Document, draft.document, text=draft.text)
    return Preview(document, tuple(from_plain(Row, each) for each in draft.rows))


def reading_of(draft: ImportDraft) -> Reading:
    """Return what was read of a draft's file."""
    return from_plain(Reading, draft.reading, text=draft.text)


def correct(
    draft: ImportDraft, *changes: Callable[[Preview], Preview], by: User, version: int, **fields: Any
) -> ImportDraft:
    """Carry out corrections on the rows of a draft, and set `unit` or `year` of the whole file. All or nothing.

    version: of the draft that the user saw. Raises Refused or StaleDraft.
    """
    with transaction.atomic():
        current = _locked(draft, version)
        shown = before = preview(current)
        for change in changes:
            shown = change(shown)
        current.rows = to_plain(shown.rows)
        if shown.document is not before.document:
            current.document = to_plain(shown.document, without="text")
        for name, value in fields.items():
            setattr(current, name, value)
        _touch(current, by)
    return current


def discard(draft: ImportDraft, *, by: User, version: int) -> ImportDraft:
    """Put a draft away: nothing of it becomes a task."""
    with transaction.atomic():
        current = _locked(draft, version)
        current.state = DISCARDED
        _touch(current, by)
    return current


def _locked(draft: ImportDraft, version: int) -> ImportDraft:
    current = ImportDraft.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=draft.pk)
    if current.state != WAITING:
        raise Refused(_("This import does not wait for confirmation any more."))
    if current.version != version:
        raise StaleDraft(
            _("%(who)s changed this preview after you opened it. Nothing was saved; please check and send again.")
            % {"who": current.changed_by}
        )
    return current


def _touch(draft: ImportDraft, by: User) -> None:
    draft.changed_by = by
    draft.version += 1
    draft.save()


# --- Confirmation --------------------------------------------------------------------------------------


def confirm(draft: ImportDraft, *, by: User, version: int) -> Outcome:
    """Import the corrected document and carry out what was decided about its items, in one transaction.

    Decisions and values apply to the tasks that the import makes; a task that was there before keeps what people made
    of it. Raises Refused, StaleDraft or RefusedFile, and then nothing is changed.
    """
    with transaction.atomic():
        current = _locked(draft, version)
        shown = preview(current)
        document, data = corrected(shown), _bytes(current)
        about = {"unit": current.unit, "year": current.year, "by": by, "is_corrected": True}
        outcome = import_document(data, reading_of(current), document, **about)
        if outcome.batch:
            _settle(shown, outcome, by)
            batches.seal(outcome.batch)
        current.state, current.batch = CONFIRMED, outcome.batch
        _touch(current, by)
    return outcome


def _bytes(draft: ImportDraft) -> bytes:
    try:
        return original_path(draft.sha256).read_bytes()
    except OSError as error:
        raise Refused(_("The uploaded file is not on the disk any more; please upload it again.")) from error


def _settle(shown: Preview, outcome: Outcome, by: User) -> None:
    """Carry out decisions and hand-set values on the tasks that the import has just made, through the workflow."""
    items = Item.objects.filter(edition__in=outcome.editions, source__task__batch=outcome.batch)
    made = {
        (item.edition.start + item.start, item.kind): item.source.task
        for item in items.select_related("edition", "source__task")
    }
    for row in shown.rows:
        if task := made.get((row.start, row.item.kind)):
            _apply(row, task, by)


def _apply(row: Row, task: Task, by: User) -> None:
    if row.ignored:
        carry_out(task, "dismiss", by=by, version=task.version, reason=_("Ignored at import."))
        return
    if row.decision and task.status == Status.CANDIDATE:
        task = carry_out(task, "accept", by=by, version=task.version)
    if changes := {name: _meant(name, value) for name, value in row.given.items()}:
        carry_out(task, "edit", by=by, version=task.version, changes=changes)


def _meant(name: str, value: str) -> Any:
    """Return what the workflow takes for a value set in the preview."""
    if name == "lead_unit":
        return _unit(value) if value else None
    if name == "deadline":
        return dt.date.fromisoformat(value) if value else None
    return value


def _unit(name: str) -> Unit:
    unit = Unit.objects.named(name)
    if unit is None:
        raise Refused(_("No unit is called “%(name)s”. New units are entered in the administration.") % {"name": name})
    return unit
