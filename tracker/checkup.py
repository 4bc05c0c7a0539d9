"""The check-up 文稿体检 of an import: every note with the words it is about, what is doubtful, what is left unsaid.

What can be noticed, and its sentences, belongs to the extraction and the readers; here it is put beside the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from summaries.models import Edition, Item, Kind, Paragraph
from summaries.readers import OMITTED
from tracker.access import visible_tasks
from tracker.intake import SURE
from tracker.models import LIVE, ImportBatch, Task
from tracker.reading import remarks

QUOTED = 60  # characters of the words that a note is about
#: What a note is about, by its code.
SUBJECTS = {
    "listed_but_missing": _("Contents"),
    "present_but_not_listed": _("Contents"),
    "missing_problem_part": pgettext_lazy("check-up", "Parts"),
    "missing_plan_part": pgettext_lazy("check-up", "Parts"),
    "year_mismatch": _("Year"),
    "number_repeated": pgettext_lazy("check-up", "Numbering"),
    "number_skipped": pgettext_lazy("check-up", "Numbering"),
    OMITTED: pgettext_lazy("check-up", "Not read"),
}
OTHER = pgettext_lazy("check-up", "Text")


@dataclass(frozen=True)
class Finding:
    """A note as a sentence, with the words it is about and where they stand (None: in no summary of the file)."""

    subject: Any
    message: str
    words: str
    edition: Edition | None = None
    paragraph: int | None = None


@dataclass(frozen=True)
class Checked:
    """A summary of the file: its findings, its doubtful items, and how many of its open plans lack what."""

    edition: Edition
    findings: list[Finding]
    doubtful: list[Item]
    plans: int = 0
    without_unit: int = 0
    without_deadline: int = 0


@dataclass(frozen=True)
class CheckUp:
    """The check-up of a file: findings on the file as a whole, then its summaries in their order."""

    whole: list[Finding]
    summaries: list[Checked]

    @property
    def findings(self) -> int:
        return len(self.whole) + sum(len(each.findings) for each in self.summaries)

    @property
    def doubtful(self) -> int:
        return sum(len(each.doubtful) for each in self.summaries)


def check_up(batch: ImportBatch, user: User, language: str | None) -> CheckUp:
    """Return what an import's file gives to remark, in a constant number of queries."""
    editions = list(batch.editions.select_related("summary__unit").order_by("start"))
    paragraphs, doubtful = _by_edition(_places(editions)), _by_edition(_doubtful(editions))
    lacking = _lacking(editions, user)
    checked = [
        Checked(
            edition,
            _findings(edition, edition.notes, paragraphs[edition.pk], language),
            doubtful[edition.pk],
            **lacking.get(edition.summary_id, {}),
        )
        for edition in editions
    ]
    return CheckUp(_on_the_whole(batch, editions, language), checked)


def _places(editions: Sequence[Edition]) -> QuerySet[Paragraph]:
    return Paragraph.objects.filter(edition__in=editions).defer("text").order_by("edition", "number")


def _doubtful(editions: Sequence[Edition]) -> QuerySet[Item]:
    return Item.objects.filter(edition__in=editions, confidence__lt=SURE).order_by("edition", "start")


def _by_edition(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.edition_id].append(row)
    return found


def _lacking(editions: Sequence[Edition], user: User) -> dict[int, dict[str, int]]:
    """Count for each summary the open plans that the user sees, and those without a lead unit or a deadline."""
    plans = visible_tasks(user).filter(kind=Kind.PLAN, status__in=LIVE).order_by()
    mine = Task.objects.filter(pk__in=plans.values("pk"), sources__item__edition__summary__in=_summaries(editions))
    counts = {
        "plans": Count("pk", distinct=True),
        "without_unit": Count("pk", distinct=True, filter=Q(lead_unit=None)),
        "without_deadline": Count("pk", distinct=True, filter=Q(deadline=None)),
    }
    rows = mine.order_by().values("sources__item__edition__summary").annotate(**counts)
    return {row.pop("sources__item__edition__summary"): row for row in rows}


def _summaries(editions: Sequence[Edition]) -> list[int]:
    return [edition.summary_id for edition in editions]


def _on_the_whole(batch: ImportBatch, editions: Sequence[Edition], language: str | None) -> list[Finding]:
    """Return the findings on the file; those whose words stand in one of its summaries lead there."""
    starts = [edition.start for edition in editions]
    found = []
    for note, remark in zip(batch.notes, remarks(batch.notes, [], language), strict=True):
        index = bisect_right(starts, note["start"]) - 1
        edition = editions[index] if index >= 0 and note["end"] > note["start"] else None
        within = edition is not None and note["start"] < edition.start + len(edition.text)
        found.append(Finding(_subject(note), remark.message, "", edition if within else None))
    return found


def _findings(edition: Edition, notes: list[dict], places: list[Paragraph], language: str | None) -> list[Finding]:
    told = zip(notes, remarks(notes, places, language), strict=True)
    return [
        Finding(_subject(note), remark.message, _words(edition, note), edition, remark.paragraph)
        for note, remark in told
    ]


def _words(edition: Edition, note: Mapping[str, Any]) -> str:
    """Return the words a note is about with the line they stand in, cut to a quotation."""
    start, end = note["start"], note["end"]
    if end <= start:
        return ""
    line_end = edition.text.find("\n", end)
    line = edition.text[start : line_end if line_end >= 0 else len(edition.text)]
    return line if len(line) <= QUOTED else line[:QUOTED] + "…"


def _subject(note: Mapping[str, Any]) -> Any:
    return SUBJECTS.get(note["code"], OTHER)
