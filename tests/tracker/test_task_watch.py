"""Watching a task: for whoever sees it, once, and no longer."""

from __future__ import annotations

import pytest

from tracker.models import Watch

pytestmark = pytest.mark.django_db


def test_watching_and_no_longer(make_task, reader, log_in):
    task = make_task()
    client, address = log_in(reader), f"/tasks/{task.pk}/watch/"
    for _twice in range(2):
        page = client.post(address, {"watch": "1", "next": "/tasks/?year=2023"}, follow=True)
    assert page.redirect_chain == [(f"{task.get_absolute_url()}?next=%2Ftasks%2F%3Fyear%3D2023", 302)]
    assert "Stop watching" in page.content.decode()
    assert Watch.objects.filter(user=reader, task=task).count() == 1
    page = client.post(address, {"watch": ""}, follow=True)
    assert "Stop watching" not in page.content.decode()
    assert not Watch.objects.exists()
    task.refresh_from_db()
    assert task.version == 1


def test_what_one_may_not_see_one_can_not_watch(make_task, foreign_handler, log_in):
    task = make_task()
    client = log_in(foreign_handler)
    assert client.post(f"/tasks/{task.pk}/watch/", {"watch": "1"}).status_code == 404
    assert client.get(f"/tasks/{task.pk}/watch/").status_code == 405
    assert not Watch.objects.exists()
