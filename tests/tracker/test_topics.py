"""The figures of topics and units, and the groups of a review: tasks in, numbers out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Topic
from tracker.charts import bar
from tracker.models import Answer, Status, Task
from tracker.topics import Figures, figures, review, topic_figures, unit_statuses

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def pieces(found) -> list[tuple[str, int, int]]:
    return [(piece.name, piece.offset, piece.count) for piece in found.pieces]


BARS = {
    "nothing": ([], [], 0, 1),
    "one": ([("open", "", 3)], [("open", 0, 3)], 3, 3),
    "stacked": ([("open", "", 3), ("closed", "", 2)], [("open", 0, 3), ("closed", 3, 2)], 5, 5),
    "empty parts are left out": ([("open", "", 0), ("closed", "", 2)], [("closed", 0, 2)], 2, 2),
}


@pytest.mark.parametrize(("counts", "expected", "total", "scale"), BARS.values(), ids=BARS.keys())
def test_bar(counts, expected, total, scale):
    found = bar(counts)
    assert (pieces(found), found.total, found.scale) == (expected, total, scale)


def test_bars_of_one_chart_share_a_scale():
    assert bar([("open", "", 3)], scale=8).scale == 8


SHARES = {(0, 0): 0, (3, 1): 25, (2, 1): 33, (0, 4): 100, (1, 999): 99}


@pytest.mark.parametrize(("counts", "share"), SHARES.items())
def test_share_is_rounded_down(counts, share):
    opened, closed = counts
    assert Figures(open_problems=opened, closed=closed).share == share


COUNTED = {
    "candidate": Figures(),
    "open": Figures(open_problems=1, red=1),
    "assigned": Figures(open_problems=1, red=1),
    "in_progress": Figures(open_problems=1, red=1),
    "submitted": Figures(open_problems=1),
    "suspended": Figures(open_problems=1),
    "closed": Figures(closed=1),
    "dismissed": Figures(),
    "merged": Figures(),
}


@pytest.mark.parametrize("status", Status.values)
def test_figures_of_a_problem_past_its_deadline(make_task, status):
    make_task(status=status, deadline=YESTERDAY)
    assert figures(Task.objects.all()) == COUNTED[status]


def test_topics_that_need_attention_come_first(make_task):
    red, busy, calm = (Topic.objects.create(name=name) for name in ("信访", "党建", "安全生产"))
    make_task(topic=red, deadline=YESTERDAY)
    make_task(topic=busy, kind="plan")
    make_task(topic=busy)
    make_task(topic=None)
    topics = Topic.objects.filter(pk__in=[red.pk, busy.pk, calm.pk])
    found = [(each.topic.name, each.figures) for each in topic_figures(topics, Task.objects.all())]
    assert found == [
        ("信访", Figures(open_problems=1, red=1)),
        ("党建", Figures(open_problems=1, open_plans=1)),
        ("安全生产", Figures()),
    ]


def test_statuses_per_reporting_unit(make_task, town, bureau):
    for status in ("open", "open", "closed", "dismissed"):
        make_task(reporting_unit=town, status=status)
    make_task(reporting_unit=bureau, status="closed")
    make_task(status="open")
    found = [(each.unit, pieces(each.bar), each.bar.scale) for each in unit_statuses(Task.objects.all())]
    assert found == [
        (town.name, [("open", 0, 2), ("closed", 2, 1)], 3),
        (None, [("open", 0, 1)], 3),
        (bureau.name, [("closed", 0, 1)], 3),
    ]


@pytest.fixture
def answer(make_task):
    """Return a function that makes a plan and lets it answer a problem."""

    def make(problem: Task, title: str, state: str = "suggested", score: float = 0.5, **fields) -> Task:
        plan = make_task(kind="plan", title=title, **fields)
        Answer.objects.create(problem=problem, plan=plan, state=state, score=score)
        return plan

    return make


def test_problems_are_grouped_by_unit_and_year(make_task, town, bureau):
    for unit, year, deadline in (
        (town, 2022, None),
        (bureau, 2023, None),
        (None, None, None),
        (town, 2023, None),
        (town, 2023, YESTERDAY),
    ):
        make_task(reporting_unit=unit, year=year, deadline=deadline)
    make_task(reporting_unit=town, status="closed")
    groups = review(Task.objects.all()).groups
    by_name = sorted([town, bureau], key=lambda unit: unit.name)
    expected = [(unit, year) for unit in by_name for year in ((2023, 2022) if unit == town else (2023,))]
    assert [(group.unit, group.year) for group in groups] == [*expected, (None, None)]
    assert [issue.number for group in groups for issue in group.issues] == [1, 2, 3, 4, 5]
    [both] = [group.issues for group in groups if (group.unit, group.year) == (town, 2023)]
    assert [issue.problem.deadline for issue in both] == [YESTERDAY, None]


def test_plans_stand_beneath_their_problem_confirmed_first_rejected_never(make_task, answer):
    problem = make_task()
    answer(problem, "second guess", score=0.4)
    answer(problem, "first guess", score=0.8)
    answer(problem, "confirmed", "confirmed", score=0.1)
    answer(problem, "closed", score=0.2, status="closed")
    answer(problem, "rejected", "rejected", score=0.9)
    answer(problem, "dismissed", score=0.9, status="dismissed")
    found = review(Task.objects.all())
    [issue] = found.groups[0].issues
    assert [each.plan.title for each in issue.answers] == ["confirmed", "first guess", "second guess", "closed"]
    assert [plan.title for plan in found.plans] == ["rejected"]


def test_a_plan_of_a_problem_that_is_not_listed_is_not_lost(make_task, answer):
    answer(make_task(status="closed"), "its problem is closed out")
    make_task(kind="plan", title="answers nothing")
    make_task(kind="plan", title="closed out", status="closed")
    assert {plan.title for plan in review(Task.objects.all()).plans} == {"its problem is closed out", "answers nothing"}


def test_a_review_shows_no_plan_outside_the_tasks_that_it_was_given(make_task, answer, town, bureau):
    problem = make_task(lead_unit=town)
    answer(problem, "of the town", lead_unit=town)
    answer(problem, "of the bureau", lead_unit=bureau)
    [group] = review(Task.objects.filter(lead_unit=town)).groups
    assert [each.plan.title for each in group.issues[0].answers] == ["of the town"]


def test_days_open_are_counted_from_the_day_it_was_entered(make_task):
    task = make_task()
    Task.objects.filter(pk=task.pk).update(created_at=timezone.now() - dt.timedelta(days=12))
    [group] = review(Task.objects.all()).groups
    assert group.issues[0].days_open == 12


def test_a_long_review_is_cut(make_task, monkeypatch):
    monkeypatch.setattr("tracker.topics.LIMIT", 2)
    for _ in range(2):
        make_task()
    assert review(Task.objects.all()).cut is False
    make_task()
    found = review(Task.objects.all())
    assert found.cut is True
    assert sum(len(group.issues) for group in found.groups) == 2


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(make_task, answer, django_assert_num_queries, count):
    for number in range(count):
        unit = Unit.objects.create(name=f"第{number}村")
        answer(make_task(reporting_unit=unit, lead_unit=unit), "plan", lead_unit=unit)
        make_task(kind="plan", reporting_unit=unit)
    with django_assert_num_queries(4):  # problems, their answers, the plans of these, plans alone
        found = review(Task.objects.all())
        lines = [
            (task.lead_unit, task.light)
            for group in found.groups
            for issue in group.issues
            for task in (issue.problem, *(each.plan for each in issue.answers))
        ]
    assert len(lines) == 2 * count
