"""The database itself refuses to rewrite the timeline, on both databases, also after a migration."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tracker import triggers
from tracker.models import TaskEvent
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


def test_migrate_makes_them_again(event):
    triggers.drop()
    assert not refuses(lambda: TaskEvent.objects.filter(pk=event.pk).update(reason="改写"))
    call_command("migrate", verbosity=0)
    assert refuses(lambda: TaskEvent.objects.filter(pk=event.pk).update(reason="再改"))
