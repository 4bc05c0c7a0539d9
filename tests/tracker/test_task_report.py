"""Reporting progress through its form: what is kept, who may, which files, and that nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tracker.test_task_act import act, text_of
from tracker.models import Attachment, ProgressReport
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task, bureau, town):
    task = make_task(status="in_progress", lead_unit=bureau)
    task.supporting_units.add(town)
    return task


def upload(name: str, data: bytes = b"picture") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_report_with_files(task, handler, bureau, log_in):
    given = {"done": "清淤两公里", "difficulty": "缺设备", "next_step": "租设备", "percent": "40"}
    page = act(log_in(handler), task, "report", **given, files=[upload("现场.jpg"), upload("清单.xlsx", b"list")])
    written = ProgressReport.objects.get()
    assert (written.unit, written.done, written.difficulty, written.next_step, written.percent) == (
        bureau, "清淤两公里", "缺设备", "租设备", 40,
    )  # fmt: skip
    assert [(each.name, each.size) for each in written.attachments.all()] == [("现场.jpg", 7), ("清单.xlsx", 4)]
    assert "Done: Report progress." in text_of(page)
    for each in written.attachments.all():
        assert f'<a href="/attachments/{each.pk}/">{each.name}</a>' in page.content.decode()


def test_the_office_need_not_want_percentages_or_files(task, foreign_handler, town, log_in):
    act(log_in(foreign_handler), task, "report", done="配合巡查")
    written = ProgressReport.objects.get()
    assert (written.unit, written.percent, written.attachments.count()) == (town, None, 0)


WRONG = [
    ({"done": " "}, "This field is required."),
    ({"percent": "101"}, "less than or equal to 100"),
    ({"files": [upload("病毒.exe")]}, "“病毒.exe” can't be attached"),
    ({"files": [upload("空.pdf", b"")]}, "file is empty"),
    ({"files": [upload(f"{n}.pdf") for n in range(11)]}, "not more than 10 files"),
]


@pytest.mark.parametrize(("given", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(given, sentence, task, handler, log_in):
    page = act(log_in(handler), task, "report", **{"done": "清淤", "next_step": "租设备", **given})
    assert sentence in text_of(page)
    assert re.search(r"<textarea[^>]*>\s*租设备</textarea>", page.content.decode())
    assert not ProgressReport.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large(task, handler, log_in, settings):
    settings.DUBAN_ATTACHMENT_BYTES = 1024 * 1024
    page = act(log_in(handler), task, "report", done="清淤", files=[upload("大.pdf", b"x" * (1024 * 1024 + 1))])
    assert "“大.pdf” is larger than 1 MB" in text_of(page)


def test_a_stale_report_keeps_what_was_typed(task, handler, coordinator, log_in):
    carry_out(task, "edit", by=coordinator, version=1, changes={"owner": "陈水生"})
    client = log_in(handler)
    page = act(client, task, "report", version=1, done="清淤两公里", percent="40", files=[upload("现场.jpg")])
    assert page.status_code == 409
    words = text_of(page)
    assert "Somebody changed this task" in words
    assert "In the meantime 杜小班 edited the task." in words
    assert "choose the attachments again" in words
    assert re.search(r"<textarea[^>]*>\s*清淤两公里</textarea>", page.content.decode())
    assert not ProgressReport.objects.exists()
    assert "Done: Report progress." in text_of(act(client, task, "report", version=2, done="清淤两公里"))


def test_a_report_typed_while_the_task_was_closed_out_is_not_lost(task, handler, coordinator, log_in):
    carry_out(task, "close_out", by=coordinator, version=1)
    client = log_in(handler)
    page = act(client, task, "report", version=1, done="清淤两公里")
    assert (page.status_code, "清淤两公里" in page.content.decode()) == (409, True)
    page = act(client, task, "report", version=2, done="清淤两公里")
    assert "“Report progress” is not possible: the task's status is “Closed out”." in text_of(page)
    assert re.search(r"<textarea[^>]*>\s*清淤两公里</textarea>", page.content.decode())
