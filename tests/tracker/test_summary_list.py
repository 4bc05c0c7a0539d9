"""/summaries/: which documents a user sees, what was found in them, and what became of it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tracker.models import Task

URL = reverse("summary-list")
OTHER = """\
青石县水利局2022年防汛工作总结
一年来，防汛工作平稳有序，现总结如下。
一、存在的问题
（一）物资储备不足。沙袋缺口较大。
二、下一步打算
（一）补足防汛物资。汛前全部到位。
"""


@pytest.fixture
def other(import_text):
    return import_text(OTHER, name="防汛.txt", unit="青石县水利局")


def listed(client, query: str = "") -> list[str]:
    return [row.summary.title[:3] for row in client.get(URL + query).context["rows"]]


def test_found_items_and_their_tasks(client, reader, summary):
    first, second, *_rest = Task.objects.order_by("pk")
    Task.objects.filter(pk=first.pk).update(status="closed")
    Task.objects.filter(pk=second.pk).update(status="dismissed")
    client.force_login(reader)
    [row] = client.get(URL).context["rows"]
    assert row.items == {"problem": 2, "plan": 3}
    assert row.tasks == {"open": 3, "closed": 1}


def test_every_figure_opens_exactly_its_rows(client, reader, summary, other):
    Task.objects.filter(pk=Task.objects.first().pk).update(status="closed")
    client.force_login(reader)
    found = re.findall(r'href="(/tasks/\?[^"]*)"[^>]*>(\d+)</a>', client.get(URL).text)
    assert sorted(int(number) for _href, number in found) == [0, 1, 1, 5]
    for href, number in found:
        assert client.get(unescape(href)).context["table"].paginator.count == int(number), href


def test_a_second_edition_counts_its_own_items_and_each_task_once(client, reader, summary, text, import_text):
    import_text(text.replace("\n三、", "\n（三）巡河记录不全。部分村没有台账。\n三、"), name="修订.txt")
    client.force_login(reader)
    [row] = client.get(URL).context["rows"]
    assert row.edition.number == 2
    assert row.items == {"problem": 3, "plan": 3}
    assert row.tasks == {"open": 6, "closed": 0}


NARROWED = {
    "": ["柳河镇", "青石县"],
    "?year=2022": ["青石县"],
    "?unit=县水利局": ["青石县"],
    "?unit=柳河": ["柳河镇"],
    "?q=保洁员": ["柳河镇"],
    "?q=总结 沙袋": ["青石县"],
    "?q=没有这句话": [],
    "?year=abc": [],
    "?topic=999": [],
}


@pytest.mark.parametrize(("query", "expected"), NARROWED.items())
def test_filters(client, reader, bureau, summary, other, query, expected):
    client.force_login(reader)
    assert listed(client, query) == expected


def test_topic_filter(client, reader, summary, other):
    client.force_login(reader)
    assert listed(client, f"?topic={summary.topic_id}") == ["柳河镇"]


def test_handlers_see_own_documents_and_those_of_their_tasks(client, handler, foreign_handler, bureau, summary, other):
    client.force_login(foreign_handler)
    assert listed(client) == ["柳河镇"]
    client.force_login(handler)
    assert listed(client) == ["青石县"]
    Task.objects.filter(reporting_unit=summary.unit).update(lead_unit=bureau)
    assert listed(client) == ["柳河镇", "青石县"]


def test_an_empty_site_says_what_to_do_next(client, reader, coordinator):
    client.force_login(coordinator)
    offer = '<a class="button primary" href="/imports/new/">'
    assert offer in client.get(URL).text
    client.force_login(reader)
    assert offer not in client.get(URL).text


def test_a_filter_without_a_hit_does_not_ask_to_import(client, reader, summary):
    client.force_login(reader)
    assert "/imports/new/" not in client.get(URL + "?year=1999").text


def test_no_page_beyond_the_last(client, reader, summary):
    client.force_login(reader)
    assert listed(client, "?page=99") == ["柳河镇"]


@pytest.mark.parametrize("count", [2, 12])
def test_queries_do_not_grow_with_the_rows(client, reader, import_text, django_assert_num_queries, count):
    for number in range(count):
        import_text(OTHER, unit=f"第{number}村")
    client.force_login(reader)
    # session, user, roles, topics of the filter; count, page, items, tasks
    with django_assert_num_queries(8):
        assert len(listed(client)) == count
