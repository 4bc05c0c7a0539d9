"""Reminding a unit of all that is overdue, on one page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.tracker.test_task_act import text_of
from tracker.chasing import chase
from tracker.models import Chase

pytestmark = pytest.mark.django_db
ADDRESS = "/chase/?unit=青石县水利局"


@pytest.fixture
def late(make_task, bureau):
    yesterday = timezone.localdate() - dt.timedelta(1)
    return [
        make_task(title=title, status="in_progress", lead_unit=bureau, deadline=yesterday) for title in ("清淤", "管护")
    ]


def send(client, *tasks, **texts):
    return client.post(ADDRESS, {"chosen": [f"{t.pk}-{t.version}" for t in tasks], **texts})


def test_units_with_overdue_tasks_are_offered(late, make_task, town, coordinator, log_in):
    make_task(status="in_progress", lead_unit=town)
    page = log_in(coordinator).get("/chase/")
    assert "青石县水利局 2" in text_of(page)
    assert town.name not in text_of(page)


def test_the_usual_words_are_there_to_be_edited(late, coordinator, log_in):
    page = log_in(coordinator).get("/chase/?unit=县水利局")
    for task in late:
        assert f'value="{task.pk}-1" checked' in page.content.decode()
        assert f"task {task.code} “{task.title}” was due on" in text_of(page)
    assert not Chase.objects.exists()


def test_each_task_is_chased_with_its_text_unless_it_was_just_now(late, coordinator, log_in):
    first, second = late
    chase(second, by=coordinator, version=1, text="请抓紧")
    second.refresh_from_db()
    client = log_in(coordinator)
    assert f"chased on {timezone.localdate()}" in text_of(client.get(ADDRESS))
    page = text_of(send(client, *late, **{f"text_{first.pk}": "清淤请加快", f"text_{second.pk}": "管护请加快"}))
    assert Chase.objects.latest("pk").text == "清淤请加快"
    assert Chase.objects.count() == 2
    assert "Refused 1" in page
    assert "Done 1" in page
    assert f"was chased on {timezone.localdate()} already" in page


def test_only_ticked_tasks_and_only_with_words(late, coordinator, log_in):
    first, second = late
    page = text_of(send(log_in(coordinator), first, **{f"text_{first.pk}": " ", f"text_{second.pk}": "管护请加快"}))
    assert "Please write what you want to remind of." in page
    assert not Chase.objects.exists()


def test_nothing_ticked(late, coordinator, log_in):
    page = log_in(coordinator).post(ADDRESS, {f"text_{late[0].pk}": "请抓紧"}, follow=True)
    assert "Please tick the tasks first." in text_of(page)
    assert late[0].title in text_of(page)
    assert not Chase.objects.exists()


def test_nothing_is_overdue(bureau, coordinator, log_in):
    client = log_in(coordinator)
    assert "No task that was assigned to a unit is past its deadline." in text_of(client.get("/chase/"))
    assert "青石县水利局 has no task past its deadline." in text_of(client.get(ADDRESS))
    assert client.get("/chase/?unit=外星联络处").status_code == 404


def test_units_and_readers_do_not_chase(late, handler, reader, log_in):
    for user in (handler, reader):
        client = log_in(user)
        assert client.get("/chase/").status_code == 403
        assert send(client, *late, **{f"text_{late[0].pk}": "x"}).status_code == 403
    assert not Chase.objects.exists()


def test_of_more_than_can_be_chased_together_the_others_come_next(
    late, make_task, bureau, coordinator, log_in, monkeypatch
):
    monkeypatch.setattr("tracker.views.bulk.AT_MOST", 2)
    older = timezone.localdate() - dt.timedelta(9)
    third = make_task(title="巡河", status="assigned", lead_unit=bureau, deadline=older)
    client = log_in(coordinator)
    first = [task for task, _field in client.get(ADDRESS).context["form"].rows]
    assert first == [third, late[0]]
    send(client, *first, **{f"text_{task.pk}": "请抓紧" for task in first})
    assert client.get(ADDRESS).context["form"].rows[0][0] == late[1]
