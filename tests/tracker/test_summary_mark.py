"""/summaries/<pk>/mark/: marked words become a task; the server believes nothing that the form says."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.tracker.conftest import TEXT
from tracker.models import Task

pytestmark = pytest.mark.django_db
WORDS = "全年开展巡河320次"


@pytest.fixture
def url(summary):
    return reverse("summary-mark", args=[summary.pk])


@pytest.fixture
def words(summary):
    start = summary.current.text.index(WORDS)
    return {"edition": 1, "start": start, "end": start + len(WORDS), "kind": "plan", "title": ""}


def test_marked_words_become_a_task_at_their_place(summary, url, words, coordinator, log_in):
    page = log_in(coordinator).post(url, words, follow=True)
    task = Task.objects.order_by("-pk")[0]
    item = task.items.get()
    assert (item.text, item.marked_by, task.title, task.kind) == (WORDS, coordinator, WORDS, "plan")
    assert page.redirect_chain == [(f"/summaries/{summary.pk}/#item-{item.pk}", 302)]
    assert task.code in page.text
    assert re.search(
        rf'<a class="item-link" href="/tasks/{task.pk}/"><mark class="item item-plan">{WORDS}</mark>', page.text
    )


def test_whole_paragraphs_by_their_numbers(summary, url, coordinator, log_in):
    values = {"edition": 1, "first": 2, "last": 3, "kind": "problem", "title": "开头两段"}
    log_in(coordinator).post(url, values)
    task = Task.objects.get(title="开头两段")
    second, third = summary.current.paragraphs.filter(number__in=[2, 3])
    assert task.items.get().text == f"{second.text}\n{third.text}"
    log_in(coordinator).post(url, values | {"last": "", "title": "一段"})
    assert Task.objects.get(title="一段").items.get().text == second.text


WRONG = [
    ({"start": 5, "end": 5}, "mark words"),
    ({"start": 9, "end": 5}, "mark words"),
    ({"start": 0, "end": 10**6}, "mark words"),
    ({"start": -1}, "0"),
    ({"start": "x", "end": "y"}, "give the number of a paragraph"),
    ({"start": "", "end": "", "first": 99}, "no paragraph"),
    ({"start": "", "end": "", "first": 10**20}, "2147483647"),
    ({"start": "", "end": "", "first": 3, "last": 2}, "mark words"),
    ({"start": "", "end": ""}, "give the number of a paragraph"),
    ({"edition": 2}, "newer edition"),
    ({"edition": ""}, "required"),
    ({"kind": "wish"}, "wish"),
    ({"title": "长" * 201}, "200"),
]


@pytest.mark.parametrize(("values", "said"), WRONG)
def test_what_makes_no_sense_is_said_and_stores_nothing(values, said, url, words, coordinator, log_in):
    before = Task.objects.count()
    answer = log_in(coordinator).post(url, words | values)
    assert answer.status_code == 200
    assert said in answer.text
    assert Task.objects.count() == before


def test_white_space_alone_is_refused(summary, url, words, coordinator, log_in):
    at = summary.current.text.index("\n")
    answer = log_in(coordinator).post(url, words | {"start": at, "end": at + 1})
    assert "Please mark the words" in answer.text


def test_the_same_words_twice_are_refused(url, words, coordinator, log_in):
    client = log_in(coordinator)
    client.post(url, words)
    count = Task.objects.count()
    assert "a task already" in client.post(url, words).text
    assert Task.objects.count() == count


def test_a_form_that_comes_back_shows_the_words(url, words, coordinator, log_in):
    page = log_in(coordinator).post(url, words | {"kind": ""}).text
    assert WORDS in page
    assert f'value="{words["start"]}"' in page


def test_words_of_an_edition_that_was_replaced_are_refused(import_text, summary, url, words, coordinator, log_in):
    import_text(TEXT.replace("320次", "330次"))
    before = Task.objects.count()
    assert "newer edition" in log_in(coordinator).post(url, words).text
    assert Task.objects.count() == before
    old = log_in(coordinator).get(f"/summaries/{summary.pk}/?edition=1").text
    assert 'id="marking"' not in old
    assert 'id="marking"' in log_in(coordinator).get(f"/summaries/{summary.pk}/").text


@pytest.mark.parametrize("who", ["handler", "foreign_handler", "reader"])
def test_others_may_not(who, town, summary, url, words, log_in, request):
    before = Task.objects.count()
    client = log_in(request.getfixturevalue(who))
    assert client.post(url, words).status_code == (404 if who == "handler" else 403)  # the town's document
    assert Task.objects.count() == before
    if who != "handler":
        page = client.get(f"/summaries/{summary.pk}/").text
        assert "marking" not in page
        assert "by-hand" not in page
