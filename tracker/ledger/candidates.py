"""Entries of an old ledger -> candidates 待核: names looked up, dates read, what the site has already left out.

No document states them; what a row says beyond the fields of a task stands in the first line of the timeline.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import access_of
from accounts.models import Unit, User
from summaries.extraction.deadlines import Years, read_cell
from summaries.models import Topic
from summaries.readers import Grid
from tracker.forms.fields import BETWEEN_NAMES, near_names
from tracker.ledger.headings import year_of
from tracker.ledger.old import Entry, Reading, entries
from tracker.ledger.values import Misread, date_of
from tracker.models import Origin, Status, Task
from tracker.workflow import Refused, record_creation

TITLE = 200


@dataclass(frozen=True)
class Candidate:
    """A row as it would become a task. notes: sentences on what is not as the row says it; known: the task it is."""

    entry: Entry
    title: str = ""
    lead_unit: Unit | None = None
    supporting_units: tuple[Unit, ...] = ()
    owner: str = ""
    deadline: dt.date | None = None
    deadline_words: str = ""
    deadline_kind: str = ""
    topic: str = ""
    year: int | None = None
    reporting_unit: Unit | None = None
    notes: tuple[str, ...] = ()
    known: Task | None = None

    @property
    def enters(self) -> bool:
        return not self.entry.left_out and self.known is None


@dataclass
class Directory:
    """Units by name, each looked up once."""

    found: dict[str, Unit | None] = field(default_factory=dict)

    def unit(self, name: str) -> Unit | None:
        if name not in self.found:
            self.found[name] = Unit.objects.named(name)
        return self.found[name]


@dataclass(frozen=True)
class Entering:
    """What confirming an old ledger would do: all its rows, those that become tasks first asked for."""

    rows: tuple[Candidate, ...]

    @cached_property
    def ready(self) -> list[Candidate]:
        return [row for row in self.rows if row.enters]

    @cached_property
    def known(self) -> list[Candidate]:
        return [row for row in self.rows if row.known]

    @cached_property
    def left_out(self) -> list[Candidate]:
        return [row for row in self.rows if row.entry.left_out]

    @property
    def fingerprint(self) -> str:
        """What tells this plan from one that does anything else."""
        told = [
            (row.entry.number, row.title, str(row.lead_unit), row.deadline, row.owner, row.topic, row.year)
            for row in self.ready
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def entering(grid: Grid, reading: Reading) -> Entering:
    """Return all rows of an old ledger as they would become tasks, with those that would not."""
    directory = Directory()
    return Entering(tuple(_with_known([_candidate(entry, reading, directory) for entry in entries(grid, reading)])))


@transaction.atomic
def enter(found: Iterable[Candidate], reading: Reading, *, name: str, by: User) -> list[Task]:
    """Make a task to be checked of each candidate. name: of the file. Raises Refused."""
    if not access_of(by).coordinates:
        raise Refused(_("Only coordinators make tasks."))
    return [_entered(each, reading, name, by) for each in found if each.enters]


def _entered(each: Candidate, reading: Reading, name: str, by: User) -> Task:
    stated = ("lead_unit", "supporting_units", "owner", "deadline", "deadline_words", "deadline_kind")
    task = Task.objects.create(
        kind=reading.kind,
        title=each.title,
        topic=Topic.objects.get_or_create(name=each.topic)[0] if each.topic else None,
        year=each.year,
        reporting_unit=each.reporting_unit,
        lead_unit=each.lead_unit,
        owner=each.owner,
        deadline=each.deadline,
        deadline_words=each.deadline_words,
        deadline_kind=each.deadline_kind,
        origins={key: Origin.STATED.value for key in stated if getattr(each, key)},
        status=Status.CANDIDATE,
        started_on=timezone.localdate(),
        version=1,
    )
    task.supporting_units.set(each.supporting_units)
    record_creation([task], by, reason=words_of(each, name))
    return task


def words_of(each: Candidate, name: str) -> str:
    """Return what the first line of the timeline says: where the row stands, and all its words that are no field."""
    where = _("Row %(row)d of “%(name)s”.") % {"row": each.entry.number, "name": name}
    full = each.entry.cell("title").strip()
    kept = [f"{heading}：{words}" for heading, words in each.entry.kept]
    return "\n".join([where, *([full] if full != each.title else []), *kept, *each.notes])


def _candidate(entry: Entry, reading: Reading, directory: Directory) -> Candidate:
    if entry.left_out:
        return Candidate(entry, title=headline(entry.cell("title")))
    year, notes = year_of(entry.cell("year")) or reading.year, list[str]()
    units, strange = _units(entry.cell("lead_unit"), directory)
    others, more = _units(entry.cell("supporting_units"), directory)
    notes += [_strange_unit(name) for name in (*strange, *more)]
    lead = units[0] if units and not strange else None
    reporting = directory.unit(entry.cell("reporting_unit") or reading.unit)
    when = _deadline(entry.cell("deadline"), year)
    topic = (entry.cell("topic") or reading.topic).strip()[:100]
    return replace(
        when,
        entry=entry,
        title=headline(entry.cell("title")),
        lead_unit=lead,
        supporting_units=tuple(dict.fromkeys(unit for unit in (*units, *others) if unit != lead)),
        owner=" ".join(entry.cell("owner").split())[:50],
        topic=topic,
        year=year,
        reporting_unit=reporting,
        notes=(*when.notes, *notes),
    )


def headline(words: str) -> str:
    """Return the title of a task with these words: all of them, or as many sentences as a title holds."""
    title = " ".join(words.split())
    if len(title) <= TITLE:
        return title
    cut = max(title.rfind(mark, 0, TITLE) for mark in "。；！？;")
    return title[: cut + 1] if cut > TITLE // 4 else title[: TITLE - 1] + "…"


def _deadline(cell: str, year: int | None) -> Candidate:
    """Return a candidate with the deadline alone; words that name no day are kept as words."""
    words, empty = " ".join(cell.split())[:100], Entry(0, {})
    try:
        date = date_of(cell)
    except Misread:
        stated = read_cell(cell, Years(year, year))
        if stated is None:
            note = _("“%(words)s” names no day; it is kept as the deadline's words.") % {"words": words}
            return Candidate(empty, deadline_words=words, notes=(note,))
        return Candidate(empty, deadline=stated.date, deadline_words=words, deadline_kind=stated.kind)
    return Candidate(empty, deadline=date, deadline_kind="fixed" if date else "")


def _units(cell: str, directory: Directory) -> tuple[list[Unit], list[str]]:
    """Return the units that a cell names, and the names that are of none."""
    whole = cell.strip()
    names = [whole] if directory.unit(whole) else [name.strip() for name in BETWEEN_NAMES.split(whole) if name.strip()]
    units = [directory.unit(name) for name in names]
    return [unit for unit in units if unit], [name for name, unit in zip(names, units, strict=True) if unit is None]


def _strange_unit(name: str) -> str:
    near = near_names(name)
    if not near:
        return _("No unit is called “%(name)s”; please add it, or assign the task by hand.") % {"name": name}
    suggested = _(" or ").join(f"“{each}”" for each in near)
    return _("No unit is called “%(name)s”. Did you mean %(near)s?") % {"name": name, "near": suggested}


def _with_known(found: Sequence[Candidate]) -> list[Candidate]:
    """Mark the rows that the site has as tasks already: same title, same lead unit."""
    titles = list({each.title for each in found if not each.entry.left_out})
    known: dict[tuple[str, int | None], Task] = {}
    for start in range(0, len(titles), 500):
        tasks = Task.objects.filter(title__in=titles[start : start + 500], sources=None).order_by("-pk")
        known |= {(task.title, task.lead_unit_id): task for task in tasks}
    return [
        replace(each, known=known.get((each.title, each.lead_unit and each.lead_unit.pk)))
        if not each.entry.left_out
        else each
        for each in found
    ]
