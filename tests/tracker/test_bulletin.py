"""The bulletin: a draft whose every figure opens its tasks, for coordinators only, as Word and as text."""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override
from docx import Document

from tests.tracker.test_statistics import many, rows_behind, some_filters
from tracker.bulletin import LISTED, Draft, as_paper, draft, file_name
from tracker.scopes import scope
from tracker.statistics import GROUPINGS, tally

pytestmark = pytest.mark.django_db
URL = "/bulletin/"
TODAY = timezone.localdate()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


@pytest.fixture
def ledger(make_task, bureau, town):
    for _each in range(3):
        make_task(status="closed", lead_unit=bureau, deadline=day(0), closed_on=day(-1))
    make_task(status="closed", lead_unit=bureau, deadline=day(-9), closed_on=day(-1))
    make_task(status="in_progress", lead_unit=bureau, heard_on=day(-50))
    make_task(status="assigned", lead_unit=town, deadline=day(-12), title="清淤停工", owner="柳青青")
    make_task(status="candidate", lead_unit=town)


def drafted(user, **query) -> Draft:
    asked = QueryDict(mutable=True)
    for name, values in query.items():
        asked.setlist(name, [str(each) for each in (values if isinstance(values, list) else [values])])
    return draft(scope(asked, user), user, TODAY)


def test_the_usual_form(ledger, coordinator):
    text = drafted(coordinator).text
    lines = text.splitlines()
    assert lines[0] == "关于督办事项办理情况的通报"
    date = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
    assert (
        f"共确定督办事项6件，涉及责任单位2个。截至{date}，已办结4件，占比67%，其中按期办结3件；"
        "正在办理2件，占比33%，其中超期1件、临期0件。" in text
    )
    assert "青石县水利局应办5件，已办结4件，办结率80%。" in text
    assert "柳河镇人民政府应办1件，超期1件。" in text
    late = lines[lines.index("柳河镇人民政府：") + 1]
    assert re.fullmatch(r"1\. 〔2023〕\d{4} 清淤停工，完成时限.+日，已超期12天，责任人柳青青。", late)
    assert "另有1件事项超过30天未反馈进展" in text
    assert [line for line in lines if re.match("[一二三四]、", line)] == [
        "一、总体情况", "二、各单位办理情况", "三、进展滞后事项", "四、下一步工作要求",
    ]  # fmt: skip
    assert lines[-2:] == ["县委督查室", date]


def test_it_says_what_it_was_narrowed_down_to(ledger, coordinator, topic):
    text = drafted(coordinator, topic=str(topic.pk), unit="县水利局").text
    assert text.startswith("关于“河长制”督办事项办理情况的通报")
    assert "责任单位 县水利局" in text
    assert "柳河镇" not in text


def test_a_ledger_without_tasks_makes_a_bulletin_too(coordinator):
    found = drafted(coordinator)
    assert "共确定督办事项0件。" in found.text
    assert [figure.count for figure in found.figures] == [0]


def test_a_long_list_of_late_tasks_ends_in_a_number(make_task, bureau, coordinator):
    for _each in range(LISTED + 3):
        make_task(status="assigned", lead_unit=bureau, deadline=day(-1))
    text = drafted(coordinator).text
    assert text.count("已超期1天") == LISTED
    assert "其余3件不再逐一列出。" in text


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_opens_its_rows_and_every_number_is_a_figure(seed, bureau, town, coordinator):
    dice = many(seed, [bureau, town])
    for filters in ({}, some_filters(dice), some_filters(dice)):
        found = drafted(coordinator, **filters)
        for figure in found.figures:
            assert behind(figure.href, coordinator) == figure.count, figure
        counted = {figure.count for figure in found.figures}
        said = {int(number) for number in re.findall(r"(\d+)件", without_titles(found.text))}
        assert said - counted <= left_out(found.text)
        shares = {figure.percent for figure in found.figures}
        assert {int(number) for number in re.findall(r"(\d+)%", found.text)} <= shares


def behind(href: str, user) -> int:
    """Count the rows behind a figure's address: tasks, or units of the statistics."""
    address = urlsplit(href)
    if address.path == "/statistics/":
        rows = tally(scope(QueryDict(address.query), user).tasks, GROUPINGS["unit"]).rows
        return sum(row.key is not None for row in rows)
    return rows_behind(href, user)


