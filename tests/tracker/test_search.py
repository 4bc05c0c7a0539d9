"""The search page: what it finds, marks and counts, and that it shows nobody more than the lists do."""

from __future__ import annotations

import pytest

from tests.tracker.test_intake import document
from tests.tracker.test_task_act import text_of
from tracker.excerpts import excerpt
from tracker.intake import import_file

CASES = [
    ("县里统一清淤", "清淤", ["县里统一", "[清淤]"]),
    ("清淤清淤", "清淤", ["[清淤]", "[清淤]"]),
    ("OA系统", "oa 系统", ["[OA]", "[系统]"]),
    ("没有", "清淤", ["没有"]),
    ("没有", "", ["没有"]),
    ("甲" * 40 + "清淤", "清淤", ["…", "甲" * 30, "[清淤]"]),
    ("清淤" + "甲" * 200, "清淤", ["[清淤]", "甲" * 158 + "…"]),
    ("a.c abc", "a.c", ["[a.c]", " abc"]),
]


@pytest.mark.parametrize(("text", "words", "runs"), CASES)
def test_excerpt(text, words, runs):
    assert [f"[{run.text}]" if run.hit else run.text for run in excerpt(text, words)] == runs


@pytest.mark.django_db
def test_tasks_titles_and_paragraphs_are_found_and_lead_to_their_place(coordinator, log_in):
    import_file(document(), "河长制.txt")
    client = log_in(coordinator)
    page = client.get("/search/", {"q": "巡河"}).content.decode()
    assert "<mark>巡河</mark>" in page
    assert "#p-" in page
    count = client.get("/search/", {"q": "巡河"}).context["tasks_found"]
    listed = client.get(f"/tasks/?{client.get('/search/', {'q': '巡河'}).context['task_query']}")
    assert count == listed.context["table"].paginator.count > 0
    assert client.get("/search/", {"q": "河长制"}).context["titles_found"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "查无此词", "a\0b", "x" * 5000])
def test_nothing_is_found(words, coordinator, log_in):
    import_file(document(), "河长制.txt")
    answer = log_in(coordinator).get("/search/", {"q": words})
    assert answer.status_code == 200
    assert ("Nothing was found" in text_of(answer)) == bool(words)


@pytest.mark.django_db
def test_nobody_finds_what_they_may_not_see(foreign_handler, log_in):
    import_file(document(), "河长制.txt")
    found = log_in(foreign_handler).get("/search/", {"q": "巡河"})
    assert not found.context["hits"]
    assert not found.context["tasks_found"]
    assert not found.context["titles_found"]
