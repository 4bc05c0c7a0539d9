"""/topics/<pk>/: the review of a topic, for a screen and for paper."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Topic
from tracker.filters import TaskFilter
from tracker.models import Answer
from tracker.reports import report

PAST = timezone.localdate() - dt.timedelta(days=3)
TOMORROW = (timezone.localdate() + dt.timedelta(days=1)).isoformat()


@pytest.fixture
def url(topic):
    return reverse("topic-detail", args=[topic.pk])


@pytest.fixture
def issues(make_task, town, bureau):
    """A red problem of the town with a plan, an older one of the bureau, one without unit and year, a plan alone."""
    problem = make_task(title="清淤进度偏慢", reporting_unit=town, lead_unit=bureau, deadline=PAST)
    plan = make_task(title="加快清淤进度", kind="plan", reporting_unit=town, lead_unit=bureau)
    Answer.objects.create(problem=problem, plan=plan)
    make_task(title="管护资金不足", reporting_unit=bureau, year=2022)
    make_task(title="上报单位未写明", year=None)
    make_task(title="健全巡河制度", kind="plan", reporting_unit=town)
    make_task(title="已经销号的问题", reporting_unit=town, status="closed")
    return make_task


def shown(client, address: str) -> list[str]:
    page = client.get(address).text
    titles = ("清淤进度偏慢", "加快清淤进度", "管护资金不足", "上报单位未写明", "健全巡河制度", "已经销号的问题")
    return sorted((title for title in titles if title in page), key=page.index)


def test_issues_by_unit_and_year_then_plans_alone(client, reader, url, issues):
    client.force_login(reader)
    assert shown(client, url) == [
        "清淤进度偏慢",
        "加快清淤进度",
        "管护资金不足",
        "上报单位未写明",
        "健全巡河制度",
    ]


def test_a_year_or_a_unit_narrows_it(client, reader, url, issues):
    client.force_login(reader)
    assert shown(client, f"{url}?year=2022") == ["管护资金不足"]
    assert shown(client, f"{url}?reporting=县水利局") == ["管护资金不足"]
    assert shown(client, f"{url}?reporting=柳河&year=2023") == ["清淤进度偏慢", "加快清淤进度", "健全巡河制度"]


@pytest.mark.parametrize("nonsense", ["?year=abc", "?year=99999999999999999999", "?reporting=没有这个单位"])
def test_a_filter_that_makes_no_sense_shows_nothing(client, reader, url, issues, nonsense):
    client.force_login(reader)
    assert shown(client, url + nonsense) == []


def test_it_says_the_day_the_lights_and_the_days_open(client, reader, url, issues):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    page = client.get(url).text
    assert "As of" in page
    assert "Overdue" in page
    assert "open for 0 days" in page


@pytest.mark.parametrize("who", ["coordinator", "handler", "foreign_handler"])
@pytest.mark.parametrize("query", ["", "?reporting=柳河&year=2023"])
def test_every_figure_opens_exactly_its_rows(client, request, url, issues, who, query):
    user = request.getfixturevalue(who)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    page = client.get(url + query).text
    found = re.findall(r'href="(/tasks/\?[^"]*)"[^>]*>(?:<b>)?(\d+)', page)
    assert len(found) > 6
    for href, number in set(found):
        rows = TaskFilter(QueryDict(unescape(href).partition("?")[2]), user).qs
        assert rows.count() == int(number), href


def test_a_handler_reviews_own_tasks_only(client, handler, foreign_handler, url, issues, bureau, make_task):
    """The town reported what the bureau leads: both see it. The problem without a unit is for neither."""
    make_task(title="上报单位未写明")
    client.force_login(handler)
    assert shown(client, url) == ["清淤进度偏慢", "加快清淤进度", "管护资金不足"]
    client.force_login(foreign_handler)
    assert shown(client, url) == ["清淤进度偏慢", "加快清淤进度", "健全巡河制度"]


def test_a_topic_without_anything_visible_is_missing(client, handler, reader):
    foreign = reverse("topic-detail", args=[Topic.objects.create(name="发展党员").pk])
    client.force_login(handler)
    assert client.get(foreign).status_code == 404
    client.force_login(reader)
    assert client.get(foreign).status_code == 200


def test_titles_are_text(client, reader, url, make_task):
    make_task(title="<script>alert(1)</script>")
    client.force_login(reader)
    assert "<script>alert" not in client.get(url).text


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(client, reader, url, make_task, django_assert_num_queries, count):
    for number in range(count):
        unit = Unit.objects.create(name=f"第{number}村")
        problem = make_task(reporting_unit=unit, lead_unit=unit)
        Answer.objects.create(problem=problem, plan=make_task(kind="plan", lead_unit=unit))
        make_task(kind="plan", reporting_unit=unit, lead_unit=unit)
    client.force_login(reader)
    # session, user, roles, topic; coverage, tasks and their timelines, whose paper it is, figures, units;
    # problems, plans alone and elsewhere, answers, their plans, reports
    with django_assert_num_queries(16):
        page = client.get(url).text
    assert page.count('class="issue"') == count


def test_problems_and_plans_without_each_other_stand_out(client, reader, url, issues):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    page = client.get(url).text
    assert page.count("issue unanswered") == 2
    assert [task.title for task in client.get(url).context["material"].review.alone] == ["健全巡河制度"]
    for query, titles in {
        "kind=problem&answers=none": {"管护资金不足", "上报单位未写明"},
        "kind=plan&answers=none": {"健全巡河制度"},
        "answers=suggested": {"清淤进度偏慢", "加快清淤进度"},
        "answers=confirmed": set(),
    }.items():
        found = TaskFilter(QueryDict(query), reader).qs
        assert {task.title for task in found} == titles, query


def test_a_foreign_plan_is_counted_but_not_named(client, handler, url, make_task, bureau, town):
    problem = make_task(lead_unit=bureau)
    Answer.objects.create(problem=problem, plan=make_task(kind="plan", title="别家的打算", lead_unit=town))
    client.force_login(handler)
    client.cookies["django_language"] = "en"
    page = client.get(url).text
    assert "1 plan of another unit answers it." in page
    assert "别家的打算" not in page


def test_the_last_report_in_brief(client, reader, url, make_task, bureau, handler):
    task = make_task(status="in_progress", lead_unit=bureau)
    report(task, by=handler, version=1, done="已完成三处河段清淤。" + "长" * 200)
    client.force_login(reader)
    page = client.get(url).text
    assert "陈水生（青石县水利局）：已完成三处河段清淤。" in page
    assert "长" * 90 not in page


def test_two_days_are_compared(client, reader, url, issues):
    client.force_login(reader)
    page = client.get(url, {"from": "2024-01-01", "to": "2024-06-30"})
    assert dict(page.context["material"].comparison.counts)["open_now"] == 0  # everything was entered today
    counts = dict(client.get(url).context["material"].comparison.counts)
    assert (counts["open_then"], counts["added"], counts["open_now"], counts["red_now"]) == (0, 5, 5, 1)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2024-06-30", "2024-01-01", "must be before"),
        ("2024-01-01", TOMORROW, "still to come"),
        ("gestern", "2024-01-01", "Enter a valid date"),
        ("2024-01-01", "2024-02-30", "Enter a valid date"),
    ],
)
def test_days_that_make_no_sense_are_said(client, reader, url, issues, since, until, said):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    page = client.get(url, {"from": since, "to": until})
    assert said in page.text
    assert page.context["material"].comparison is None


@pytest.mark.parametrize(
    "query",
    ["move=closed", "move=open_now&since=2024-01-01", "move=explode&since=2024-01-01&until=2024-02-01", "until=x"],
)
def test_half_a_movement_opens_no_rows(client, coordinator, issues, query):
    client.force_login(coordinator)
    assert client.get(f"/tasks/?status=all&{query}").context["table"].paginator.count == 0


def test_htmx_gets_the_issue_that_it_replaces_and_the_figures(client, coordinator, url, issues):
    client.force_login(coordinator)
    problem = Answer.objects.get().problem_id
    page = client.get(url, headers={"HX-Request": "true", "HX-Target": f"issue-{problem}"}).text
    assert page.count('class="issue') == 1
    assert f'id="issue-{problem}"' in page
    for part in ("messages", "figures", "coverage", "alone"):
        assert f'id="{part}"' in page
