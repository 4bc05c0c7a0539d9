"""How often a task was sent back: counted by the workflow, and once for the tasks that were there before it counted."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tracker.models import Task
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task, bureau, coordinator):
    """A task that was sent back twice and is closed out by now."""
    task = make_task(status="in_progress", lead_unit=bureau)
    for verb in ("submit", "send_back", "submit", "send_back", "close_out"):
        task = carry_out(task, verb, by=coordinator, version=task.version, reason="材料不全")
    return task


def test_the_workflow_counts(task, make_task):
    assert Task.objects.get(pk=task.pk).times_sent_back == 2
    assert make_task().times_sent_back == 0


def test_the_migration_counts_what_the_timeline_tells(task, make_task):
    other = make_task()
    Task.objects.filter(pk=task.pk).update(times_sent_back=0)
    migration = import_module("tracker.migrations.0006_times_sent_back")
    migration.count_in_the_timeline(apps, SimpleNamespace(connection=connection))
    assert Task.objects.get(pk=task.pk).times_sent_back == 2
    assert Task.objects.get(pk=other.pk).times_sent_back == 0
