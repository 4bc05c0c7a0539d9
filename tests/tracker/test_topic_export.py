"""/topics/<pk>/export/: the review as a Word document, with the figures and rows of the page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn

from accounts.models import Unit
from tracker.models import Answer
from tracker.reports import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(topic):
    return reverse("topic-export", args=[topic.pk])


@pytest.fixture
def issues(make_task, town, bureau, handler):
    problem = make_task(title="清淤进度偏慢", reporting_unit=town, lead_unit=bureau, status="in_progress")
    for title, state in (("加快清淤进度", "confirmed"), ("落实清淤资金", "suggested"), ("另起炉灶", "rejected")):
        plan = make_task(title=title, kind="plan", reporting_unit=town, lead_unit=bureau)
        Answer.objects.create(problem=problem, plan=plan, state=state)
    report(problem, by=handler, version=1, done="已完成一处。\x0c<b>")
    make_task(title="管护资金不足", reporting_unit=bureau, year=2022)
    make_task(title="健全巡河制度", kind="plan", reporting_unit=town)


def opened(response):
    return Document(io.BytesIO(b"".join(response.streaming_content)))


def cells(table) -> list[list[str]]:
    """Return the texts of a table's rows, read from the XML: python-docx is quadratic."""
    rows = table._tbl.tr_lst
    return [
        ["\n".join("".join(t.text for t in p.iter(qn("w:t"))) for p in cell.p_lst) for cell in row.tc_lst]
        for row in rows
    ]


def test_a_meeting_gets_what_the_page_shows(client, coordinator, url, issues, town):
    client.force_login(coordinator)
    document = opened(client.get(url))
    texts = [paragraph.text for paragraph in document.paragraphs]
    today = timezone.localdate()
    assert texts[:2] == ["河长制专题会商材料", f"县委督查室 {today.year}年{today.month}月{today.day}日"]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        "一、总体情况",
        "二、未销号问题及对应打算",
        "（一）柳河镇人民政府 · 2023（1个问题）",
        "（二）青石县水利局 · 2022（1个问题）",
        "三、无对应打算的问题",
        "四、无对应问题的打算",
        "五、按月新增与销号",
        "六、两期对比",
    ]
    assert "未销号问题2个、打算4项，其中超期0项；已销号0项" in texts[3]
    assert "有已确认打算的1个，占50%" in texts[4]
    _coverage, first, _second, unanswered, alone, _trend, _compared = map(cells, document.tables)
    [number, problem, plans, standing] = first[1]
    assert number == "1"
    assert problem.startswith("清淤进度偏慢\n已挂账0天\n最近反馈")
    assert problem.endswith("青石县水利局：已完成一处。<b>")
    assert [line for line in plans.split("\n") if line[0].isdigit()] == ["1. 加快清淤进度", "2. 落实清淤资金"]
    assert "已确认" in plans.split("\n")[1]
    assert standing == "青石县水利局\n未明确时限\n不计时限\n办理中"
    assert [row[1] for row in unanswered[1:]] == ["管护资金不足"]
    assert [row[1] for row in alone[1:]] == ["另起炉灶", "健全巡河制度"]


def test_the_file_has_the_topic_and_the_day_for_a_name(client, reader, url, issues):
    client.force_login(reader)
    said = unquote(client.get(url).headers["Content-Disposition"])
    assert said.startswith("attachment")
    assert f"河长制—{timezone.localdate():%Y-%m-%d}.docx" in said


def test_it_is_narrowed_down_as_the_page_is(client, reader, url, issues):
    client.force_login(reader)
    document = opened(client.get(url, {"year": 2022, "from": "2024-01-01", "to": "2024-02-01"}))
    assert [row[1].split("\n")[0] for row in cells(document.tables[1])[1:]] == ["管护资金不足"]
    assert "2024-01-01" in document.paragraphs[-1].text
    assert any("2022" in paragraph.text for paragraph in document.paragraphs[2:4])


@pytest.mark.parametrize("query", ["year=abc", "from=2024-02-01&to=2024-01-01"])
def test_what_makes_no_sense_is_said_on_the_page(client, reader, topic, url, issues, query):
    client.force_login(reader)
    assert client.get(f"{url}?{query}").url == reverse("topic-detail", args=[topic.pk]) + f"?{query}"


def test_an_empty_topic_and_english(client, reader, url):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    texts = [paragraph.text for paragraph in opened(client.get(url)).paragraphs]
    assert texts[0] == "Material for the meeting on 河长制"
    assert "1. Overall" in texts
    assert "No open problems." in texts


def test_headings_of_tables_are_repeated_and_rows_kept_whole(client, reader, url, issues):
    client.force_login(reader)
    content = b"".join(client.get(url).streaming_content)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == xml.count("<w:tbl>") == 7
    assert xml.count("<w:cantSplit/>") == xml.count("<w:tr>") + xml.count("<w:tr ")


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_rows(client, reader, url, make_task, django_assert_num_queries, count):
    for number in range(count):
        unit = Unit.objects.create(name=f"第{number}村")
        problem = make_task(reporting_unit=unit, lead_unit=unit)
        Answer.objects.create(problem=problem, plan=make_task(kind="plan", lead_unit=unit))
        make_task(kind="plan", reporting_unit=unit, lead_unit=unit)
    client.force_login(reader)
    with django_assert_num_queries(16):  # those of the page
        client.get(url)


def test_days_are_those_of_the_site(client, reader, url, make_task, bureau, handler, monkeypatch):
    """What was reported at 23:30 UTC was reported the next morning in China."""
    task = make_task(reporting_unit=bureau, lead_unit=bureau, status="in_progress")
    with monkeypatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: dt.datetime(2024, 3, 1, 23, 30, tzinfo=dt.UTC))
        report(task, by=handler, version=1, done="夜里报送。")
    client.force_login(reader)
    document = opened(client.get(url))
    assert "最近反馈 2024-03-02 青石县水利局：夜里报送。" in cells(document.tables[1])[1][1]
    assert "2024-03-02" in client.get(url.removesuffix("export/")).text
