"""From a file's bytes to tasks: read, extract, store, tie tasks to words. One file is one transaction, all or nothing.

The same file again changes nothing. A revised file becomes a new edition; its items are matched with the earlier ones
(matching.py), and no value that a person may have set is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, UnitAlias, User
from summaries import understanding
from summaries.extraction import Document, SummaryText
from summaries.models import Edition, Item, Kind, SourceFile, Summary, Topic
from summaries.readers import Reading, Unreadable
from summaries.storage import plain_notes, plain_omissions, store_edition, store_source
from summaries.understanding import Understood
from summaries.wording import language
from tracker import batches, workflow
from tracker.carrying import carry
from tracker.draft_rows import SURE
from tracker.earlier import latest_items, latest_marked, wordings
from tracker.handmade import mark_again
from tracker.identity import Unclear, known_summary
from tracker.matching import Wording, key, match
from tracker.models import Answer, BatchTask, ImportBatch, Origin, Status, Task, TaskSource

COUNTS = tuple(BatchTask.Outcome.values)
COLLISIONS = {"40001", "40P01"}  # of PostgreSQL: could not serialise, deadlock
TRIES = 3  # two imports at the same moment may collide once; then the second one sees the first one's rows


class RefusedFile(Exception):
    """The file can't be imported; str() is a sentence that says what to do. Nothing was stored."""


@dataclass
class Outcome:
    """What the import of one file did, in tasks."""

    name: str
    summaries: int = 0
    created: int = 0
    unchanged: int = 0
    changed: int = 0
    vanished: int = 0
    returned: int = 0
    titles: list[str] = field(default_factory=list)
    batch: ImportBatch | None = None
    editions: list[Edition] = field(default_factory=list)
    became: dict[int, str] = field(default_factory=dict)  # task id -> one of COUNTS

    def note(self, what: str, task_ids: Iterable[int]) -> None:
        """Count what became of tasks, each of them once."""
        new = {pk: what for pk in task_ids if pk not in self.became}
        self.became |= new
        setattr(self, what, getattr(self, what) + len(new))


@dataclass(frozen=True)
class Request:
    """An import as asked for: what the file says is completed or overruled by `unit` and `year`."""

    data: bytes
    reading: Reading
    document: Document
    unit: Unit | None
    year: int | None
    by: User | None
    dry_run: bool
    is_corrected: bool  # a person has looked through it: nothing is cut otherwise any more


