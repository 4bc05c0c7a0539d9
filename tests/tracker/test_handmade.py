"""Tasks by hand: of marked words, without a source, and by splitting; and what a re-import does to them."""

from __future__ import annotations

import pytest

from summaries.models import Item, Summary
from tests.tracker.test_intake import PROBLEMS, document
from tracker.handmade import Piece, split, task_from_words, task_without_source
from tracker.intake import import_file
from tracker.models import Task
from tracker.workflow import Refused

pytestmark = pytest.mark.django_db
WORDS = "清理河道垃圾三百余吨"


@pytest.fixture
def edition(bureau):
    import_file(document(), "河长制.txt")
    return Summary.objects.get().current


def span(edition, words: str) -> tuple[int, int]:
    start = edition.text.index(words)
    return start, start + len(words)


def test_marked_words_become_a_task(edition, coordinator, bureau):
    start, end = span(edition, f"\n（二）整治乱象。{WORDS}")
    task = task_from_words(edition, start=start, end=end, kind="plan", by=coordinator)
    item = task.items.get()
    assert edition.text[item.start : item.end] == item.text == f"（二）整治乱象。{WORDS}"
    assert (item.marked_by, item.paragraph.text.startswith("（二）整治乱象")) == (coordinator, True)
    assert (task.kind, task.status, task.reporting_unit, task.year) == ("plan", "open", bureau, 2023)
    assert task.events.get().verb == "create"


@pytest.mark.parametrize("words", ["\n", ""])
def test_nothing_marked_is_refused(words, edition, coordinator):
    before = Task.objects.count()
    start = edition.text.index("\n")
    with pytest.raises(Refused):
        task_from_words(edition, start=start, end=start + len(words), kind="plan", by=coordinator)
    assert Task.objects.count() == before


def test_only_coordinators_make_tasks(edition, handler, reader):
    start, end = span(edition, WORDS)
    for user in (handler, reader):
        with pytest.raises(Refused):
            task_from_words(edition, start=start, end=end, kind="plan", by=user)
        with pytest.raises(Refused):
            task_without_source(kind="plan", title="x", by=user)


def test_a_task_without_a_source(coordinator, topic):
    task = task_without_source(kind="problem", title=" 群众来信反映 ", by=coordinator, topic=topic, year=2024)
    assert (task.title, task.items.count(), task.events.count()) == ("群众来信反映", 0, 1)
    with pytest.raises(Refused):
        task_without_source(kind="problem", title=" ", by=coordinator)


def test_split_gives_each_task_its_part(edition, coordinator):
    task = Task.objects.get(title__contains="清淤经费")
    item = task.items.get()
    middle = item.text.index("，两条支流")
    pieces = [Piece(item.start, item.start + middle), Piece(item.start + middle + 1, item.end, "支流未开工")]
    first, second = split(task, by=coordinator, version=1, pieces=pieces)
    assert first.pk == task.pk
    assert (second.title, second.status, second.topic) == ("支流未开工", "open", task.topic)
    texts = [each.items.order_by("-pk")[0].text for each in (first, second)]
    assert texts == [item.text[:middle], item.text[middle + 1 :]]
    task.refresh_from_db()
    assert (task.version, task.events.filter(verb="split").exists()) == (2, True)


@pytest.mark.parametrize("shift", [(-5, 0), (0, 5)])
def test_parts_outside_the_words_are_refused(shift, edition, coordinator):
    task = Task.objects.get(title__contains="清淤经费")
    item = task.items.get()
    pieces = [Piece(item.start + shift[0], item.start + 5), Piece(item.start + 6, item.end + shift[1])]
    with pytest.raises(Refused):
        split(task, by=coordinator, version=1, pieces=pieces)
    assert Item.objects.filter(marked_by=coordinator).count() == 0


def test_overlapping_parts_and_a_single_part_are_refused(edition, coordinator):
    task = Task.objects.get(title__contains="清淤经费")
    item = task.items.get()
    whole = Piece(item.start, item.end)
    for pieces in ([whole], [whole, Piece(item.start + 1, item.end)]):
        with pytest.raises(Refused):
            split(task, by=coordinator, version=1, pieces=pieces)


def test_a_reimport_finds_marked_words_and_parts_again(edition, coordinator):
    start, end = span(edition, WORDS)
    marked = task_from_words(edition, start=start, end=end, kind="plan", by=coordinator)
    task = Task.objects.get(title__contains="清淤经费")
    item = task.items.get()
    middle = item.text.index("，两条支流")
    parts = split(
        task,
        by=coordinator,
        version=1,
        pieces=[Piece(item.start, item.start + middle), Piece(item.start + middle + 1, item.end)],
    )
    before = Task.objects.count()
    again = import_file(document(opening="本年度恰逢河长制实施六周年，各级高度重视。"), "河长制2.txt")
    assert (again.created, again.changed, again.vanished, Task.objects.count()) == (0, 0, 0, before)
    current = Summary.objects.get().current
    for each, words in ((marked, WORDS), (parts[0], item.text[:middle]), (parts[1], item.text[middle + 1 :])):
        latest = each.items.order_by("-edition__number", "-pk")[0]
        assert (latest.edition, latest.text) == (current, words)
        assert current.text[latest.start : latest.end] == words


def test_marked_words_that_are_gone_are_told(edition, coordinator):
    start, end = span(edition, WORDS)
    marked = task_from_words(edition, start=start, end=end, kind="plan", by=coordinator)
    changed = document().decode().replace(WORDS, "清理垃圾若干").encode()
    assert import_file(changed, "河长制2.txt").vanished == 1
    assert marked.events.last().new is None
    assert PROBLEMS
