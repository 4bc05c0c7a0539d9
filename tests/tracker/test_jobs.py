"""Long work in the background: done once, stopped, refused, taken over from a worker that fell silent."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Unit
from tracker import jobs
from tracker.bulk_jobs import KIND
from tracker.management.commands import work as work_command
from tracker.models import BulkRow, ImportBatch, Job, Task

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(seconds=jobs.SILENT_SECONDS + 1)


def makes_a_unit(run):
    run.step(0, 2)
    if run.params.get("cancel"):
        jobs.cancel(run.job)
        run.beat()
        run.step(1, 2)
    if run.params.get("superseded"):
        Job.objects.update(attempts=run.job.attempts + 1)

    def write():
        Unit.objects.create(name=run.params["unit"])
        run.step(2, 2)
        return {"next": reverse("dashboard")}

    return write


def refuses(run):
    raise jobs.Refused("文件太大。")


def breaks(run):
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for work in (makes_a_unit, refuses, breaks):
        monkeypatch.setitem(jobs.WORK, work.__name__, f"{__name__}.{work.__name__}")


@pytest.fixture
def ask(coordinator):
    def ask(kind="makes_a_unit", **params) -> Job:
        return jobs.start(kind, "三份总结", {"unit": "新单位", **params}, coordinator)

    return ask


def work(job: Job) -> Job:
    jobs.run.call(job.pk)
    job.refresh_from_db()
    return job


def test_work_is_done_once_and_leads_to_its_result(ask, client, coordinator):
    job = work(ask())
    assert (job.state, job.done, job.total, job.attempts) == ("done", 2, 2, 1)
    assert work(job).attempts == 1
    assert Unit.objects.filter(name="新单位").count() == 1
    client.force_login(coordinator)
    assert client.get(job.get_absolute_url()).url == "/"
    moved = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"] == "/"


def test_a_worker_empties_the_queue(ask):
    asked = [ask(unit=f"单位{number}") for number in range(3)]
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
    assert {job.state for job in Job.objects.filter(pk__in=[job.pk for job in asked])} == {"done"}


def test_what_waits_can_be_cancelled(ask, client, coordinator):
    job = ask()
    client.force_login(coordinator)
    page = client.post(reverse("job-cancel", args=[job.pk]), follow=True)
    assert "已停止" in page.content.decode()
    assert work(job).state == "cancelled"
    assert not Unit.objects.filter(name="新单位").exists()
    assert not jobs.cancel(job)


def test_what_runs_stops_at_its_next_step_and_writes_nothing(ask):
    assert work(ask(cancel=True)).state == "cancelled"
    assert not Unit.objects.filter(name="新单位").exists()


def test_a_refusal_is_told(ask, client, coordinator):
    job = work(ask("refuses"))
    assert (job.state, job.sentence) == ("failed", "文件太大。")
    client.force_login(coordinator)
    assert "文件太大。" in client.get(job.get_absolute_url()).content.decode()


def test_a_fault_is_a_sentence_for_people_and_a_traceback_for_the_log(ask, caplog):
    job = work(ask("breaks"))
    assert job.state == "failed"
    assert job.sentence.endswith("。")
    assert "ZeroDivisionError" not in job.sentence
    assert "ZeroDivisionError" in caplog.text


def test_an_attempt_that_lost_its_job_writes_nothing(ask):
    job = work(ask(superseded=True))
    assert job.state == "running"
    assert not Unit.objects.filter(name="新单位").exists()


def test_a_silent_attempt_is_queued_again_and_given_up_in_the_end(ask):
    job = ask()
    for attempt in range(1, jobs.ATTEMPTS + 1):
        Job.objects.filter(pk=job.pk).update(state="running", attempts=attempt, beat_at=timezone.now())
        assert jobs.revive() == 0  # it beats
        assert jobs.revive(timezone.now() + LATER) == 1
        job.refresh_from_db()
        if attempt < jobs.ATTEMPTS:
            assert job.state == "waiting"
            assert list(DBTaskResult.objects.ready().values_list("pk", flat=True)) == [job.queued_as]
    assert job.state == "failed"
    assert str(jobs.ATTEMPTS) in job.sentence


def test_a_place_in_the_queue_that_died_before_the_job_began_is_given_again(ask):
    job = ask()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert jobs.revive() == 0
    assert jobs.revive(timezone.now() + LATER) == 1
    assert DBTaskResult.objects.ready().count() == 1
    assert DBTaskResult.objects.count() == 1
    job.refresh_from_db()
    assert (job.state, job.queued_as) == ("waiting", DBTaskResult.objects.get().pk)


def test_the_queue_forgets_what_is_over(ask):
    work(ask())
    DBTaskResult.objects.update(status="SUCCESSFUL", enqueued_at=timezone.now() - dt.timedelta(days=30))
    ask(unit="另一单位")
    jobs.prune()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        ("done", 91, False),
        ("failed", 91, False),
        ("cancelled", 91, False),
        ("done", 89, True),
        ("running", 91, True),
        ("waiting", 91, True),
    ],
)
def test_jobs_that_were_over_long_ago_go_with_their_rows(state, days, stays, ask, make_task):
    job, task = ask(), make_task()
    BulkRow.objects.create(job=job, task=task, version=1, state="refused", refusal="不能销号。")
    long_ago = timezone.now() - dt.timedelta(days=days)
    ended_at = None if state in ("running", "waiting") else long_ago
    Job.objects.update(state=state, asked_at=long_ago, beat_at=long_ago, ended_at=ended_at)
    jobs.prune()
    assert (Job.objects.exists(), BulkRow.objects.exists()) == (stays, stays)
    assert Task.objects.get() == task


def test_an_import_keeps_its_outcome_and_is_undone_after_its_job_is_gone(summary, client, coordinator):
    batch = ImportBatch.objects.get()
    job = jobs.start("confirm", "导入 柳河镇河长制.txt", {}, coordinator)
    long_ago = timezone.now() - dt.timedelta(days=jobs.OUTCOMES_KEPT_DAYS + 1)
    Job.objects.update(state="done", ended_at=long_ago, result={"next": reverse("import-detail", args=[batch.pk])})
    jobs.prune()
    client.force_login(coordinator)
    assert client.get(job.get_absolute_url()).status_code == 404
    assert "柳河镇河长制.txt" in client.get(reverse("import-detail", args=[batch.pk])).text
    client.post(reverse("import-undo", args=[batch.pk]))
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_runs_for_long_prunes_by_itself(ask, monkeypatch):
    monkeypatch.setattr(work_command, "REVIVE_SECONDS", 0.01)
    monkeypatch.setattr(work_command, "PRUNE_SECONDS", 0.05)
    ask()
    Job.objects.update(state="done", ended_at=timezone.now() - dt.timedelta(days=jobs.OUTCOMES_KEPT_DAYS + 1))
    over = threading.Event()
    threading.Timer(1, over.set).start()
    work_command._look_after(over)
    assert not Job.objects.exists()


@pytest.mark.parametrize(("kind", "place"), [("makes_a_unit", "/imports/"), (KIND, "/tasks/")])
def test_the_page_leads_back_to_where_its_result_is_found(kind, place, ask, client, coordinator):
    job = ask()
    Job.objects.filter(pk=job.pk).update(kind=kind)
    client.force_login(coordinator)
    assert f'<li><a href="{place}">' in client.get(job.get_absolute_url()).text


def test_the_page_says_how_far_it_is_and_asks_again(ask, client, coordinator):
    job = ask()
    Job.objects.filter(pk=job.pk).update(state="running", done=3, total=8)
    client.force_login(coordinator)
    page = client.get(job.get_absolute_url()).content.decode()
    assert 'value="3" max="8"' in page
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_page_says_when_no_worker_is_there(ask, client, coordinator):
    job = ask()
    client.force_login(coordinator)
    assert "manage.py work" not in client.get(job.get_absolute_url()).content.decode()
    Job.objects.update(asked_at=timezone.now() - LATER)
    assert "manage.py work" in client.get(job.get_absolute_url()).content.decode()


def test_kinds_that_nobody_can_do_are_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="nonsense"):
        jobs.start("nonsense", "", {}, None)
