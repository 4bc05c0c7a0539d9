"""The bulletin 通报: a draft from live figures in the usual form, and a Word document of what an editor made of it.

Every number of the draft is kept as a figure with the address of exactly its tasks, so that whoever signs can look.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from tracker.lights import Light
from tracker.models import Task
from tracker.papers import Paper
from tracker.scopes import Scope
from tracker.statistics import BY_KEY, GROUPINGS, Row, Statistics, in_order, percent, tally

AHEAD, BEHIND = 5, 10  # units that are named as being so
LISTED = 50  # overdue tasks that are listed; the rest is a number
#: How a line of the draft begins that is a heading, by level: in Chinese, and as the English draft does it.
_HEADINGS = (re.compile(r"[一二三四五六七八九十]+、|[IVX]+\. "), re.compile(r"（[一二三四五六七八九十]+）|\([a-z]\) "))
_CLOSING = 40  # characters that a line of who signs, and when, has at most


@dataclass(frozen=True)
class Figure:
    """A number of the draft, the list behind it, and the percentage that stands beside it."""

    label: str
    count: int
    href: str
    percent: int | None = None


@dataclass(frozen=True)
class Draft:
    text: str
    figures: list[Figure]


def draft(found: Scope, by: User, today: dt.date | None = None) -> Draft:
    """Write a bulletin on the tasks of a scope as they stand today."""
    return _Writer(found, today or timezone.localdate()).draft(office_of(by))


def as_paper(text: str) -> bytes:
    """Make a Word document of a bulletin's text: title, headings by their enumerators, and who signs at the end."""
    lines = [line.strip() for line in text.splitlines()]
    body, closing = _without_closing(lines)
    title, *written = [line for line in body if line] or [""]
    paper = Paper()
    paper.title(title)
    if written and written[0].endswith(("：", ":")):
        paper.addressee(written.pop(0))
    for line in written:
        _write(paper, line)
    paper.closing(closing)
    return paper.content


def file_name(suffix: str, today: dt.date | None = None) -> str:
    """Return the name that a download gets: 督办通报20240301.docx."""
    return f"{_('Bulletin')}{today or timezone.localdate():%Y%m%d}.{suffix}"