def without_titles(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not re.match(r"\d+\. ", line))


def left_out(text: str) -> set[int]:
    """Return the number of late tasks that are not listed: of what is late, which is a figure, less those listed."""
    return {int(number) for number in re.findall(r"其余(\d+)件", text)}


# --- The text as a document ----------------------------------------------------------------------------------


def styles(text: str) -> list[tuple[str, str]]:
    document = Document(io.BytesIO(as_paper(text)))
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def test_lines_become_what_they_are():
    text = (
        "关于河长制的通报\r\n\r\n各有关单位：\r\n情况如下。\r\n一、总体情况\r\n（一）办结\r\n（二）滞后。逐项查明原因。"
        "\r\n柳河镇：\r\n\r\n县委督查室\r\n2024年3月1日\r\n\r\n"
    )
    assert styles(text) == [
        ("Title", "关于河长制的通报"),
        ("Normal", "各有关单位："),
        ("Body Text", "情况如下。"),
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）办结"),
        ("Body Text", "（二）滞后。逐项查明原因。"),
        ("Body Text", "柳河镇："),
        ("Signature", "县委督查室"),
        ("Signature", "2024年3月1日"),
    ]


ODD = [
    ("只有标题", [("Title", "只有标题")]),
    ("", [("Title", "")]),
    ("标题\n正文", [("Title", "标题"), ("Body Text", "正文")]),
    ("标题\n\n" + "长" * 41, [("Title", "标题"), ("Body Text", "长" * 41)]),
    ("标题\n\n甲\n乙\n丙\n丁", [("Title", "标题"), *(("Body Text", each) for each in "甲乙丙丁")]),
]


@pytest.mark.parametrize(("text", "expected"), ODD)
def test_odd_texts(text, expected):
    assert styles(text) == expected


def test_the_drafts_own_headings_become_headings_in_both_languages(ledger, coordinator):
    for language in ("zh-hans", "en"):
        with override(language):
            names = [name for name, _text in styles(drafted(coordinator).text)]
        assert (names.count("Heading 1"), names.count("Heading 2"), names.count("Signature")) == (4, 2, 2)


# --- The page --------------------------------------------------------------------------------------------------


def test_the_page_shows_draft_and_figures(ledger, coordinator, client):
    client.force_login(coordinator)
    page = client.get(URL, {"unit": "县水利局"}).text
    assert "青石县水利局应办5件" in page
    assert page.count('<a href="/tasks/?unit=') >= 7


@pytest.mark.parametrize(("as_", "kind"), [("docx", DOCX), ("txt", "text/plain; charset=utf-8"), ("", DOCX)])
def test_what_was_edited_is_handed_out(as_, kind, coordinator, client):
    client.force_login(coordinator)
    response = client.post(URL, {"text": "改过的标题\n\n改过的正文", "as": as_})
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == kind
    assert "attachment" in response["Content-Disposition"]
    if kind == DOCX:
        assert [each.text for each in Document(io.BytesIO(content)).paragraphs] == ["改过的标题", "改过的正文"]
    else:
        assert content.decode() == "改过的标题\r\n\r\n改过的正文"


def test_an_empty_text_brings_the_draft_again(ledger, coordinator, client):
    client.force_login(coordinator)
    page = client.post(URL, {"text": " \n "}).text
    assert "已重新生成初稿" in page
    assert "青石县水利局应办5件" in page


def test_the_statistics_lead_to_it_with_their_filters(ledger, coordinator, reader, client):
    client.force_login(coordinator)
    assert 'href="/bulletin/?year=2023"' in client.get("/statistics/?year=2023&by=topic").text
    client.force_login(reader)
    assert "/bulletin/" not in client.get("/statistics/").text


def test_the_name_of_the_file_says_what_and_when():
    assert file_name("docx", dt.date(2024, 3, 1)) == "督办通报20240301.docx"


@pytest.mark.parametrize("count", [2, 30])
def test_queries_do_not_grow_with_the_rows(count, make_task, bureau, coordinator, client, django_assert_num_queries):
    for _each in range(count):
        make_task(status="assigned", lead_unit=bureau, deadline=day(-1))
    client.force_login(coordinator)
    with django_assert_num_queries(8):  # session, user, roles, office, figures, late tasks, topics, what waits
        client.get(URL)
