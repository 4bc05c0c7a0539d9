"""Attachments are handed out as files to be saved, to who sees the task, and never opened within the site."""

from __future__ import annotations

import pytest

from tracker.models import Attachment
from tracker.reports import File, attachment_path, report

pytestmark = pytest.mark.django_db
HTML = b"<script>alert(1)</script>"


@pytest.fixture
def attachment(make_task, bureau, handler):
    task = make_task(status="in_progress", lead_unit=bureau)
    report(task, by=handler, version=1, done="清淤", files=[File('现场\r\nX-Bad: 1"照片.txt', HTML)])
    return Attachment.objects.get()


def downloaded(client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


def test_it_is_downloaded_never_shown(attachment, handler, log_in):
    response = log_in(handler).get(f"/attachments/{attachment.pk}/")
    assert b"".join(response.streaming_content) == HTML
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "X-Bad" not in response


def test_who_may_not_see_the_task_finds_nothing(attachment, foreign_handler, town, reader, client, log_in):
    address = f"/attachments/{attachment.pk}/"
    assert client.get(address).status_code == 302
    assert log_in(foreign_handler).get(address).status_code == 404
    assert downloaded(log_in(reader), address) == HTML
    assert log_in(reader).get("/attachments/987654/").status_code == 404
    assert log_in(reader).post(address).status_code == 405
    attachment.report.task.supporting_units.add(town)
    assert downloaded(log_in(foreign_handler), address) == HTML


def test_bytes_that_an_operator_removed_are_not_found(attachment, handler, log_in):
    attachment_path(attachment).unlink()
    assert log_in(handler).get(f"/attachments/{attachment.pk}/").status_code == 404