@dataclass
class _Writer:
    """A draft under way: whatever number is written is noted as a figure."""

    found: Scope
    today: dt.date
    figures: list[Figure] = field(default_factory=list)

    def draft(self, office: str) -> Draft:
        counted = tally(self.found.tasks, GROUPINGS["unit"], self.today)
        parts = [
            [self._title()],
            [_("To all units concerned:"), self._purpose()],
            [_("I. Overall"), *self._overall(counted)],
            [_("II. Progress by unit"), *self._units(counted)],
            [_("III. What lags behind"), *self._lagging(counted.total)],
            [_("IV. What is asked for next"), *_next_steps()],
            [*filter(None, [office]), date_format(self.today, "DATE_FORMAT")],
        ]
        return Draft("\n\n".join("\n".join(part) for part in parts), self.figures)

    def _title(self) -> str:
        topics = self.found.cleaned.get("topic") or ()
        if len(topics) == 1:
            return _("Bulletin on the follow-up of “%(topic)s”") % {"topic": topics[0]}
        return _("Bulletin on the follow-up of tasks")

    def _purpose(self) -> str:
        """Say what the bulletin is about; what the tasks were narrowed down by, if by anything."""
        said = self.found.about
        about = _(" (%(scope)s)") % {"scope": _(", ").join(said)} if said else ""
        return _("This is how the tasks%(about)s stand that were accepted for follow-up.") % {"about": about}

    def _overall(self, counted: Statistics) -> list[str]:
        counts = counted.total.counts
        due, closed = counts["due"], counts["closed"]
        if not due:
            return [_("Tasks to follow up: %(due)d.") % {"due": self._count("due", due)}]
        share = percent(closed, due)
        words = {
            "due": self._count("due", due),
            "units": self._count_units(counted.rows),
            "date": date_format(self.today, "DATE_FORMAT"),
            "closed": self._count("closed", closed, share=share),
            "closed_percent": share,
            "on_time": self._count("on_time", counts["on_time"]),
            "pending": self._note(_("Under way"), due - closed, {"status": "pending"}, 100 - share),
            "pending_percent": 100 - share,
            "red": self._count("red", counts["red"]),
            "yellow": self._count("yellow", counts["yellow"]),
        }
        return [
            _("Tasks to follow up: %(due)d, led by %(units)d units.") % words
            + _(" As of %(date)s, closed out: %(closed)d (%(closed_percent)d%%), on time: %(on_time)d;") % words
            + _(" under way: %(pending)d (%(pending_percent)d%%), overdue: %(red)d, due soon: %(yellow)d.") % words
        ]

    def _units(self, counted: Statistics) -> list[str]:
        named = [row for row in counted.rows if row.key is not None]
        ahead = [row for row in in_order(named, "-closed_share") if row.counts["closed"] and not row.counts["red"]]
        behind = [row for row in in_order(named, "-red") if row.counts["red"]]
        return [
            _("(a) Ahead"),
            self._sentence(ahead[:AHEAD], self._unit_ahead) or _("None yet."),
            _("(b) Behind"),
            self._sentence(behind[:BEHIND], self._unit_behind) or _("No unit has overdue tasks."),
        ]

    def _sentence(self, rows: list[Row], clause: Callable[[Row], str]) -> str:
        return _("; ").join(clause(row) for row in rows) + _(".") if rows else ""

    def _unit_ahead(self, row: Row) -> str:
        share = percent(row.counts["closed"], row.counts["due"])
        words = {
            "unit": row.name,
            "due": self._count("due", row.counts["due"], row),
            "closed": self._count("closed", row.counts["closed"], row, share=share),
            "percent": share,
        }
        return _("%(unit)s: of %(due)d closed out %(closed)d (%(percent)d%%)") % words

    def _unit_behind(self, row: Row) -> str:
        words = {
            "unit": row.name,
            "due": self._count("due", row.counts["due"], row),
            "red": self._count("red", row.counts["red"], row),
        }
        return _("%(unit)s: of %(due)d overdue %(red)d") % words

    def _lagging(self, total: Row) -> list[str]:
        red, silent = total.counts["red"], total.counts["silent"]
        lines = [_("Past the deadline and not submitted: %(n)d.") % {"n": red}] if red else [_("Nothing is overdue.")]
        tasks = self.found.tasks.filter(light=Light.RED).select_related("lead_unit")
        listed = list(tasks.order_by(F("lead_unit__name").asc(nulls_last=True), "deadline", "pk")[:LISTED])
        for unit, late in groupby(listed, key=lambda task: task.lead_unit):
            lines.append(_("%(unit)s:") % {"unit": unit or _("Lead unit not stated")})
            lines += [self._late(number, task) for number, task in enumerate(late, start=1)]
        if red > len(listed):
            lines.append(_("Not listed here: %(n)d more.") % {"n": red - len(listed)})
        if silent:
            words = {"days": settings.DUBAN_SILENT_DAYS, "n": self._count("silent", silent)}
            lines.append(_("Without any report for more than %(days)d days: %(n)d.") % words)
        return lines

    def _late(self, number: int, task: Task) -> str:
        words = {
            "number": number,
            "code": task.code,
            "title": task.title,
            "deadline": date_format(task.deadline, "DATE_FORMAT"),
            "days": (self.today - task.deadline).days,
        }
        owner = _(", owner %(owner)s") % {"owner": task.owner} if task.owner else ""
        return _("%(number)d. %(code)s %(title)s: due %(deadline)s, %(days)d days late") % words + owner + _(".")

    def _count(self, key: str, count: int, row: Row | None = None, *, share: int | None = None) -> int:
        """Note a measure, of all or of a unit; return the number."""
        measure = BY_KEY[key]
        if row is None:
            return self._note(str(measure.label), count, measure.query, share)
        return self._note(f"{row.name} · {measure.label}", count, {"lead": row.key, **measure.query}, share)

    def _count_units(self, rows: list[Row]) -> int:
        count = sum(row.key is not None for row in rows)
        self.figures.append(Figure(_("Lead units"), count, f"{reverse('statistics')}?{self.found.chosen_query}"))
        return count

    def _note(self, label: str, count: int, query: Mapping[str, object], share: int | None = None) -> int:
        figure = Figure(label, count, self.found.address(query), share)
        if figure not in self.figures:
            self.figures.append(figure)
        return count


def _next_steps() -> list[str]:
    return [
        _("(a) Take responsibility. The head of each lead unit answers for its tasks and checks them in person."),
        _("(b) Catch up. For each overdue task the unit names the cause, the measures and a new schedule."),
        _("(c) Report in time. What is done is submitted for review at once and closed out one by one."),
    ]


def office_of(user: User) -> str:
    """Return the name of the unit for which the user coordinates."""
    held = Membership.objects.filter(user=user, role=Membership.Role.COORDINATOR).select_related("unit")
    return next((str(each.unit) for each in held.order_by("pk")), "")


def _without_closing(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off the last block if its lines are as short as those of who signs."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    start = len(lines) - next((back for back, line in enumerate(reversed(lines)) if not line), len(lines))
    closing = lines[start:]
    if start and len(closing) <= 3 and all(len(line) <= _CLOSING for line in closing):
        return lines[:start], closing
    return lines, []


def _write(paper: Paper, line: str) -> None:
    """Write a line as what it is: a heading stands alone in its line, text behind an enumerator is running text."""
    alone = not line.endswith(("。", ".", "；", ";"))
    level = next((level for level, enumerator in enumerate(_HEADINGS, start=1) if enumerator.match(line)), 0)
    if level and alone:
        paper.heading(line, level)
    else:
        paper.paragraph(line)
