"""The notice 督办通知单 that hands a task to its lead unit on paper: one form, on the page and as a Word document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from summaries.models import Item
from tracker.models import Task
from tracker.papers import Paper

WORDS = 260  # characters of the document that are quoted: the form has to stay on one sheet
WIDTHS = (1.3, 3, 1.3, 3)  # label, value, label, value


@dataclass(frozen=True)
class Line:
    """A row of the form: pairs of label and value; `room` is how many lines are left free to write in."""

    cells: tuple[tuple[str, str], ...]
    room: int = 0


@dataclass(frozen=True)
class Slip:
    number: str
    office: str
    date: dt.date
    lines: list[Line]


def slip(task: Task, office: str = "", today: dt.date | None = None) -> Slip:
    """Fill in the form for a task; what nobody has stated is left free to be written by hand."""
    return Slip(_("No. %(code)s") % {"code": task.code}, office, today or timezone.localdate(), list(_lines(task)))


def as_paper(slip: Slip) -> bytes:
    """Make a Word document of the form."""
    paper = Paper(form=True)
    paper.title(_("Follow-up notice"))
    paper.subtitle(slip.number)
    rows = [[part for label, value in line.cells for part in (label, value + "\n" * line.room)] for line in slip.lines]
    paper.grid(rows, WIDTHS)
    paper.closing([*filter(None, [slip.office]), date_format(slip.date, "DATE_FORMAT")])
    return paper.content


def file_name(slip: Slip) -> str:
    """Return the name that a download gets: 督办通知单〔2024〕0012.docx."""
    return f"{_('Follow-up notice')}{slip.number}.docx"


def _lines(task: Task) -> Iterator[Line]:
    item = _item(task)
    units = "；".join(map(str, task.supporting_units.all()))
    deadline = date_format(task.deadline, "DATE_FORMAT") if task.deadline else task.deadline_words
    yield Line(((_("Task"), task.title),))
    yield Line(((_("Kind"), task.get_kind_display()), (_("Topic"), str(task.topic or ""))))
    yield Line(((_("Source"), _source(item)),))
    if item:
        yield Line(((_("Words of the document"), Truncator(item.text).chars(WORDS, "……")),))
    yield Line(((_("Lead unit"), str(task.lead_unit or "")), (_("Supporting units"), units)))
    yield Line(((_("Owner"), task.owner), (_("Deadline"), deadline)))
    yield Line(((_("What is asked for"), "\n".join(_demands(deadline))),))
    yield Line(((_("Acknowledged"), _("Signature:            Date:")),))
    yield Line(((_("What was done"), ""),), room=7)
    yield Line(((_("Answered by"), _("Head of the unit (signature, seal):            Date:")),))
    yield Line(((_("Result of the review"), ""),), room=2)


def _item(task: Task) -> Item | None:
    """Return the latest words of the task in a document."""
    return task.items.select_related("edition__summary", "paragraph").order_by("-pk").first()


def _source(item: Item | None) -> str:
    if item is None:
        return _("Entered by hand")
    words = {"title": item.edition.summary.title, "number": item.paragraph.number}
    return _("%(title)s, paragraph %(number)d") % words


def _demands(deadline: str) -> list[str]:
    when = _("1. Finish by %(deadline)s and submit the result for review.") % {"deadline": deadline}
    return [
        when if deadline else _("1. Name a deadline, finish in time and submit the result for review."),
        _("2. Acknowledge on receipt, name an owner, and report progress at least every %(days)d days.")
        % {"days": settings.DUBAN_SILENT_DAYS},
        _("3. Who needs more time asks for it before the deadline, with the reason."),
    ]
