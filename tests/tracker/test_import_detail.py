"""/imports/<pk>/: what a file held, what its contents page promised, what the import did."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

COMPILATION = """\
目  录
柳河镇2023年河长制工作总结\t1
柳河镇2023年信访工作总结\t4
柳河镇2023年安全生产工作总结\t7

柳河镇2023年河长制工作总结
2023年，柳河镇认真抓好河长制工作。
一、存在的问题
（一）清淤进度偏慢。三处河段至今尚未动工。
二、下一步打算
（一）加快清淤进度。2024年6月底前完成三处河段清淤。

柳河镇2023年信访工作总结
2023年，柳河镇信访形势总体平稳。
一、存在的问题
（一）宣传不够。群众不知晓办理途径。
"""


@pytest.fixture
def batch(import_text, coordinator):
    return import_text(COMPILATION, name="汇编.txt", by=coordinator).batch


@pytest.fixture
def page(client, reader, batch):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    return client.get(reverse("import-detail", args=[batch.pk])).text


def test_contents_found_and_missing(page):
    assert "3 listed, 2 present." in page
    entries = re.findall(r'<span class="entry">([^<]*)</span>.*?<span class="badge[^>]*>([^<]*)<', page, re.DOTALL)
    assert entries == [
        ("柳河镇2023年河长制工作总结", "present"),
        ("柳河镇2023年信访工作总结", "present"),
        ("柳河镇2023年安全生产工作总结", "missing"),
    ]


def test_the_summaries_in_it_with_their_notes(page, batch):
    assert re.findall(r"(\d) problems?\s", page) == ["1", "1"]
    assert re.findall(r"(\d) plans?<", page) == ["1", "0"]
    for edition in batch.source.editions.all():
        assert f'/summaries/{edition.summary_id}/?edition=1"' in page
    without_plan = batch.source.editions.get(summary__title__contains="信访")
    assert without_plan.notes


def test_created_tasks_are_linked_exactly(client, page, batch):
    assert batch.created == 3
    href = f"/tasks/?batch={batch.pk}&status=all"
    assert href.replace("&", "&amp;") in page
    assert client.get(href).context["table"].paginator.count == batch.created


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("reader", 200), ("administrator", 200), ("handler", 404)]
)
def test_who_may(client, request, batch, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("import-detail", args=[batch.pk])).status_code == status


def test_a_missing_import(client, reader):
    client.force_login(reader)
    assert client.get(reverse("import-detail", args=[1])).status_code == 404
