"""Which columns the list shows, and in which order: chosen once, kept for the user, in the address and in files."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from tracker.columns import COLUMNS, rearranged
from tracker.listing import listing

pytestmark = pytest.mark.django_db


def order(page) -> list[str]:
    return re.findall(r'name="order" value="(\w+)"', page.text)


def test_buttons_move_a_column_and_keep_nothing(log_in, reader):
    client = log_in(reader)
    page = client.get("/tasks/columns/")
    assert order(page)[:3] == ["code", "kind", "title"]
    assert len(order(page)) == len(COLUMNS)
    page = client.post("/tasks/columns/", {"order": order(page), "column": ["code", "title"], "up": "title"})
    assert order(page)[:3] == ["code", "title", "kind"]
    assert page.text.count("checked") == 2
    page = client.post("/tasks/columns/", {"order": order(page), "column": ["code", "title"], "down": "code"})
    assert order(page)[:3] == ["title", "code", "kind"]
    assert order(client.get("/tasks/columns/"))[:3] == ["code", "kind", "title"]


def test_what_is_saved_stays_for_the_user_and_stands_in_the_address(make_task, log_in, reader, coordinator):
    make_task()
    client = log_in(reader)
    sent = {
        "order": ["status", "title", "words"],
        "column": ["title", "status"],
        "save": "1",
        "next": "/tasks/?kind=problem",
    }
    page = client.post("/tasks/columns/", sent, follow=True)
    assert page.redirect_chain == [("/tasks/?kind=problem&columns=status,title", 302)]
    assert [column.key for column in listing(QueryDict(""), reader).columns] == ["status", "title"]
    assert len(listing(QueryDict(""), coordinator).columns) > 2
    assert len(listing(QueryDict("columns=title"), reader).columns) == 1
    page = client.post("/tasks/columns/", {"usual": "1", "next": "/tasks/?columns=status,title"}, follow=True)
    assert page.redirect_chain == [("/tasks/?status=live", 302)]
    assert len(listing(QueryDict(""), reader).columns) > 2


def test_no_column_at_all_means_the_usual_ones(log_in, reader):
    page = log_in(reader).post("/tasks/columns/", {"save": "1"}, follow=True)
    assert len(page.context["table"].columns) > 2


@pytest.mark.parametrize(
    ("move", "first"),
    [
        ({"up": "kind"}, ["kind", "code", "title"]),
        ({"up": "code"}, ["code", "kind", "title"]),
        ({"down": "code"}, ["kind", "code", "title"]),
        ({"up": "nonsense"}, ["code", "kind", "title"]),
        ({}, ["code", "kind", "title"]),
    ],
)
def test_moving(move, first):
    moved = rearranged(["code", "kind", "nonsense"], **move)
    assert moved[:3] == first
    assert sorted(moved) == sorted(column.key for column in COLUMNS)


def test_the_last_one_stays_last():
    keys = [column.key for column in COLUMNS]
    assert rearranged(keys, down=keys[-1]) == keys
