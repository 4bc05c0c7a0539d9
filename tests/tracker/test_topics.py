"""The figures of topics and units: tasks in, numbers out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from summaries.models import Topic
from tracker.charts import bar
from tracker.models import Status, Task
from tracker.topics import Figures, figures, topic_figures, unit_statuses

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