def import_file(
    data: bytes,
    name: str,
    *,
    unit: str = "",
    year: int | None = None,
    by: User | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Import one file and return what it did; with dry_run, what it would do.

    unit: name of the reporting unit, made if it is new. year: overrules what the texts say. Raises RefusedFile.
    """
    return import_understood(understand(data, name), unit=unit, year=year, by=by, dry_run=dry_run)


def import_understood(
    understood: Understood, *, unit: str = "", year: int | None = None, by: User | None = None, dry_run: bool = False
) -> Outcome:
    """Import a file that was read before. See import_file."""
    refuse_without_summary(understood.document)
    reading, document = understood.reading, understood.document
    return import_document(understood.data, reading, document, unit=unit, year=year, by=by, dry_run=dry_run)


def import_document(
    data: bytes,
    reading: Reading,
    document: Document,
    *,
    unit: str = "",
    year: int | None = None,
    by: User | None = None,
    dry_run: bool = False,
    is_corrected: bool = False,
) -> Outcome:
    """Import a file whose words were read before; is_corrected: a person has looked through it. See import_file."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                request = Request(data, reading, document, _unit_named(unit), year, by, dry_run, is_corrected)
                outcome = _import(request)
                transaction.set_rollback(dry_run)
            return outcome
        except (IntegrityError, OperationalError) as error:
            if attempt == TRIES - 1 or not _collided(error):
                raise
    raise AssertionError("unreachable")


def _collided(error: Exception) -> bool:
    """Tell whether two imports got into each other's way: by the same row, or each waiting for the other's."""
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") in COLLISIONS


def understand(data: bytes, name: str) -> Understood:
    """Read a file and find its summaries. Raises RefusedFile."""
    try:
        understood = understanding.understand(data, name, known_unit_names())
    except Unreadable as refusal:
        raise RefusedFile(refusal.message(language())) from refusal
    refuse_without_summary(understood.document)
    return understood


def refuse_without_summary(document: Document) -> None:
    """Raise RefusedFile if nothing in a document is a summary."""
    if not document.summaries:
        raise RefusedFile(
            _(
                "No summary was found in it. Please check that it holds the text of a work summary, "
                "not only a contents page."
            )
        )


def known_unit_names() -> list[str]:
    """Return the names and aliases of all units of the site."""
    units, aliases = (each.order_by().values_list("name", flat=True) for each in (Unit.objects, UnitAlias.objects))
    return sorted(units.union(aliases, all=True))


def _unit_named(name: str) -> Unit | None:
    name = name.strip()
    if not name:
        return None
    return Unit.objects.named(name) or Unit.objects.create(name=name[:100])


def _import(request: Request) -> Outcome:
    outcome = Outcome(request.reading.name, summaries=len(request.document.summaries))
    source = store_source(request.data, request.reading, request.by, store_bytes=not request.dry_run)
    batch = ImportBatch(
        source=source,
        by=request.by,
        contents=[
            {"title": entry.title, "topic": entry.topic, "page": entry.page, "present": entry.present}
            for entry in request.document.contents
        ],
        notes=plain_omissions(request.reading.omissions) + plain_notes(request.document.notes),
    )
    for index, found in enumerate(request.document.summaries):
        outcome.titles.append(found.title)
        _import_summary(request, source, index, batch, outcome)
    if batch.pk:
        for count in COUNTS:
            setattr(batch, count, getattr(outcome, count))
        batch.save(update_fields=COUNTS)
        batches.record(batch, outcome.editions, outcome.became)
        outcome.batch = batch
    return outcome


def _import_summary(request: Request, source: SourceFile, index: int, batch: ImportBatch, outcome: Outcome) -> None:
    found = request.document.summaries[index]
    text = request.reading.text[found.start : found.end]
    edition, summary = _edition_from(request, source, found), None
    if edition is None:
        summary = _summary_of(request, found, text)
        edition = summary.current if summary.current and summary.current.text == text else None
    if edition:
        stated = TaskSource.objects.filter(item__edition=edition)
        outcome.note("unchanged", stated.values_list("task", flat=True))
        return
    if not batch.pk:
        batch.save()
    before, marked = (latest_items(summary), latest_marked(summary)) if summary.current else ([], [])
    if before and not request.is_corrected:
        found = carry(request.document, index, before, summary.current.text).summaries[index]
    edition, items = store_edition(summary, source, found, request.reading, _notes_on(request, found))
    outcome.editions.append(edition)
    task_of = _tie(summary, before, items, batch, request.by, outcome)
    _carry_marked(summary, marked, request.by, outcome)
    _suggest_answers(found, items, task_of, batch)


def _notes_on(request: Request, found: SummaryText) -> list[dict[str, Any]]:
    """Return what was not read of a file that is one summary; of several the import tells it, not each of them."""
    alone = len(request.document.summaries) == 1
    return plain_omissions(request.reading.omissions, found.start) if alone else []


# --- Which summary is it? ------------------------------------------------------------------------------


def _edition_from(request: Request, source: SourceFile, found: SummaryText) -> Edition | None:
    """Return the edition that this very file gave before, which it never gives again, even if a later one came."""
    editions = Edition.objects.filter(source=source, summary__title=found.title[:200], start=found.start)
    if request.unit:
        editions = editions.filter(summary__unit=request.unit)
    return None if source.is_new else editions.defer("text", "notes").first()


def _summary_of(request: Request, found: SummaryText, text: str) -> Summary:
    """Return the summary that the text is an edition of, or a new one."""
    title = found.title[:200]
    unit = request.unit or _unit_named(found.unit or "")
    try:
        summary = known_summary(title, text, unit, is_named=bool(unit))
    except Unclear as unclear:
        question = _("Please say which unit it is from (in the command: --unit NAME).")
        raise RefusedFile(f"{unclear}{question}") from unclear
    if summary is None:
        return Summary.objects.create(unit=unit, title=title, topic=_topic(found), year=request.year or found.year)
    locked = Summary.objects.select_for_update(of=("self",)).select_related("current")
    return locked.get(pk=summary.pk)


def _topic(found: SummaryText) -> Topic | None:
    return Topic.objects.get_or_create(name=found.topic[:100])[0] if found.topic else None


# --- Tasks ---------------------------------------------------------------------------------------------


def _tie(
    summary: Summary,
    before: Sequence[Item],
    items: Sequence[Item],
    batch: ImportBatch,
    by: User | None,
    outcome: Outcome,
) -> dict[int, int]:
    """Give each item its task: the one that it had in an earlier edition, or a new one. Return item -> task."""
    matching = match(wordings(before), [Wording(item.kind, item.text) for item in items])
    fresh = [index for index in range(len(items)) if index not in matching.pairs]
    doubtful = {items[index].pk for index in matching.unsure}
    created = _create(summary, [items[index] for index in fresh], batch, by, doubtful)
    outcome.note("created", [task.pk for task in created])
    tied = [TaskSource(task=task, item=items[index]) for task, index in zip(created, fresh, strict=True)]
    for index, earlier in matching.pairs.items():
        tied.append(TaskSource(task_id=before[earlier].source.task_id, item=items[index]))
        _follow(summary, before[earlier], items[index].text, by, outcome)
    TaskSource.objects.bulk_create(tied)
    gone = set(range(len(before))) - set(matching.pairs.values())
    _record_vanished(summary, [before[index] for index in sorted(gone)], by, outcome)
    return {each.item_id: each.task_id for each in tied}


def _follow(summary: Summary, old: Item, words: str, by: User | None, outcome: Outcome) -> None:
    """Tell the timeline of a task, and count, what the new edition did to its words."""
    task = old.source.task_id
    if key(old.text) != key(words):
        outcome.note("changed", [task])
        workflow.record_reimport(task, by, "text", old.text, words)
    elif old.edition.number < summary.current.number - 1:
        outcome.note("returned", [task])
        workflow.record_reimport(task, by, "text", None, words)
    else:
        outcome.note("unchanged", [task])


def _carry_marked(summary: Summary, marked: Sequence[Item], by: User | None, outcome: Outcome) -> None:
    """Mark the same words in the new edition that a person marked before, or tell that they are not there any more."""
    for item in marked:
        again = mark_again(item, summary.current)
        if again:
            TaskSource.objects.create(task_id=item.source.task_id, item=again)
            _follow(summary, item, again.text, by, outcome)
        else:
            _record_vanished(summary, [item], by, outcome)


def _record_vanished(summary: Summary, items: Sequence[Item], by: User | None, outcome: Outcome) -> None:
    """Write into the timeline which tasks lost their words with this edition."""
    number = summary.current.number - 1
    gone = [item for item in items if item.edition.number == number]
    for item in gone:
        workflow.record_reimport(item.source.task_id, by, "text", item.text, None)
    outcome.note("vanished", [item.source.task_id for item in gone])


def _create(
    summary: Summary, items: Sequence[Item], batch: ImportBatch, by: User | None, doubtful: Collection[int]
) -> list[Task]:
    """Make a task of each item; those that may be an earlier task's words are candidates, however sure they are."""
    if not items:
        return []
    units = _units_in_clues(items)
    sure = [item.confidence >= SURE and item.pk not in doubtful for item in items]
    tasks = Task.objects.bulk_create(
        [_task(summary, item, batch, units, is_sure) for item, is_sure in zip(items, sure, strict=True)]
    )
    supports = [
        Task.supporting_units.through(task=task, unit=unit)
        for task, item in zip(tasks, items, strict=True)
        for unit in {units[clue["unit"]] for clue in item.clues.get("support", []) if clue["unit"] in units}
        if unit.pk != task.lead_unit_id
    ]
    Task.supporting_units.through.objects.bulk_create(supports)
    workflow.record_creation(tasks, by)
    return tasks


def _task(summary: Summary, item: Item, batch: ImportBatch, units: dict[str, Unit], is_sure: bool) -> Task:
    """Make the task of an item: what the words say is filled in, and marked as stated there."""
    deadline = item.clues.get("deadline", {})
    lead = units.get(item.clues.get("lead", {}).get("unit", ""))
    owner = item.clues.get("owner", "")[:50]
    stated = {
        "lead_unit": lead,
        "deadline": deadline.get("date"),
        "deadline_words": deadline.get("text"),
        "owner": owner,
    }
    return Task(
        kind=item.kind,
        title=item.title,
        topic=summary.topic,
        year=summary.year,
        reporting_unit=summary.unit,
        lead_unit=lead,
        owner=owner,
        deadline=deadline.get("date"),
        deadline_words=deadline.get("text", "")[:100],
        deadline_kind=deadline.get("kind", ""),
        origins={name: Origin.STATED.value for name, value in stated.items() if value},
        status=Status.OPEN if is_sure else Status.CANDIDATE,
        batch=batch,
        started_on=timezone.localdate(),
        version=1,
    )


def _units_in_clues(items: Sequence[Item]) -> dict[str, Unit]:
    """Return the site's units that the items name as lead or supporting unit; unknown names stay mere words."""
    names = {item.clues["lead"]["unit"] for item in items if "lead" in item.clues}
    names |= {clue["unit"] for item in items for clue in item.clues.get("support", [])}
    units = Unit.objects.filter(name__in=names).select_related("merged_into")
    found = {unit.name: unit.merged_into or unit for unit in units}
    for alias in UnitAlias.objects.filter(name__in=names).select_related("unit"):
        found.setdefault(alias.name, alias.unit)
    return found


def _suggest_answers(found: SummaryText, items: Sequence[Item], task_of: Mapping[int, int], batch: ImportBatch) -> None:
    """Store which plan may answer which problem, best first; what people decided about a pair stays."""
    problems = [item for item in items if item.kind == Kind.PROBLEM]
    plans = [item for item in items if item.kind == Kind.PLAN]
    Answer.objects.bulk_create(
        [
            Answer(
                problem_id=task_of[problems[pair.problem].pk],
                plan_id=task_of[plans[plan].pk],
                score=1 / (1 + rank),
                batch=batch,
            )
            for pair in found.answers
            for rank, plan in enumerate(pair.plans)
        ],
        ignore_conflicts=True,
    )
