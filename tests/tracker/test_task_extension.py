"""Asking for more time and deciding about it, through the forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.tracker.test_task_act import act, text_of
from tracker.extensions import ask_extension
from tracker.models import Extension
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def task(make_task, bureau):
    return make_task(status="in_progress", lead_unit=bureau, deadline=day(10))


@pytest.fixture
def asked(task, handler):
    ask_extension(task, by=handler, version=1, wanted=day(40), reason="汛期无法施工")
    task.refresh_from_db()
    return task


def test_asking(task, handler, log_in):
    page = act(log_in(handler), task, "ask_extension", wanted=day(40).isoformat(), reason="汛期无法施工")
    asked = Extension.objects.get()
    assert (asked.deadline, asked.wanted, asked.state) == (day(10), day(40), "asked")
    assert "Asks for an extension" in text_of(page)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"wanted": ""}, "This field is required."),
        ({"wanted": "soon"}, "Enter a valid date."),
        ({"reason": " "}, "This field is required."),
        ({"wanted": day(10).isoformat()}, "The new deadline must be later than"),
    ],
)
def test_what_is_missing_is_said(given, sentence, task, handler, log_in):
    page = act(log_in(handler), task, "ask_extension", **{"wanted": day(40).isoformat(), "reason": "汛期", **given})
    assert sentence in text_of(page)
    assert not Extension.objects.exists()


def test_who_decides_sees_what_was_asked_for(asked, coordinator, log_in):
    page = text_of(log_in(coordinator).get(f"/tasks/{asked.pk}/grant_extension/"))
    assert f"{day(10)} → {day(40)} 陈水生" in page
    assert "汛期无法施工" in page


def test_granting(asked, coordinator, log_in):
    page = text_of(act(log_in(coordinator), asked, "grant_extension", reason="下不为例"))
    asked.refresh_from_db()
    assert (asked.deadline, asked.original_deadline, asked.times_extended) == (day(40), day(10), 1)
    assert Extension.objects.get().answer == "下不为例"
    assert f"Original deadline {day(10)} extended once" in page


def test_refusing_needs_a_reason(asked, coordinator, log_in):
    client = log_in(coordinator)
    assert "This field is required." in text_of(act(client, asked, "refuse_extension"))
    page = text_of(act(client, asked, "refuse_extension", reason="工期已定"))
    asked.refresh_from_db()
    assert (asked.deadline, asked.times_extended, asked.asks_extension) == (day(10), 0, False)
    assert "Refused" in page
    assert "工期已定" in page


def test_a_stale_request_keeps_what_was_typed(task, handler, coordinator, log_in):
    carry_out(task, "edit", by=coordinator, version=1, changes={"deadline": day(20)})
    given = {"wanted": day(40).isoformat(), "reason": "汛期无法施工"}
    page = act(log_in(handler), task, "ask_extension", version=1, **given)
    assert page.status_code == 409
    assert "In the meantime 杜小班 edited the task." in text_of(page)
    assert f"Deadline {day(10)} → {day(20)}" in text_of(page)
    assert f'value="{day(40)}"' in page.content.decode()
    assert "汛期无法施工</textarea>" in page.content.decode()
