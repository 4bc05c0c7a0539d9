"""The review of a topic as a Word document 专题会商材料: what the page shows, as it lies on the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.coverage import COVERAGE_DEFINITION, Coverage
from tracker.history import TREND_DEFINITION
from tracker.lights import Light
from tracker.material import Material
from tracker.models import Answer, Status, Task
from tracker.papers import Paper, enumerator
from tracker.review import LIMIT, Issue

BRIEF = 120  # characters of a report


def review_paper(material: Material) -> bytes:
    """Return the material as a .docx file."""
    paper = Paper()
    paper.title(_("Material for the meeting on %(topic)s") % {"topic": material.topic})
    paper.subtitle(" ".join(filter(None, (material.issuer, date_format(material.today, "DATE_FORMAT")))))
    sections = [
        (_("Overall"), _overall),
        (_("Open problems and their plans"), _issues),
        (_("Open problems without a plan"), _unanswered),
        (_("Open plans that answer no problem"), _alone),
        (_("Opened and closed out by month"), _trend),
        (_("Two days compared"), _comparison),
    ]
    if material.comparison is None:
        sections.pop()
    for number, (heading, write) in enumerate(sections, start=1):
        paper.heading(enumerator(number) + heading)
        write(paper, material)
    return paper.content


def file_name(material: Material) -> str:
    """Return the name that a download gets: 河长制—2024-03-01.docx."""
    return f"{material.topic.name.replace('/', '／')}—{material.today:%Y-%m-%d}.docx"


def _overall(paper: Paper, material: Material) -> None:
    figures, coverage = material.figures, material.coverage
    if material.scope:
        paper.paragraph(_("Narrowed down to: %(scope)s.") % {"scope": _(", ").join(material.scope)})
    paper.paragraph(
        _(
            "As of %(date)s, %(problems)d problems and %(plans)d plans are open, %(red)d of them overdue; "
            "%(closed)d are closed out, %(share)d%% of all followed up."
        )
        % {
            "date": date_format(material.today, "DATE_FORMAT"),
            "problems": figures.open_problems,
            "plans": figures.open_plans,
            "red": figures.red,
            "closed": figures.closed,
            "share": figures.share,
        }
    )
    paper.paragraph(
        _(
            "Of the open problems, %(confirmed)d (%(confirmed_share)d%%) have a confirmed plan and %(any)d "
            "(%(any_share)d%%) have any plan, suggested ones included; %(without)d have none. %(alone)d open plans "
            "answer no problem."
        )
        % {name: getattr(coverage, name) for name in _TOLD}
    )
    if material.unit_coverage:
        rows = [(row.unit or _("Not stated"), *_covered(row.coverage)) for row in material.unit_coverage]
        together = [(_("Together"), *_covered(coverage))] if len(rows) > 1 else []
        headings = (
            _("Reporting unit"), _("Open problems"), _("With a confirmed plan"), _("With any plan"),
            _("Problems without a plan"), _("Open plans"), _("Plans without a problem"),
        )  # fmt: skip
        paper.table(headings, [*rows, *together], [3, 1, 1.3, 1.3, 1.2, 1, 1.2])
    paper.note(str(COVERAGE_DEFINITION))


_TOLD = ("confirmed", "confirmed_share", "any", "any_share", "without", "alone")


def _covered(coverage: Coverage) -> tuple[object, ...]:
    confirmed = f"{coverage.confirmed}\n{coverage.confirmed_share}%" if coverage.problems else "0"
    any_ = f"{coverage.any}\n{coverage.any_share}%" if coverage.problems else "0"
    return coverage.problems, confirmed, any_, coverage.without, coverage.plans, coverage.alone


def _issues(paper: Paper, material: Material) -> None:
    review = material.review
    if review.cut:
        paper.paragraph(
            _("Only the first %(limit)d problems and plans are listed. Please choose a year or a unit.")
            % {"limit": LIMIT}
        )
    if not review.groups:
        paper.paragraph(_("No open problems."))
    headings = (_("No."), _("Problem and progress"), _("Plans that answer it"), _("Lead unit, deadline, status"))
    for number, group in enumerate(review.groups, start=1):
        source = f"{group.unit or _('Not stated')} · {group.year or _('Not stated')}"
        count = ngettext("%(n)d problem", "%(n)d problems", len(group.issues)) % {"n": len(group.issues)}
        paper.heading(_("%(heading)s (%(what)s)") % {"heading": enumerator(number, 2) + source, "what": count}, 2)
        paper.table(headings, map(_issue, group.issues), [0.7, 3.4, 6, 3.1])


def _issue(issue: Issue) -> tuple[object, ...]:
    problem = issue.problem
    days = ngettext("open for %(n)d day", "open for %(n)d days", issue.days_open) % {"n": issue.days_open}
    return issue.number, _lines(problem.title, days, _report(problem)), _lines(*_answers(issue)), _standing(problem)


def _answers(issue: Issue) -> Iterator[str]:
    for number, answer in enumerate(issue.answers, start=1):
        yield f"{number}. {answer.plan.title}"
        facts = (*_facts(answer.plan), str(Answer.State(answer.state).label))
        yield _("[%(facts)s]") % {"facts": _(", ").join(facts)}
        yield _report(answer.plan)
    if issue.unseen:
        yield ngettext(
            "%(n)d plan of another unit answers it.", "%(n)d plans of other units answer it.", issue.unseen
        ) % {"n": issue.unseen}
    elif not issue.answers:
        yield _("No plan answers this problem.")


def _unanswered(paper: Paper, material: Material) -> None:
    issues = [issue for issue in material.review.issues if not issue.answers and not issue.unseen]
    if not issues:
        paper.paragraph(_("Every open problem is answered by a plan."))
        return
    headings = (_("No."), _("Problem"), _("Reporting unit, year"), _("Lead unit, deadline, status"))
    rows = ((each.number, each.problem.title, _source(each.problem), _standing(each.problem)) for each in issues)
    paper.table(headings, rows, [0.7, 6, 3, 3])


def _alone(paper: Paper, material: Material) -> None:
    review = material.review
    _plans(paper, review.alone, _("Every open plan answers a problem."))
    if review.elsewhere:
        paper.heading(enumerator(1, 2) + _("Open plans whose problem is not listed above"), 2)
        _plans(paper, review.elsewhere, "")


def _plans(paper: Paper, plans: Sequence[Task], otherwise: str) -> None:
    if not plans:
        paper.paragraph(otherwise)
        return
    headings = (_("No."), _("Plan and progress"), _("Reporting unit, year"), _("Lead unit, deadline, status"))
    rows = (
        (number, _lines(plan.title, _report(plan)), _source(plan), _standing(plan))
        for number, plan in enumerate(plans, start=1)
    )
    paper.table(headings, rows, [0.7, 6, 3, 3])


def _trend(paper: Paper, material: Material) -> None:
    headings = (
        _("Month"), _("Opened"), _("Reopened"), _("Closed out"), _("Dismissed or merged"), _("Open at the end"),
    )  # fmt: skip
    rows = ((f"{m.first:%Y-%m}", m.opened, m.reopened, m.closed, m.dropped, m.open) for m in material.months)
    paper.table(headings, rows)
    paper.note(str(TREND_DEFINITION))


def _comparison(paper: Paper, material: Material) -> None:
    headings = (_("Of the tasks of this topic"), _("Number"))
    paper.table(headings, ((move.label, count) for move, count in material.comparison.counts), [5, 1])
    paper.note(material.comparison.definition)


def _source(task: Task) -> str:
    return _lines(str(task.reporting_unit or _("Not stated")), str(task.year or _("Not stated")))


def _standing(task: Task) -> str:
    return _lines(*_facts(task))


def _facts(task: Task) -> tuple[str, ...]:
    """Return the lead unit, the deadline, light and status of a task; a task without a light has none."""
    deadline = task.deadline.isoformat() if task.deadline else _("No deadline")
    light = "" if task.light == Light.NONE else str(Light(task.light).label)
    unit = str(task.lead_unit or _("No lead unit"))
    return tuple(filter(None, (unit, deadline, light, str(Status(task.status).label))))


def _report(task: Task) -> str:
    """Return in brief who reported last, when and what; nothing if nobody did."""
    report = task.last_report
    if report is None:
        return ""
    words = {
        "date": timezone.localdate(report.at).isoformat(),
        "who": report.unit or report.by,
        "done": Truncator(report.done).chars(BRIEF),
    }
    return _("Last report %(date)s, %(who)s: %(done)s") % words


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
