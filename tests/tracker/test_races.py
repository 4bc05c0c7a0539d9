"""What others do while a form is open or a service is at work: the row as it is now decides, never an older copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Item, Summary
from tests.tracker.test_intake import document
from tracker.extensions import ask_extension, grant_extension
from tracker.handmade import task_from_words
from tracker.intake import import_file
from tracker.merging import merge_units
from tracker.models import Extension, Task
from tracker.workflow import Gone, Refused, carry_out

pytestmark = pytest.mark.django_db


def together(test: Callable) -> Callable:
    """Mark a test whose acts really happen at once: SQLite's writers queue up, and its tests share one connection."""
    only = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
    return pytest.mark.postgres(only(pytest.mark.django_db(transaction=True)(test)))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Carry out acts in threads that start together; return what each returned, or the Refused that it raised."""
    barrier, results = Barrier(len(acts)), {}

    def work(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[number] = act()
        except Exception as fault:
            results[number] = fault
        finally:
            connection.close()

    threads = [Thread(target=work, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(each, Refused) for each in results.values() if isinstance(each, Exception)), results
    return [results[number] for number in range(len(acts))]


def test_a_task_that_was_merged_in_the_meantime_takes_no_other(make_task, coordinator):
    task, shown, third = make_task(), make_task(), make_task()
    carry_out(Task.objects.get(pk=shown.pk), "merge", by=coordinator, version=1, changes={"merged_into": third})
    with pytest.raises(Refused, match=r"并入|merged"):
        carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": shown})
    assert Task.objects.get(pk=task.pk).status == "open"


@together
def test_of_two_tasks_merged_into_each_other_one_stays(make_task, coordinator):
    for _round in range(5):
        one, other = make_task(), make_task()
        results = at_once(
            lambda a=one, b=other: carry_out(a, "merge", by=coordinator, version=1, changes={"merged_into": b}),
            lambda a=one, b=other: carry_out(b, "merge", by=coordinator, version=1, changes={"merged_into": a}),
        )
        assert sum(isinstance(each, Refused) for each in results) == 1
        assert sorted(Task.objects.filter(pk__in=[one.pk, other.pk]).values_list("status", flat=True)) == [
            "merged", "open",
        ]  # fmt: skip


@together
def test_of_many_with_the_same_version_one_gets_through(make_task, coordinator):
    task = make_task()
    results = at_once(
        *(
            lambda n=n: carry_out(task, "edit", by=coordinator, version=1, changes={"owner": f"第{n}人"})
            for n in range(8)
        )
    )
    assert sum(isinstance(each, Task) for each in results) == 1
    task.refresh_from_db()
    assert (task.version, task.events.count(), task.events.get().new) == (2, 1, task.owner)


@together
def test_the_same_words_marked_twice_at_once_become_one_task(bureau, coordinator):
    import_file(document(), "河长制.txt")
    edition = Summary.objects.get().current
    start = edition.text.index("清理河道垃圾")
    mark = lambda: task_from_words(edition, start=start, end=start + 6, kind="plan", by=coordinator)  # noqa: E731
    results = at_once(mark, mark, mark)
    assert sum(isinstance(each, Task) for each in results) == 1
    assert Item.objects.filter(marked_by=coordinator).count() == 1


def test_words_of_an_edition_that_is_no_longer_current_are_not_marked(bureau, coordinator):
    import_file(document(), "河长制.txt")
    edition = Summary.objects.get().current
    start = edition.text.index("清理河道垃圾")
    import_file(document(opening="本年度恰逢河长制实施六周年，各级高度重视。"), "河长制2.txt")
    with pytest.raises(Refused):
        task_from_words(edition, start=start, end=start + 6, kind="plan", by=coordinator)


def test_a_task_that_is_gone(make_task, coordinator, log_in):
    task = make_task()
    Task.objects.filter(pk=task.pk).delete()
    with pytest.raises(Gone):
        carry_out(task, "close_out", by=coordinator, version=1)


def test_a_task_that_goes_while_its_form_is_sent_answers_404(make_task, coordinator, log_in, monkeypatch):
    from tracker.views import acts

    task, fetch = make_task(status="candidate"), acts.fetch_task

    def fetched_just_before(user, pk):
        found = fetch(user, pk)
        Task.objects.filter(pk=pk).delete()
        return found

    monkeypatch.setattr(acts, "fetch_task", fetched_just_before)
    assert log_in(coordinator).post(f"/tasks/{task.pk}/accept/", {"version": 1}).status_code == 404


def test_a_unit_that_was_merged_while_the_form_was_open(make_task, bureau, town, office, coordinator):
    task, shown, helping = make_task(), Unit.objects.get(pk=bureau.pk), Unit.objects.get(pk=office.pk)
    merge_units(bureau, town, by=coordinator)
    merge_units(office, town, by=coordinator)
    changes = {"lead_unit": shown, "supporting_units": [helping, town]}
    carry_out(task, "assign", by=coordinator, version=1, changes=changes)
    task.refresh_from_db()
    assert (task.lead_unit, list(task.supporting_units.all())) == (town, [town])


@together
def test_no_task_comes_to_a_unit_while_it_is_merged(make_task, bureau, town, coordinator):
    tasks = [make_task() for _each in range(6)]
    assign = lambda task: carry_out(  # noqa: E731
        task, "assign", by=coordinator, version=1, changes={"lead_unit": bureau}
    )
    at_once(*(lambda task=task: assign(task) for task in tasks), lambda: merge_units(bureau, town, by=coordinator))
    assert {task.lead_unit for task in Task.objects.all()} == {town}


def test_names_of_a_merged_unit_in_a_document_lead_to_the_other(bureau, town, coordinator):
    merge_units(bureau, town, by=coordinator)
    import_file(document(), "河长制.txt")
    assert Task.objects.get(title__contains="规范巡河记录").lead_unit == town


def test_an_extension_that_an_edit_has_overtaken_moves_no_deadline_back(make_task, bureau, handler, coordinator):
    today = timezone.localdate()
    soon, wanted, later = (today + dt.timedelta(days) for days in (10, 20, 30))
    task = make_task(status="in_progress", lead_unit=bureau, deadline=soon)
    ask_extension(task, by=handler, version=1, wanted=wanted, reason="汛期")
    carry_out(task, "edit", by=coordinator, version=2, changes={"deadline": later})
    with pytest.raises(Refused, match=later.isoformat()):
        grant_extension(task, by=coordinator, version=3)
    carry_out(task, "edit", by=coordinator, version=3, changes={"deadline": wanted})
    with pytest.raises(Refused, match=wanted.isoformat()):
        grant_extension(task, by=coordinator, version=4)
    task.refresh_from_db()
    assert (task.times_extended, task.asks_extension, Extension.objects.get().state) == (0, True, "asked")


@pytest.mark.parametrize("status", ["assigned", "in_progress", "submitted"])
def test_a_task_that_lies_with_a_unit_does_not_lose_it(status, make_task, bureau, town, coordinator):
    task = make_task(status=status, lead_unit=bureau)
    with pytest.raises(Refused):
        carry_out(task, "edit", by=coordinator, version=1, changes={"lead_unit": None})
    carry_out(task, "edit", by=coordinator, version=1, changes={"lead_unit": town})
    task.refresh_from_db()
    assert task.lead_unit == town
