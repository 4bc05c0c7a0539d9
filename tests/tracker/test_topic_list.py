"""/topics/: the figures of each topic, each opening exactly its rows."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Topic
from tracker.models import Answer

URL = reverse("topic-list")
PAST = timezone.localdate() - dt.timedelta(days=3)


@pytest.fixture
def tasks(make_task, bureau, town):
    """Two tasks of the bureau, one of them red, a closed one of the town, and others that no figure counts."""
    make_task(lead_unit=bureau, deadline=PAST)
    make_task(lead_unit=bureau, kind="plan")
    make_task(lead_unit=town, status="closed")
    make_task(status="candidate")
    make_task(status="dismissed")
    return make_task


def figures(page: str) -> list[tuple[str, int]]:
    """Return address and number of every figure that leads to tasks."""
    return [(unescape(href), int(n)) for href, n in re.findall(r'<a href="(/tasks/\?[^"]*)"[^>]*>(\d+)</a>', page)]


def test_figures(client, coordinator, tasks):
    client.force_login(coordinator)
    assert [number for _href, number in figures(client.get(URL).text)] == [1, 1, 1, 1, 0, 0]


def test_coverage(client, coordinator, tasks):
    for state in ("confirmed", "suggested"):
        Answer.objects.create(problem=tasks(), plan=tasks(kind="plan"), state=state)
    client.force_login(coordinator)
    page = client.get(URL).text
    assert [number for _href, number in figures(page)] == [3, 3, 1, 1, 1, 2]
    assert re.findall(r"percent\">(\d+)%", page) == ["33", "66"]


@pytest.mark.parametrize("who", ["coordinator", "reader", "handler", "foreign_handler"])
def test_every_figure_opens_exactly_its_rows(client, request, tasks, who):
    client.force_login(request.getfixturevalue(who))
    found = figures(client.get(URL).text)
    assert found
    for href, number in found:
        assert client.get(href).context["table"].paginator.count == number, href


def test_a_handler_sees_the_figures_of_own_tasks_only(client, handler, foreign_handler, tasks):
    client.force_login(handler)
    assert [number for _href, number in figures(client.get(URL).text)] == [1, 1, 1, 0, 0, 0]
    client.force_login(foreign_handler)
    assert [number for _href, number in figures(client.get(URL).text)] == [0, 0, 0, 1, 0, 0]


def test_topics_without_anything_visible_are_hidden_from_a_handler(client, handler, coordinator, tasks):
    Topic.objects.create(name="发展党员")
    client.force_login(coordinator)
    assert "发展党员" in client.get(URL).text
    client.force_login(handler)
    page = client.get(URL).text
    assert "发展党员" not in page
    assert "河长制" in page


def test_tasks_without_a_topic_are_said_and_linked(client, coordinator, tasks):
    client.force_login(coordinator)
    assert "no_topic=1" not in client.get(URL).text
    tasks(topic=None)
    assert "no_topic=1" in client.get(URL).text
    assert client.get("/tasks/?no_topic=1").context["table"].paginator.count == 1


def test_an_empty_site_says_what_to_do_next(client, coordinator, reader):
    client.force_login(coordinator)
    offer = '<a class="button primary" href="/imports/new/">'
    assert offer in client.get(URL).text
    client.force_login(reader)
    assert offer not in client.get(URL).text


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(client, coordinator, make_task, django_assert_num_queries, count):
    for number in range(count):
        make_task(topic=Topic.objects.create(name=f"专题{number}"))
    client.force_login(coordinator)
    with django_assert_num_queries(8):  # session, user, roles, coverage, figures, topics, no topic, what waits
        page = client.get(URL).text
    assert page.count("/topics/") >= count
