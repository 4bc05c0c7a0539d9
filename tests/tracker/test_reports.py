"""Progress reports: who may write them, what goes with them, and that they stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tracker.models import Attachment, ProgressReport
from tracker.reports import File, attachment_path, report
from tracker.workflow import Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task, bureau, town):
    task = make_task(status="in_progress", lead_unit=bureau, heard_on=dt.date(2020, 1, 1))
    task.supporting_units.add(town)
    return task


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"


def test_the_lead_unit_reports(task, handler, bureau):
    written = report(
        task, by=handler, version=1, done="清淤两公里", difficulty="缺设备", next_step="租设备", percent=40
    )
    assert (written.unit, written.done, written.difficulty, written.percent) == (bureau, "清淤两公里", "缺设备", 40)
    task.refresh_from_db()
    assert (task.version, task.status, task.heard_on) == (2, "in_progress", timezone.localdate())
    line = task.events.get()
    assert (line.verb, line.field, line.new, line.by) == ("report", "report", "清淤两公里", handler)


def test_a_supporting_unit_reports_too(task, foreign_handler, town):
    assert report(task, by=foreign_handler, version=1, done="配合巡查").unit == town


def test_readers_and_strangers_do_not(task, reader, make_task, handler):
    for who, what in ((reader, task), (handler, make_task(status="in_progress"))):
        with pytest.raises(Refused):
            report(what, by=who, version=1, done="x")
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize("status", ["open", "assigned", "submitted", "closed", "suspended"])
def test_only_work_in_progress_is_reported(status, make_task, bureau, handler):
    with pytest.raises(Refused):
        report(make_task(status=status, lead_unit=bureau), by=handler, version=1, done="x")


def test_a_stale_report_is_refused(task, handler):
    report(task, by=handler, version=1, done="第一次")
    with pytest.raises(Stale):
        report(task, by=handler, version=1, done="第二次")
    assert ProgressReport.objects.count() == 1


def test_an_empty_report_is_refused(task, handler):
    with pytest.raises(Refused):
        report(task, by=handler, version=1, done="  ")


def test_attachments_are_kept_under_their_hash_with_a_bare_name(task, handler):
    written = report(
        task, by=handler, version=1, done="x", files=[File("C:\\照片\\../../现场.JPG", b"\xff\xd8picture")]
    )
    kept = written.attachments.get()
    assert (kept.name, kept.size) == ("现场.JPG", 9)
    assert attachment_path(kept).read_bytes() == b"\xff\xd8picture"
    assert kept.sha256 in attachment_path(kept).name


@pytest.mark.parametrize(
    ("name", "size"), [("病毒.exe", 10), ("网页.html", 10), ("无后缀", 10), ("大.pdf", 10 * 1024 * 1024 + 1)]
)
def test_what_may_not_be_attached_refuses_the_report(name, size, task, handler):
    with pytest.raises(Refused, match=name[:1]):
        report(task, by=handler, version=1, done="x", files=[File(name, b"x" * size)])
    assert not ProgressReport.objects.exists()
    assert not Attachment.objects.exists()
