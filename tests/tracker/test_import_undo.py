"""/imports/<pk>/undo/: an import is taken back as if it had not been, as long as nobody has worked on its tasks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Unit
from summaries.models import Edition, Item, Kind, Paragraph, Summary, Topic
from tracker import triggers
from tracker.batches import undo, worked_on
from tracker.drafts import confirm, receive
from tracker.handmade import Piece, split, task_from_words
from tracker.intake import import_file
from tracker.models import Answer, BatchTask, ImportBatch, ImportDraft, Task, TaskEvent, TaskSource
from tracker.reports import report
from tracker.workflow import Refused, carry_out

REVISED = ("三处河段至今尚未动工", "两处河段至今尚未动工")


def evidence() -> dict:
    """Return every row that an undo gives back as it was."""
    models = (Summary, Topic, Edition, Paragraph, Item, TaskSource, Answer)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def states() -> list:
    """Return what people see of the tasks, without their timeline."""
    return list(Task.objects.order_by("pk").values("pk", "title", "status", "owner", "deadline", "batch"))


@pytest.fixture
def earlier(import_text):
    """An import that is there before, and one task that somebody has worked on."""
    batch = import_text(unit="").batch
    task = Task.objects.get(title="清淤进度偏慢")
    return batch, task


@pytest.fixture
def later(earlier, text, coordinator):
    """A revised edition: an item reworded, one gone, one new."""
    words = text.replace(*REVISED).replace("（二）管护资金不足。保洁员工资已拖欠两个月。\n", "")
    words += "（四）开展联合执法。全年不少于四次。\n"

    def do():
        return import_file(words.encode(), "修订.txt", by=coordinator).batch

    return do


def test_after_the_undo_of_a_first_import_nothing_is_left(import_text, coordinator):
    before = evidence(), states()
    batch = import_text(unit="").batch
    undone = undo(batch, by=coordinator)
    assert (evidence(), states()) == before
    assert not any(model.objects.exists() for model in (TaskEvent, BatchTask))
    assert (undone.undone_by, undone.created, len(undone.removed)) == (coordinator, 5, 5)
    assert undone.removed[0]["title"] == "清淤进度偏慢"


def test_after_the_undo_of_a_revision_the_former_edition_is_current(earlier, later, coordinator):
    _batch, task = earlier
    carry_out(task, "close_out", by=coordinator, version=task.version)
    before, told = (evidence(), states()), list(TaskEvent.objects.order_by("pk").values())
    batch = later()
    assert (evidence(), states()) != before
    undo(batch, by=coordinator)
    assert (evidence(), states()) == before
    lines = list(TaskEvent.objects.order_by("pk").values())
    assert lines[: len(told)] == told, "no line of a task that was there before may go"
    assert [(each["verb"], each["task_id"]) for each in lines[len(told) :]].count(("undo_import", task.pk)) == 1
    assert task.events.last().new.endswith(REVISED[0] + "。")


def test_it_can_be_done_again_and_again(import_text, later, coordinator):
    for _time in range(3):
        import_text(unit="")
        undo(later(), by=coordinator)
        undo(ImportBatch.objects.filter(undone_at=None).latest("pk"), by=coordinator)
    assert not Task.objects.exists()
    assert ImportBatch.objects.count() == 6


def work(name, task, coordinator, handler):
    """Do something with a task that an undo would lose."""
    acts = {
        "closing it out": lambda: carry_out(task, "close_out", by=coordinator, version=task.version),
        "dismissing it": lambda: carry_out(task, "dismiss", by=coordinator, version=task.version, reason="重复"),
        "editing it": lambda: carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "陈"}),
        "splitting it": lambda: split(
            task,
            by=coordinator,
            version=task.version,
            pieces=[Piece(i.start, i.start + 5) if n == 0 else Piece(i.start + 5, i.end) for n in (0, 1)]
            if (i := task.items.get())
            else [],
        ),
        "reporting": lambda: _report(task, coordinator, handler),
        "confirming an answer": lambda: Answer.objects.filter(problem=task).update(state="confirmed"),
        "marking further words": lambda: task_from_words(
            Edition.objects.get(), start=20, end=30, kind=Kind.PROBLEM, by=coordinator
        ),
    }
    acts[name]()


def _report(task, coordinator, handler):
    changes = {"lead_unit": Unit.objects.get(name="青石县水利局")}
    task = carry_out(task, "assign", by=coordinator, version=task.version, changes=changes)
    task = carry_out(task, "acknowledge", by=handler, version=task.version)
    report(task, by=handler, version=task.version, done="已动工")


@pytest.mark.parametrize(
    "name",
    [
        "closing it out",
        "dismissing it",
        "editing it",
        "splitting it",
        "reporting",
        "confirming an answer",
        "marking further words",
    ],
)
def test_work_on_its_tasks_stands_against_it(name, earlier, coordinator, handler):
    batch, task = earlier
    work(name, task, coordinator, handler)
    before = evidence(), states(), list(TaskEvent.objects.values())
    assert worked_on(batch).exists()
    with pytest.raises(Refused):
        undo(batch, by=coordinator)
    assert (evidence(), states(), list(TaskEvent.objects.values())) == before
    assert ImportBatch.objects.get(pk=batch.pk).undone_at is None


def test_work_on_tasks_that_it_left_as_they_were_is_no_obstacle(earlier, later, coordinator):
    batch = later()
    unchanged = Task.objects.get(title="健全巡河制度")
    carry_out(unchanged, "close_out", by=coordinator, version=unchanged.version)
    undo(batch, by=coordinator)
    unchanged.refresh_from_db()
    assert unchanged.status == "closed"


def test_an_earlier_import_waits_for_the_later_one(earlier, later, coordinator):
    batch, newer = earlier[0], later()
    with pytest.raises(Refused, match=r"edition|版本"):
        undo(batch, by=coordinator)
    undo(newer, by=coordinator)
    with pytest.raises(Refused):
        undo(newer, by=coordinator)
    undo(batch, by=coordinator)
    assert not Task.objects.exists()


def test_an_import_of_another_summary_is_no_obstacle(earlier, text, coordinator):
    import_file(text.replace("柳河镇", "白杨镇").encode(), "白杨镇.txt")
    undo(earlier[0], by=coordinator)
    assert Task.objects.count() == 5


def test_its_preview_waits_again_with_all_corrections(text, coordinator, log_in):
    client = log_in(coordinator)
    draft = next(receive(text.encode(), "柳河镇.txt", by=coordinator)).draft
    client.post(f"/imports/drafts/{draft.pk}/", {"version": 1, "do": "ignore:2", "owner-1": "陈水生"})
    draft.refresh_from_db()
    batch = confirm(draft, by=coordinator, version=draft.version).batch
    response = client.post(f"/imports/{batch.pk}/undo/", follow=True)
    assert response.redirect_chain == [(f"/imports/drafts/{draft.pk}/", 302)]
    assert "陈水生" in response.text
    assert 'class="draft-row ignored"' in response.text
    again = ImportDraft.objects.get()
    confirm(again, by=coordinator, version=again.version)
    assert Task.objects.filter(status="dismissed").count() == 1


def test_the_page_says_what_will_happen_and_the_list_keeps_the_record(log_in, coordinator, reader, earlier):
    batch = earlier[0]
    client = log_in(coordinator)
    assert f'href="/imports/{batch.pk}/undo/"' in client.get(f"/imports/{batch.pk}/").text
    assert "5 tasks that came with it are removed" in client.get(f"/imports/{batch.pk}/undo/").text
    assert client.post(f"/imports/{batch.pk}/undo/", follow=True).redirect_chain == [(f"/imports/{batch.pk}/", 302)]
    page = client.get(f"/imports/{batch.pk}/").text
    assert "清淤进度偏慢" in page
    assert f"batch={batch.pk}" not in page
    assert f"batch={batch.pk}" not in client.get("/imports/").text
    assert "undone already" in client.get(f"/imports/{batch.pk}/undo/").text


def test_the_page_names_the_tasks_that_stand_against_it(log_in, coordinator, earlier):
    batch, task = earlier
    carry_out(task, "close_out", by=coordinator, version=task.version)
    client = log_in(coordinator)
    page = client.get(f"/imports/{batch.pk}/undo/").text
    assert f'href="{task.get_absolute_url()}"' in page
    assert 'type="submit" class="button primary"' not in page
    response = client.post(f"/imports/{batch.pk}/undo/", follow=True)
    assert "can&#x27;t be undone any more" in response.text
    assert Task.objects.count() == 5


@pytest.mark.parametrize("who", ["reader", "handler"])
def test_who_may_not(client, request, earlier, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(f"/imports/{earlier[0].pk}/undo/").status_code == 404
    assert Task.objects.count() == 5


def test_the_exemption_ends_with_the_undo(earlier, coordinator):
    event = TaskEvent.objects.first()

    def refused(act):
        with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
            act()

    with triggers.lifted(BatchTask):  # of another table
        pass
    refused(TaskEvent.objects.filter(pk=event.pk).delete)
    with triggers.lifted(TaskEvent):
        refused(lambda: TaskEvent.objects.filter(pk=event.pk).update(reason="改写"))
    refused(TaskEvent.objects.filter(pk=event.pk).delete)
    with pytest.raises(RuntimeError), triggers.lifted(TaskEvent):
        raise RuntimeError
    refused(TaskEvent.objects.filter(pk=event.pk).delete)
