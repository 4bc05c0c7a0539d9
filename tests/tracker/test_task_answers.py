"""/tasks/<pk>/answers/ and the buttons that lead there: confirm, reject, take back, add by hand."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Unit
from tracker.models import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(make_task, town, bureau):
    problem = make_task(title="清淤进度偏慢", reporting_unit=town, lead_unit=bureau)
    return problem, make_task(title="加快清淤进度", kind="plan", reporting_unit=town, lead_unit=bureau)


@pytest.fixture
def suggested(pair):
    return Answer.objects.create(problem=pair[0], plan=pair[1], score=0.5)


def address(task) -> str:
    return reverse("task-answers", args=[task.pk])


def body(other, decision="confirm_answer", version=1, **more):
    return {"other": other.pk, "decision": decision, "version": version, **more}


def test_the_task_page_offers_what_may_be_decided(pair, suggested, log_in, coordinator, handler, reader):
    problem, plan = pair
    for task in pair:
        page = log_in(coordinator).get(task.get_absolute_url()).text
        assert 'value="confirm_answer"' in page
        assert 'value="reject_answer"' in page
        assert address(task) in page
    for user in (handler, reader):
        page = log_in(user).get(problem.get_absolute_url()).text
        assert plan.title in page
        assert "Suggested" in page
        assert address(problem) not in page


def test_a_decision_leads_back_to_where_it_was_taken(pair, suggested, log_in, coordinator, topic):
    problem, plan = pair
    client = log_in(coordinator)
    review = reverse("topic-detail", args=[topic.pk]) + "#issue"
    answered = client.post(address(problem), body(plan, stay=review))
    assert answered.url == review
    assert Answer.objects.get().state == "confirmed"
    answered = client.post(address(plan), body(problem, "restore_answer", 2, stay="https://example.org/"))
    assert answered.url == plan.get_absolute_url()
    assert Answer.objects.get().state == "suggested"


def test_a_rejected_answer_is_shown_to_whom_it_may_be_taken_back_by(pair, suggested, log_in, coordinator, handler):
    problem, plan = pair
    log_in(coordinator).post(address(problem), body(plan, "reject_answer"))
    assert 'value="restore_answer"' in log_in(coordinator).get(problem.get_absolute_url()).text
    answers = log_in(handler).get(problem.get_absolute_url()).context["answers"]
    assert not answers


@pytest.mark.parametrize(
    "sent", [{}, {"other": "x", "decision": "confirm_answer", "version": 1}, {"decision": "explode", "version": 1}]
)
def test_nonsense_is_said_and_changes_nothing(pair, suggested, log_in, coordinator, sent):
    answered = log_in(coordinator).post(address(pair[0]), sent, follow=True)
    assert "incomplete" in answered.text
    assert Answer.objects.get().version == 1


def test_a_stale_decision_is_said(pair, suggested, log_in, coordinator):
    client = log_in(coordinator)
    client.post(address(pair[0]), body(pair[1], "reject_answer"))
    page = client.post(address(pair[0]), body(pair[1]), follow=True).text
    assert "杜小班 made it “Rejected” after you opened the page" in page
    assert Answer.objects.get().state == "rejected"


def test_adding_by_hand(pair, make_task, log_in, coordinator, bureau):
    problem, plan = pair
    make_task(kind="plan", title="别的专题的打算", topic=None, reporting_unit=bureau)
    client = log_in(coordinator)
    page = client.get(address(problem))
    assert [each.task for each in page.context["candidates"]] == [plan]
    page = client.get(address(problem), {"q": "别的", "everywhere": "on"})
    assert [each.task.title for each in page.context["candidates"]] == ["别的专题的打算"]
    assert "No such plan" in client.get(address(problem), {"q": "查无此事"}).text
    client.post(address(problem), body(plan, version=0))
    [answer] = Answer.objects.all()
    assert (answer.problem, answer.plan, answer.state, answer.by_hand) == (problem, plan, "confirmed", True)
    assert "added by hand" in client.get(problem.get_absolute_url()).text


def test_the_timeline_tells_a_handler_no_foreign_title(pair, make_task, log_in, coordinator, handler):
    problem, _plan = pair
    secret = make_task(kind="plan", title="别家的打算", lead_unit=Unit.objects.create(name="别的单位"))
    log_in(coordinator).post(address(problem), body(secret, version=0))
    page = log_in(handler).get(problem.get_absolute_url()).text
    assert "别家的打算" not in page
    assert "a task of another unit (Confirmed)" in page
    assert "别家的打算" in log_in(coordinator).get(problem.get_absolute_url()).text


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(pair, make_task, log_in, coordinator, django_assert_num_queries, count):
    for number in range(count):
        unit = Unit.objects.create(name=f"第{number}村")
        plan = make_task(kind="plan", reporting_unit=unit, lead_unit=unit)
        Answer.objects.create(problem=pair[0], plan=plan)
    client = log_in(coordinator)
    with django_assert_num_queries(7):  # session, user, roles, task; candidates, their answers; waiting tasks
        page = client.get(address(pair[0]))
    assert len(page.context["candidates"]) == count + 1
