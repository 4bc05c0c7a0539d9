"""The database itself refuses to rewrite the timeline, on both databases, also after a migration."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tracker import triggers
from tracker.chasing import chase
from tracker.models import Attachment, Chase, ProgressReport, TaskEvent
from tracker.reports import File, report
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(make_task, coordinator):
    task = make_task()
    carry_out(task, "close_out", by=coordinator, version=1)
    return task.events.get()


def refuses(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return triggers.REFUSAL in str(error)
    return False


def test_update_and_delete_are_refused_however_they_come(event):
    rows = TaskEvent.objects.filter(pk=event.pk)
    assert refuses(lambda: rows.update(reason="改写"))
    assert refuses(rows.delete)
    assert refuses(lambda: connection.cursor().execute("DELETE FROM tracker_taskevent"))
    assert refuses(lambda: connection.cursor().execute("UPDATE tracker_taskevent SET verb = 'x'"))
    assert TaskEvent.objects.get(pk=event.pk).reason == ""


WHOLESALE = {
    "sqlite": "INSERT OR REPLACE INTO tracker_taskevent SELECT * FROM tracker_taskevent",
    "postgresql": "TRUNCATE tracker_taskevent",
}


def test_rewriting_by_other_names_is_refused_too(event):
    connection.check_constraints()  # otherwise PostgreSQL refuses for another reason: foreign keys not yet checked
    assert refuses(lambda: connection.cursor().execute(WHOLESALE[connection.vendor]))


@pytest.mark.parametrize("model", [TaskEvent, ProgressReport, Attachment, Chase])
def test_reports_and_chases_stay_as_they_were_written(model, make_task, bureau, handler, coordinator):
    task = make_task(status="in_progress", lead_unit=bureau)
    report(task, by=handler, version=1, done="已办", files=[File("清单.txt", b"1")])
    chase(task, by=coordinator, version=2, text="请抓紧")
    rows = model.objects.filter(pk=model.objects.latest("pk").pk)
    column = next(field.name for field in model._meta.fields if field.get_internal_type() in ("TextField", "CharField"))
    assert refuses(lambda: rows.update(**{column: "改写"}))
    assert refuses(lambda: rows._raw_delete(using="default"))


def test_migrate_makes_them_again(event):
    triggers.drop()
    assert not refuses(lambda: TaskEvent.objects.filter(pk=event.pk).update(reason="改写"))
    call_command("migrate", verbosity=0)
    assert refuses(lambda: TaskEvent.objects.filter(pk=event.pk).update(reason="再改"))
