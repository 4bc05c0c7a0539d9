"""Tasks by hand: words that a person marked in a document, a task without any words, a task split into its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import Unit, User
from summaries.models import Edition, Item, Paragraph, Summary, Topic
from tracker import workflow
from tracker.models import Status, Task, TaskSource
from tracker.workflow import Refused, acting


@dataclass(frozen=True)
class Piece:
    """A part of a task's words that becomes a task of its own: half-open code-point offsets into the edition."""

    start: int
    end: int
    title: str = ""


@transaction.atomic
def task_from_words(edition: Edition, *, start: int, end: int, kind: str, by: User, title: str = "") -> Task:
    """Make a task of the words `edition.text[start:end]`, white space at both ends left out. Raises Refused."""
    _check_coordinator(by)
    summary = _lock(Summary.objects.filter(pk=edition.summary_id))
    if summary is None or summary.current_id != edition.pk:
        raise Refused(_("There is a newer edition of this document by now; please mark the words there."))
    item = _mark(edition, start, end, kind, by, title)
    if edition.items.filter(start=item.start, end=item.end, kind=kind).exclude(pk=item.pk).exists():
        raise Refused(_("These words are a task already."))
    task = Task.objects.create(
        kind=kind,
        title=item.title,
        topic=summary.topic,
        year=summary.year,
        reporting_unit=summary.unit,
        status=Status.OPEN,
        started_on=timezone.localdate(),
        version=1,
    )
    TaskSource.objects.create(task=task, item=item)
    workflow.record_creation([task], by)
    return task


@transaction.atomic
def task_without_source(
    *, kind: str, title: str, by: User, topic: Topic | None = None, year: int | None = None, unit: Unit | None = None
) -> Task:
    """Make a task that no document states; it is marked as such wherever it appears. Raises Refused."""
    _check_coordinator(by)
    if not title.strip():
        raise Refused(_("Please give the task a title."))
    task = Task.objects.create(
        kind=kind,
        title=title.strip()[:200],
        topic=topic,
        year=year,
        reporting_unit=unit,
        status=Status.OPEN,
        started_on=timezone.localdate(),
        version=1,
    )
    workflow.record_creation([task], by)
    return task


def split(task: Task, *, by: User, version: int, pieces: Sequence[Piece]) -> list[Task]:
    """Split a task into several, each with its own part of the words: the first piece stays with the task itself.

    Returns all of them, the task first. Raises Refused or Stale.
    """
    if len(pieces) < 2:
        raise Refused(_("Please mark at least two parts."))
    with _holding_document(task), acting(task, "split", by=by, version=version) as act:
        whole = words_of(act.task)
        if whole is None:
            raise Refused(_("The task has no words in a document that could be split."))
        _check_pieces(whole, pieces)
        first, *others = (_mark(whole.edition, p.start, p.end, whole.kind, by, p.title) for p in pieces)
        TaskSource.objects.create(task=act.task, item=first)
        new = [_sibling(act.task, item) for item in others]
        TaskSource.objects.bulk_create([TaskSource(task=t, item=i) for t, i in zip(new, others, strict=True)])
        workflow.record_creation(new, by, split_from=act.task)
        act.note("split", None, [{"id": each.pk, "name": each.title} for each in new])
        act.change("title", first.title)
    return [act.task, *new]


def words_of(task: Task) -> Item | None:
    """Return the words of a task that a split divides: its latest item, with its edition."""
    return task.items.order_by("-edition__number", "-id").select_related("edition").first()


def mark_again(item: Item, edition: Edition) -> Item | None:
    """Mark in a later edition the words that a person marked before; None unless they stand there exactly once."""
    if edition.text.count(item.text) != 1:
        return None
    start = edition.text.index(item.text)
    return _mark(edition, start, start + len(item.text), item.kind, item.marked_by, item.title)


@contextmanager
def _holding_document(task: Task) -> Iterator[None]:
    """Lock the document before the task, as an import of a new edition does, so that neither waits for the other."""
    with transaction.atomic():
        words = words_of(task)
        if words:
            _lock(Summary.objects.filter(pk=words.edition.summary_id))
        yield


def _lock(summaries: QuerySet[Summary]) -> Summary | None:
    """Keep imports away from a document, and others from marking in it, until the transaction ends."""
    return summaries.select_for_update(of=("self",)).first()


def _check_coordinator(user: User) -> None:
    if not access_of(user).coordinates:
        raise Refused(_("Only coordinators make tasks."))


def _check_pieces(whole: Item, pieces: Sequence[Piece]) -> None:
    ordered = sorted(pieces, key=lambda piece: piece.start)
    inside = whole.start <= ordered[0].start and ordered[-1].end <= whole.end
    apart = all(one.end <= other.start for one, other in pairwise(ordered))
    if not (inside and apart):
        raise Refused(_("The parts must lie within the task's words and not overlap."))


def _mark(edition: Edition, start: int, end: int, kind: str, by: User, title: str) -> Item:
    """Store words of an edition as an item marked by hand."""
    words = edition.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise Refused(_("Please mark the words that the task is about."))
    paragraph = Paragraph.objects.filter(edition=edition, start__lte=start).order_by("-start").first()
    if paragraph is None:
        raise Refused(_("Please mark words of a paragraph."))
    last = Item.objects.filter(edition=edition, kind=kind).aggregate(last=Max("number"))["last"] or 0
    return Item.objects.create(
        edition=edition,
        paragraph=paragraph,
        kind=kind,
        number=last + 1,
        start=start,
        end=start + len(words),
        text=words,
        title=(title.strip() or words.split("\n")[0])[:200],
        confidence=1.0,
        marked_by=by,
    )


def _sibling(task: Task, item: Item) -> Task:
    """Insert a task like `task` for another part of its words."""
    sibling = Task.objects.create(
        kind=task.kind,
        title=item.title,
        topic=task.topic,
        year=task.year,
        reporting_unit=task.reporting_unit,
        lead_unit=task.lead_unit,
        owner=task.owner,
        deadline=task.deadline,
        deadline_words=task.deadline_words,
        deadline_kind=task.deadline_kind,
        original_deadline=task.original_deadline,
        times_extended=task.times_extended,
        origins=task.origins,
        status=task.status,
        batch=task.batch,
        started_on=task.started_on,
        version=1,
    )
    sibling.supporting_units.set(task.supporting_units.all())
    return sibling
