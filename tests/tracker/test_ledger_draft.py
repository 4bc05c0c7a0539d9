"""A ledger's preview: what it shows, what its buttons do, what is told when somebody was quicker."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.utils.translation import override

from tests.tracker.test_ledger_files import all_tasks, workbook_of
from tests.tracker.test_ledger_old import old_ledger
from tests.tracker.test_ledger_returned import exported, finance, setting, task  # noqa: F401 – fixtures
from tracker import jobs
from tracker.ledger import later
from tracker.ledger.incoming import old_plan, receive, returned_plan
from tracker.models import Job, LedgerDraft, Task
from tracker.views import ledger_files
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def came_back(task, exported, coordinator):  # noqa: F811
    """A draft in which the owner of the one task was edited."""

    def do(by=coordinator, **cells):
        with override("zh-hans"):
            data = exported(setting(**(cells or {"责任人": "钱管家"})))
        return receive(data, "台账.xlsx", by=by)

    return do


@pytest.fixture
def old(bureau, coordinator):
    return receive(old_ledger(), "旧台账.xlsx", by=coordinator)


def press(client, draft, do, plan=None, **more):
    seen = plan.fingerprint if plan else ""
    return client.post(draft.get_absolute_url(), {"do": do, "version": draft.version, "seen": seen, **more})


def fields(client, draft) -> dict:
    """Return what the form of an old ledger would send."""
    form = client.get(draft.get_absolute_url()).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_the_preview_shows_old_and_new(came_back, log_in, coordinator):
    page = log_in(coordinator).get(came_back().get_absolute_url()).content.decode()
    assert "<del>陈水生</del>" in page
    assert "<ins>钱管家</ins>" in page


def test_confirming_carries_out_and_tells(came_back, log_in, coordinator):
    draft, client = came_back(), log_in(coordinator)
    answer = press(client, draft, "confirm", returned_plan(draft, coordinator))
    assert answer.url == draft.get_absolute_url()
    assert Task.objects.get().owner == "钱管家"
    page = client.get(answer.url)
    assert [row["labels"] for row in page.context["rows"]] == [["Owner"]]


def test_what_is_refused_is_listed_before_and_after(came_back, log_in, handler):
    draft, client = came_back(handler), log_in(handler)
    assert "Only coordinators" in client.get(draft.get_absolute_url()).content.decode()
    assert 'value="confirm"' not in client.get(draft.get_absolute_url()).content.decode()


def test_who_was_overtaken_sees_both_values(came_back, task, log_in, coordinator):  # noqa: F811
    draft, client = came_back(), log_in(coordinator)
    plan = returned_plan(draft, coordinator)
    carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "孙河长"})
    answer = press(client, draft, "confirm", plan)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "钱管家" in page
    assert "孙河长" in page
    assert Task.objects.get().owner == "孙河长"


def test_a_reason_is_asked_for_and_kept(came_back, log_in, coordinator):
    draft, client = came_back(状态="已中止", 责任人="钱管家"), log_in(coordinator)
    assert not returned_plan(draft, coordinator).needs_reason
    draft = came_back(状态="已销号")
    press(client, draft, "confirm", returned_plan(draft, coordinator))
    task = Task.objects.get()  # noqa: F811
    draft = receive_again(client, coordinator)
    plan = returned_plan(draft, coordinator)
    answer = press(client, draft, "confirm", plan)
    assert "Please give a reason." in answer.content.decode()
    assert "textarea" in answer.content.decode()
    press(client, draft, "confirm", plan, reason="反弹")
    task.refresh_from_db()
    assert task.status == "in_progress"


def receive_again(client, coordinator):
    """Return the draft of a file in which the closed task is in progress."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(all_tasks("status"))))
    book.active["B3"].value = "In progress"
    target = io.BytesIO()
    book.save(target)
    return receive(target.getvalue(), "台账.xlsx", by=coordinator)


def test_discarding(came_back, log_in, coordinator):
    draft, client = came_back(), log_in(coordinator)
    assert press(client, draft, "discard").url == "/tasks/import/"
    assert "put away" in client.get(draft.get_absolute_url()).content.decode()
    assert press(client, draft, "confirm", returned_plan(draft, coordinator)).status_code == 200
    assert Task.objects.get().owner == "陈水生"


def test_an_old_ledger_becomes_candidates(old, log_in, coordinator):
    client = log_in(coordinator)
    page = client.get(old.get_absolute_url()).content.decode()
    assert "清淤进度偏慢" in page
    answer = press(client, old, "confirm", old_plan(old), **fields(client, old))
    assert answer.status_code == 302
    assert Task.objects.filter(status="candidate").count() == 3
    assert "清淤进度偏慢" in client.get(answer.url).content.decode()


def test_columns_are_corrected_before_anything_is_entered(old, log_in, coordinator):
    client = log_in(coordinator)
    changed = fields(client, old) | {"column-3": "title", "column-2": "keep"}
    answer = press(client, old, "confirm", old_plan(old), **changed)
    assert answer.status_code == 302
    assert not Task.objects.exists()
    old.refresh_from_db()
    assert [row.title for row in old_plan(old).ready] == ["倒排工期", "争取补助"]
    press(client, old, "confirm", old_plan(old), **fields(client, old))
    assert Task.objects.count() == 2


def test_another_row_of_headings_is_read_anew(old, log_in, coordinator):
    client = log_in(coordinator)
    press(client, old, "read", **(fields(client, old) | {"head": 3}))
    old.refresh_from_db()
    assert old.reading["head"] == 2
    page = client.get(old.get_absolute_url()).content.decode()
    assert "No column was recognised" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("column-3", "title"), ("column-1", "nonsense"), ("head", "0"), ("year", "1"), ("unit", "火箭军")],
)
def test_what_makes_no_sense_is_said(name, value, old, log_in, coordinator):
    client = log_in(coordinator)
    answer = press(client, old, "read", **(fields(client, old) | {name: value}))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Nothing was saved" in answer.content.decode()


def test_large_files_are_confirmed_in_the_background(came_back, log_in, coordinator, monkeypatch):
    monkeypatch.setattr(ledger_files, "AT_ONCE", 0)
    draft, client = came_back(), log_in(coordinator)
    answer = press(client, draft, "confirm", returned_plan(draft, coordinator), rows=1)
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    jobs.run.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"next": draft.get_absolute_url()})
    assert Task.objects.get().owner == "钱管家"


def test_a_job_that_was_overtaken_says_so(came_back, task, coordinator):  # noqa: F811
    draft = came_back()
    seen = returned_plan(draft, coordinator).fingerprint
    job = later.confirm_later(draft, by=coordinator, version=draft.version, seen=seen, reason="")
    carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "孙河长"})
    jobs.run.func(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert LedgerDraft.objects.get().state == "waiting"


def test_long_previews_have_pages(coordinator, log_in):
    rows = [(number, "", f"问题{number}") for number in range(150)]
    draft = receive(old_ledger(rows=rows), "长.xlsx", by=coordinator)
    client = log_in(coordinator)
    assert "问题149" not in client.get(draft.get_absolute_url()).content.decode()
    assert "问题149" in client.get(draft.get_absolute_url() + "?page=2").content.decode()
