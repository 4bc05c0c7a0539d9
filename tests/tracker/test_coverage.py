"""The coverage of open problems by plans, per reporting unit and per topic."""

from __future__ import annotations

import pytest

from summaries.models import Topic
from tracker.coverage import Coverage, topic_coverage, total, unit_coverage
from tracker.models import Answer, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def covered(make_task, town, bureau):
    """The town: a confirmed, a suggested and an unanswered problem, a plan alone; the bureau: an unanswered one."""
    for state in ("confirmed", "suggested"):
        plan = make_task(kind="plan", reporting_unit=town)
        Answer.objects.create(problem=make_task(reporting_unit=town), plan=plan, state=state)
    make_task(reporting_unit=town)
    make_task(kind="plan", reporting_unit=town)
    make_task(reporting_unit=town, status="closed")
    other = Topic.objects.create(name="信访")
    make_task(reporting_unit=bureau, topic=other)
    return other


def test_per_unit_and_together(covered, town, bureau):
    rows = unit_coverage(Task.objects.all())
    expected = {
        town.name: Coverage(problems=3, confirmed=1, any=2, plans=3, alone=1),
        bureau.name: Coverage(problems=1),
    }
    assert {row.unit: row.coverage for row in rows} == expected
    assert total(rows) == Coverage(problems=4, confirmed=1, any=2, plans=3, alone=1)
    assert total([]) == Coverage()


def test_per_topic(covered, topic, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = topic_coverage(Task.objects.all())
    assert found[topic.pk] == Coverage(problems=3, confirmed=1, any=2, plans=3, alone=1)
    assert found[covered.pk] == Coverage(problems=1)


SHARES = {(0, 0, 0): (0, 0), (3, 1, 2): (33, 66), (1000, 999, 1000): (99, 100)}


@pytest.mark.parametrize(("counts", "shares"), SHARES.items())
def test_shares_are_rounded_down(counts, shares):
    problems, confirmed, any_ = counts
    found = Coverage(problems=problems, confirmed=confirmed, any=any_)
    assert (found.confirmed_share, found.any_share) == shares
    assert found.without == problems - any_
