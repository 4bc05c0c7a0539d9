"""A verb on all tasks of a long list, in the background: only on the list that was seen, each task once, all told."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.tracker.test_jobs import LATER
from tests.tracker.test_task_act import text_of
from tests.tracker.test_task_list import rows
from tracker import jobs
from tracker.bulk_jobs import act_on_all
from tracker.models import BulkRow, Job, Task, TaskEvent
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db
ALL = {"verb": "close_out", "scope": "all", "next": "/tasks/?year=2023"}


@pytest.fixture(autouse=True)
def _no_beat(monkeypatch):
    """A beat, on its own connection, doesn't see the job of a test whose transaction is open, and would stop it."""
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 600)


def asked(client, given=ALL) -> dict[str, str]:
    """Return what the page of a verb on all tasks would send."""
    page = client.get("/tasks/bulk/", given, follow=True)
    assert page.redirect_chain[0][0].startswith("/tasks/bulk/all/?")
    names = ("verb", "next", "seen")
    return {name: re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.text)[1] for name in names}


def work(job: Job) -> Job:
    jobs.run.call(job.pk)
    job.refresh_from_db()
    return job


def test_all_of_a_long_list_and_nothing_else(long_list, coordinator, administrator, log_in):
    client = log_in(coordinator)
    assert "all 501 tasks of this list" in text_of(client.get("/tasks/?year=2023"))
    page = client.get("/tasks/bulk/", ALL, follow=True)
    assert "501 tasks · Year: 2023" in text_of(page)
    assert len(rows(page)) == 20
    answer = client.post("/tasks/bulk/all/", asked(client))
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert not TaskEvent.objects.exists()
    carry_out(
        long_list[7], "edit", by=administrator, version=long_list[7].version, changes={"owner": "乙"}
    )  # in the meantime
    work(job)
    assert (job.state, job.done, job.total) == ("done", 501, 501)
    assert client.get(job.get_absolute_url()).url == f"/tasks/bulk/{job.pk}/"
    assert Task.objects.filter(status="closed").count() == TaskEvent.objects.filter(verb="close_out").count() == 500
    page = text_of(client.get(f"/tasks/bulk/{job.pk}/"))
    assert "1 Refused 500 Done 0 Not come to" in page
    assert f"This page is kept for {jobs.OUTCOMES_KEPT_DAYS} days" in page
    assert "Somebody changed this task after you opened it." in page
    assert 'class="button primary" href="/tasks/?year=2023"' in client.get(f"/tasks/bulk/{job.pk}/").text
    done = client.get(f"/tasks/bulk/{job.pk}/?of=done&page=5")
    assert len(rows(done)) == 100
    assert "Close out: 501 tasks" in text_of(client.get("/tasks/"))


@pytest.mark.parametrize("change", ["edit", "new", "gone"])
def test_another_list_than_the_one_that_was_seen_is_shown_again(change, long_list, make_task, coordinator, log_in):
    client = log_in(coordinator)
    form = asked(client)
    if change == "edit":
        carry_out(long_list[0], "edit", by=coordinator, version=long_list[0].version, changes={"owner": "乙"})
    elif change == "new":
        make_task(title="新的", year=2023)
    else:
        carry_out(long_list[0], "dismiss", by=coordinator, version=long_list[0].version, reason="重复")
    page = client.post("/tasks/bulk/all/", form)
    assert "The list has changed since you looked." in text_of(page)
    assert not Job.objects.exists()
    client.post("/tasks/bulk/all/", form | {"seen": page.context["seen"]})
    assert Job.objects.get().rows.count() == page.context["count"]


def test_what_the_form_says_wrong_starts_nothing(long_list, coordinator, log_in):
    client = log_in(coordinator)
    page = client.post("/tasks/bulk/all/", asked(client, ALL | {"verb": "dismiss"}) | {"reason": " "})
    assert "This field is required." in text_of(page)
    assert not Job.objects.exists()


def test_a_worker_that_dies_leaves_no_task_half_done_and_none_is_done_twice(long_list, coordinator, log_in):
    client = log_in(coordinator)
    client.post("/tasks/bulk/all/", asked(client, ALL | {"verb": "edit"}) | {"owner": "陈水生"})
    job = Job.objects.get()
    for row in job.rows.order_by("task")[:300]:  # which the dead worker had come to
        carry_out(row.task, "edit", by=coordinator, version=row.version, changes={"owner": "陈水生"})
        BulkRow.objects.filter(pk=row.pk).update(state="done")
    Job.objects.update(state="running", attempts=1, beat_at=timezone.now() - LATER)
    assert jobs.revive() == 1
    assert work(job).state == "done"
    assert TaskEvent.objects.filter(verb="edit").count() == job.rows.filter(state="done").count() == 501


@pytest.mark.parametrize("how", ["stopped", "taken over"])
def test_stopped_it_goes_no_further_and_says_how_far_it_was(how, long_list, coordinator, log_in):
    client = log_in(coordinator)
    client.post("/tasks/bulk/all/", asked(client))
    job = Job.objects.get()
    Job.objects.update(state="running", attempts=1)
    job.refresh_from_db()
    run = jobs.Run(job)
    Job.objects.update(**({"cancel_asked": True} if how == "stopped" else {"attempts": 2}))
    with pytest.raises(jobs.Stopped):
        act_on_all(run)
    assert not Task.objects.filter(status="closed").exists()
    Job.objects.update(state="cancelled", cancel_asked=True)
    page = text_of(client.get(job.get_absolute_url()))
    assert "What was done until then stays done." in page
    assert "0 Done 501 Not come to" in text_of(client.get(f"/tasks/bulk/{job.pk}/"))


def test_who_may_no_longer_see_a_task_is_refused_and_told_no_title(long_list, bureau, handler, coordinator, log_in):
    Task.objects.filter(year=2023).update(lead_unit=bureau, status="assigned")
    client = log_in(handler)
    client.post("/tasks/bulk/all/", asked(client, ALL | {"verb": "acknowledge"}))
    job, foreign = Job.objects.get(), long_list[0]
    Task.objects.filter(pk=foreign.pk).update(lead_unit=None)
    work(job)
    assert (job.rows.get(task=foreign).state, job.rows.filter(state="done").count()) == ("refused", 500)
    page = text_of(client.get(f"/tasks/bulk/{job.pk}/"))
    assert foreign.code in page
    assert "You may no longer see it." in page
    assert foreign.title not in page.replace(foreign.code, "")
    client.logout()
    assert log_in(coordinator).get(f"/tasks/bulk/{job.pk}/").status_code == 200
