"""The tasks before and after one in the list that the user came from, over the borders of its pages."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from tracker.models import Task
from tracker.neighbours import neighbours
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(db):
    rows = [
        Task(kind="problem", title=f"第{n}项", started_on="2024-01-01", status="candidate", version=1)
        for n in range(60)
    ]
    return Task.objects.bulk_create(rows)


def beside(task, query, user):
    near = neighbours(task, QueryDict(query), user)
    return [each and (each.pk, each.page) for each in (near.previous, near.next)]


CANDIDATES = "status=candidate&sort=code"


@pytest.mark.parametrize(
    ("place", "page", "before", "after"),
    [
        (0, 1, None, (1, 1)),
        (10, 1, (9, 1), (11, 1)),
        (24, 1, (23, 1), (25, 2)),
        (25, 2, (24, 1), (26, 2)),
        (49, 2, (48, 2), (50, 3)),
        (59, 3, (58, 3), None),
    ],
)
def test_in_the_list(place, page, before, after, tasks, reader):
    expected = [each and (tasks[each[0]].pk, each[1]) for each in (before, after)]
    assert beside(tasks[place], f"{CANDIDATES}&page={page}", reader) == expected


def test_a_task_that_was_just_dealt_with_keeps_its_place(tasks, reader, coordinator):
    """After accepting, the next candidate is one click away; the list has closed up meanwhile."""
    for place, page, before, after in ((10, 1, (9, 1), (11, 1)), (25, 2, (24, 1), (26, 2))):
        task = carry_out(tasks[place], "accept", by=coordinator, version=1)
        expected = [(tasks[each[0]].pk, each[1]) for each in (before, after)]
        assert beside(task, f"{CANDIDATES}&page={page}", reader)[0] == expected[0]
        assert beside(task, f"{CANDIDATES}&page={page}", reader)[1][0] == expected[1][0]


def test_elsewhere_there_are_none(tasks, reader, make_task):
    assert beside(tasks[40], f"{CANDIDATES}&page=1", reader) == [None, None]
    assert beside(tasks[0], f"{CANDIDATES}&page=77", reader) == [None, None]
    assert beside(tasks[0], "status=song", reader) == [None, None]


def test_foreign_tasks_are_no_neighbours(tasks, bureau, handler):
    Task.objects.filter(pk__in=[tasks[3].pk, tasks[50].pk]).update(lead_unit=bureau)
    assert beside(tasks[3], CANDIDATES, handler) == [None, (tasks[50].pk, 1)]


def test_the_page_of_a_task_leads_on(tasks, log_in, reader):
    client = log_in(reader)
    listed = client.get(f"/tasks/?{CANDIDATES}&page=1").text
    hrefs = re.findall(r'<td class="headline"[^>]*><a href="([^"]*)"', listed)
    page = client.get(hrefs[-1]).text
    assert f'rel="prev" href="{hrefs[-2]}"' in page
    following = re.search(r'rel="next" href="([^"]*)"', page)[1]
    assert following.startswith(f"/tasks/{tasks[25].pk}/?next=")
    assert 'class="beside' not in client.get(f"/tasks/{tasks[3].pk}/").text
    assert "page%3D2" in following


def test_cost(tasks, reader, django_assert_num_queries):
    """The user's roles, and a page's numbers."""
    with django_assert_num_queries(2):
        neighbours(tasks[30], QueryDict(f"{CANDIDATES}&page=2"), reader)
