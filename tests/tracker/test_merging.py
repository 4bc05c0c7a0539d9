"""Merging two units: tasks, summaries, aliases and people move, what was written stays."""

from __future__ import annotations

import pytest

from accounts.models import Membership, Unit, UnitAlias, User
from tests.tracker.test_intake import document
from tracker.intake import import_file
from tracker.merging import merge_units
from tracker.models import Task
from tracker.reports import report
from tracker.workflow import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(db):
    unit = Unit.objects.create(name="青石县河道管理所")
    UnitAlias.objects.create(unit=unit, name="河道所")
    return unit


def test_everything_moves_and_history_stays(old, bureau, make_task, coordinator, town):
    clerk = User.objects.create_user("clerk", name="老张")
    Membership.objects.create(user=clerk, unit=old, role="handler")
    led = make_task(status="in_progress", lead_unit=old)
    supported = make_task(lead_unit=town)
    supported.supporting_units.set([old, bureau])
    written = report(led, by=clerk, version=1, done="合并前的反馈")
    assert merge_units(old, bureau, by=coordinator) == 2
    led.refresh_from_db()
    assert led.lead_unit == bureau
    assert list(supported.supporting_units.all()) == [bureau]
    assert led.events.last().old == {"id": old.pk, "name": old.name}
    written.refresh_from_db()
    assert written.unit == old
    assert Membership.objects.get(user=clerk).unit == bureau
    for name in ("青石县河道管理所", "河道所"):
        assert Unit.objects.named(name) == bureau
    assert old not in Unit.objects.offered()


def test_two_summaries_of_one_title_stand_in_the_way(old, bureau, coordinator):
    import_file(document(), "甲.txt", unit=old.name)
    import_file(document(), "乙.txt", unit=bureau.name)
    before = list(Task.objects.values())
    with pytest.raises(Refused, match="河长制"):
        merge_units(old, bureau, by=coordinator)
    assert list(Task.objects.values()) == before


def test_no_circles(old, bureau, coordinator):
    with pytest.raises(Refused):
        merge_units(old, old, by=coordinator)
    merge_units(old, bureau, by=coordinator)
    with pytest.raises(Refused):
        merge_units(bureau, old, by=coordinator)


def test_a_handler_of_a_unit_handles_the_units_below_it(bureau, old, make_task, handler):
    from tracker.access import visible_tasks

    task = make_task(lead_unit=old)
    assert task not in visible_tasks(handler)
    old.parent = bureau
    old.save()
    again = User.objects.get(pk=handler.pk)
    assert task in visible_tasks(again)
