"""The groups of a review: tasks in, problems with their plans out, and the plans that stand alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Unit
from tracker.models import Answer, Task
from tracker.reports import report
from tracker.review import Review, review

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def reviewed(tasks=None) -> Review:
    """Return the review of some tasks for somebody who sees all."""
    return review(Task.objects.all() if tasks is None else tasks, Task.objects.all())


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
    groups = reviewed().groups
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
    found = reviewed()
    [issue] = found.groups[0].issues
    assert [each.plan.title for each in issue.answers] == ["confirmed", "first guess", "second guess", "closed"]
    assert [each.plan.title for each in issue.rejected] == ["rejected"]
    assert [plan.title for plan in found.alone] == ["rejected"]


def test_a_plan_of_a_problem_that_is_not_listed_is_not_lost(make_task, answer):
    answer(make_task(status="closed"), "its problem is closed out")
    make_task(kind="plan", title="answers nothing")
    make_task(kind="plan", title="closed out", status="closed")
    found = reviewed()
    assert [plan.title for plan in found.alone] == ["answers nothing"]
    assert [plan.title for plan in found.elsewhere] == ["its problem is closed out"]


def test_a_review_shows_no_plan_outside_the_tasks_that_the_reader_sees(make_task, answer, town, bureau):
    problem = make_task(lead_unit=town)
    answer(problem, "of the town", lead_unit=town)
    answer(problem, "of the bureau", lead_unit=bureau)
    of_town = Task.objects.filter(lead_unit=town)
    [issue] = review(of_town, of_town).issues
    assert [each.plan.title for each in issue.answers] == ["of the town"]
    assert issue.unseen == 1
    [issue] = reviewed(of_town).issues
    assert len(issue.answers) == 2


def test_days_open_are_counted_from_the_day_it_was_entered(make_task):
    task = make_task()
    Task.objects.filter(pk=task.pk).update(created_at=timezone.now() - dt.timedelta(days=12))
    [group] = reviewed().groups
    assert group.issues[0].days_open == 12


def test_a_long_review_is_cut(make_task, monkeypatch):
    monkeypatch.setattr("tracker.review.LIMIT", 2)
    for _ in range(2):
        make_task()
    assert reviewed().cut is False
    make_task()
    found = reviewed()
    assert found.cut is True
    assert sum(len(group.issues) for group in found.groups) == 2


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(make_task, answer, django_assert_num_queries, count):
    for number in range(count):
        unit = Unit.objects.create(name=f"第{number}村")
        answer(make_task(reporting_unit=unit, lead_unit=unit), "plan", lead_unit=unit)
        make_task(kind="plan", reporting_unit=unit)
    with django_assert_num_queries(6):  # problems, plans alone and elsewhere, answers, their plans, reports
        found = reviewed()
        lines = [
            (task.lead_unit, task.light, task.last_report)
            for group in found.groups
            for issue in group.issues
            for task in (issue.problem, *(each.plan for each in issue.answers))
        ]
    assert len(lines) == 2 * count


def test_each_task_bears_its_latest_report(make_task, answer, bureau, handler):
    problem = make_task(status="in_progress", lead_unit=bureau)
    plan = answer(problem, "its plan", status="in_progress", lead_unit=bureau)
    alone = make_task(kind="plan", status="in_progress", lead_unit=bureau)
    for version, done in enumerate(("first", "second"), start=1):
        report(problem, by=handler, version=version, done=done)
    report(plan, by=handler, version=1, done="of the plan")
    found = reviewed()
    [issue] = found.issues
    assert (issue.problem.last_report.done, issue.problem.last_report.by) == ("second", handler)
    assert issue.answers[0].plan.last_report.done == "of the plan"
    assert [each.last_report for each in found.alone] == [None]
    assert found.alone == [alone]
