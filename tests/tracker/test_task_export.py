"""Downloads of the ledger list: the same rows, order and columns as the page shows, for the same eyes."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote, urlencode

import openpyxl
import pytest
from django.urls import reverse

from tracker.ledger.workbook import KEY, VERSION
from tracker.tables import TICK

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(make_task, bureau):
    return [
        make_task(title="丙", lead_unit=bureau, owner="=1+1"),
        make_task(title="甲", kind="plan", lead_unit=bureau),
        make_task(title="乙", status="closed"),
    ]


def download(client, query="", **params):
    address = reverse("task-list") + (f"?{query}" if query else "")
    return client.get(reverse("task-export") + "?" + urlencode({"next": address, **params}, doseq=True))


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of(response) -> list[tuple]:
    page = openpyxl.load_workbook(io.BytesIO(body(response))).active
    return list(page.values)[1:]


@pytest.mark.parametrize("query", ["", "kind=problem", "status=all&sort=-title", "columns=title,status&sort=title"])
def test_the_file_has_the_rows_order_and_columns_of_the_page(query, tasks, log_in, coordinator):
    client = log_in(coordinator)
    table = client.get(reverse("task-list") + "?" + query).context["table"]
    heads, *rows = rows_of(download(client, query))
    assert heads == ("No.", *(column.column.label for column in table.columns if column.name != TICK), KEY, VERSION)
    assert [row[-2] for row in rows] == [task.pk for task in table.page.object_list]


def test_ticked_rows_alone(tasks, log_in, coordinator):
    chosen = [f"{tasks[1].pk}-1", f"{tasks[2].pk}-1"]
    _heads, *rows = rows_of(download(log_in(coordinator), "sort=title", scope="ticked", chosen=chosen))
    assert [row[-2] for row in rows] == [tasks[1].pk]  # the other one is not in this list


def test_nothing_ticked_is_said(tasks, log_in, coordinator):
    answer = download(log_in(coordinator), "sort=title", scope="ticked")
    assert (answer.status_code, answer.url) == (302, "/tasks/?sort=title")


def test_csv_and_json(tasks, log_in, coordinator):
    client = log_in(coordinator)
    text = body(download(client, "sort=title&columns=title,owner", format="csv")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] in (
        [["1", "丙", "'=1+1"], ["2", "甲", ""]],
        [["1", "甲", ""], ["2", "丙", "'=1+1"]],
    )
    told = json.loads(body(download(client, "columns=title", format="json")))
    assert {each["title"] for each in told["tasks"]} == {"丙", "甲"}


def test_the_file_has_a_name_and_says_what_it_was_filtered_by(tasks, log_in, coordinator):
    answer = download(log_in(coordinator), "kind=problem")
    assert unquote(answer["Content-Disposition"]).rstrip(chr(34)).endswith(".xlsx")
    page = openpyxl.load_workbook(io.BytesIO(body(answer))).active
    assert "Kind: Problem" in page["A1"].value


def test_nobody_gets_more_than_the_page_shows(tasks, log_in, handler, foreign_handler):
    client = log_in(handler)
    assert len(rows_of(download(client, "status=all"))) == 3
    client = log_in(foreign_handler)
    assert len(rows_of(download(client, "status=all"))) == 1
    everything = [f"{task.pk}-1" for task in tasks]
    assert len(rows_of(download(client, "status=all", scope="ticked", chosen=everything))) == 1


def test_an_unknown_kind_of_file_is_missing(log_in, coordinator):
    assert download(log_in(coordinator), format="exe").status_code == 404


def test_what_makes_no_sense_is_an_empty_file(tasks, log_in, coordinator):
    assert len(rows_of(download(log_in(coordinator), "year=abc"))) == 1


def test_the_language_of_the_file_is_that_of_the_page(tasks, client, coordinator):
    client.force_login(coordinator)
    for kind in ("csv", "json"):
        text = body(download(client, "columns=status", format=kind)).decode("utf-8-sig")
        assert "待交办" in text


def test_who_asks_for_very_many_rows_as_excel_is_told_to_wait(make_task, reader, log_in, monkeypatch):
    make_task()
    client = log_in(reader)
    assert "before the download begins" not in client.get("/tasks/").text
    monkeypatch.setattr("tracker.views.ledger.LARGE", 1)
    assert "before the download begins" in client.get("/tasks/").text
