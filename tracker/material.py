"""The material 会商材料 for a meeting on a topic: what the review page and the Word document show, gathered once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from summaries.models import Topic
from tracker.charts import Trend, trend
from tracker.coverage import Coverage, UnitCoverage, total, unit_coverage
from tracker.history import Comparison, Month, Move, compare, history, months
from tracker.models import Task
from tracker.review import Review, review
from tracker.topics import Figures, UnitStatuses, figures, unit_statuses


@dataclass(frozen=True)
class Material:
    """How a topic stands today, how it came about, and what there is to talk about.

    issuer: the unit that the reader belongs to, or nothing. scope: what the tasks were narrowed down to, in words.
    """

    topic: Topic
    today: dt.date
    issuer: str
    scope: tuple[str, ...]
    figures: Figures
    units: list[UnitStatuses]
    coverage: Coverage
    unit_coverage: list[UnitCoverage]
    review: Review
    months: list[Month]
    comparison: Comparison | None

    @property
    def trend(self) -> Trend:
        """The months as a chart."""
        return trend(
            [
                (
                    f"{month.first:%Y-%m}",
                    (
                        ("open", Move.OPENED.label, month.opened),
                        ("submitted", Move.REOPENED.label, month.reopened),
                        ("closed", Move.CLOSED.label, month.closed),
                    ),
                    month.open,
                )
                for month in self.months
            ]
        )


def material(
    topic: Topic,
    tasks: QuerySet[Task],
    seen: QuerySet[Task],
    reader: User,
    *,
    scope: tuple[str, ...] = (),
    period: tuple[dt.date, dt.date] | None = None,
) -> Material:
    """Gather the material on `tasks`, which are of the topic and which the reader sees, as all of `seen`.

    period: the two days to be compared.
    """
    covered = unit_coverage(tasks)
    pasts = history(tasks)
    return Material(
        topic=topic,
        today=timezone.localdate(),
        issuer=_issuer(reader),
        scope=scope,
        figures=figures(tasks),
        units=unit_statuses(tasks),
        coverage=total(covered),
        unit_coverage=covered,
        review=review(tasks, seen),
        months=months(pasts),
        comparison=compare(pasts, *period) if period else None,
    )


def _issuer(user: User) -> str:
    first = Membership.objects.filter(user=user).order_by("pk").values_list("unit__name", flat=True).first()
    return first or ""
