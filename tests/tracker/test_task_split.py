"""Splitting a task through its form, where each part must stand in the words of the document."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from summaries.models import Item
from tests.tracker.test_task_act import act, text_of
from tracker.forms.splitting import cut
from tracker.models import Task
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db

WORDS = "清淤进度偏慢。三处河段至今尚未动工"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("抓清淤；抓管护。", ["抓清淤", "抓管护"]),
        ("抓清淤;抓管护", ["抓清淤", "抓管护"]),
        ("抓清淤，抓管护", ["抓清淤，抓管护"]),
        ("抓清淤。\n抓管护。", ["抓清淤", "抓管护"]),
        (" 抓清淤；； ", ["抓清淤"]),
        ("；。", []),
    ],
)
def test_words_are_cut_where_clauses_end(words, parts):
    assert cut(words) == parts


@pytest.fixture
def task(import_text, bureau):
    import_text()
    return Task.objects.get(items__text__contains=WORDS)


def test_the_form_offers_the_clauses(task, coordinator, log_in):
    page = log_in(coordinator).get(f"/tasks/{task.pk}/split/").content.decode()
    for part in ("清淤进度偏慢", "三处河段至今尚未动工"):
        assert f">\n{part}</textarea>" in page
    assert page.count("<textarea") == 4  # two to spare
    assert task.items.get().text in page


def test_parts_that_the_document_counts_come_first(task, coordinator, log_in):
    item = task.items.get()
    stops = [item.text.index(words) for words in ("（一）", "三处")] + [len(item.text)]
    Item.objects.filter(pk=item.pk).update(parts=[[item.start + a, item.start + b] for a, b in pairwise(stops)])
    page = log_in(coordinator).get(f"/tasks/{task.pk}/split/").content.decode()
    assert [part for part in re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", page) if part] == [
        "清淤进度偏慢", "三处河段至今尚未动工",
    ]  # fmt: skip


def test_each_part_becomes_a_task_with_its_own_words(task, coordinator, log_in):
    before = task.items.get()
    page = act(
        log_in(coordinator), task, "split",
        part_1="清淤进度偏慢", part_2="三处河段至今尚未动工", title_2="三处河段动工", part_3="",
    )  # fmt: skip
    assert "Done: Split." in text_of(page)
    task.refresh_from_db()
    other = Task.objects.get(title="三处河段动工")
    assert (task.title, other.status, other.topic) == ("清淤进度偏慢", task.status, task.topic)
    for each, words in ((task, "清淤进度偏慢"), (other, "三处河段至今尚未动工")):
        item = each.items.latest("pk")
        assert (item.text, item.edition.text[item.start : item.end]) == (words, words)
        assert before.start <= item.start < item.end <= before.end
    assert "杜小班 split the task." in text_of(page)
    assert "Further tasks 三处河段动工" in text_of(page)


WRONG = [
    ({"part_1": "清淤进度偏慢"}, "at least two parts"),
    ({}, "at least two parts"),
    ({"part_1": "清淤进度偏慢", "part_2": "四处河段"}, "do not stand in the task's words"),
    ({"part_1": "三处河段", "part_2": "清淤进度"}, "not after the part before"),
    ({"part_1": "清淤进度偏慢", "part_2": "进度偏慢"}, "not after the part before"),
]


@pytest.mark.parametrize(("parts", "sentence"), WRONG)
def test_what_is_not_in_the_words_is_refused_and_stays_typed(parts, sentence, task, coordinator, log_in):
    count = Task.objects.count()
    page = act(log_in(coordinator), task, "split", **parts)
    assert sentence in text_of(page)
    for part in parts.values():
        assert f">\n{part}</textarea>" in page.content.decode()
    assert Task.objects.count() == count


def test_a_stale_split_keeps_what_was_typed(task, coordinator, administrator, log_in):
    carry_out(task, "edit", by=administrator, version=task.version, changes={"owner": "陈水生"})
    page = act(log_in(coordinator), task, "split", version=task.version, part_1="清淤进度偏慢", part_2="三处河段")
    assert page.status_code == 409
    assert ">\n三处河段</textarea>" in page.content.decode()


def test_a_task_without_words_can_not_be_split(make_task, coordinator, log_in):
    task = make_task()
    page = log_in(coordinator).get(f"/tasks/{task.pk}/split/", follow=True)
    assert "“Split” is not possible for this task now." in text_of(page)
    act(log_in(coordinator), task, "split", part_1="一", part_2="二")
    assert Task.objects.count() == 1


def test_a_split_task_shows_its_own_part_and_tells_where_the_others_come_from(task, coordinator, log_in):
    Task.objects.filter(pk=task.pk).update(original_deadline="2024-03-31", times_extended=1)
    client = log_in(coordinator)
    parts = ("清淤进度偏慢", "三处河段至今尚未动工")
    act(client, task, "split", part_1=parts[0], part_2=parts[1])
    other = Task.objects.get(title=parts[1])
    for each, words in zip((task, other), parts, strict=True):
        page = client.get(f"/tasks/{each.pk}/")
        assert re.findall(r"<mark[^>]*>(.*?)</mark>", page.content.decode()) == [words]
    assert f"Split from {parts[0]}" in text_of(page)
    assert (str(other.original_deadline), other.times_extended) == ("2024-03-31", 1)
