"""The notice of a task: what is known is filled in, what is not stays free, and the Word document says the same."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils.translation import override
from docx import Document

from tracker.models import Task
from tracker.slips import WORDS, as_paper, slip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def task(summary, bureau):
    """A plan of the summary, assigned to the bureau."""
    task = Task.objects.get(title__contains="加快清淤进度")
    Task.objects.filter(pk=task.pk).update(lead_unit=bureau, owner="陈水生", deadline=dt.date(2024, 6, 30))
    return Task.objects.get(pk=task.pk)


def filled(task: Task, **kwargs) -> dict[str, str]:
    return {label: value for line in slip(task, **kwargs).lines for label, value in line.cells}


def test_what_is_known_is_filled_in(task):
    task.supporting_units.set([task.reporting_unit])
    values = filled(task)
    assert values["事项"] == task.title
    assert values["来源"] == "柳河镇2023年河长制工作总结（第 8 段）"
    assert values["原文"] == "（一）加快清淤进度。2024年6月底前完成三处河段清淤。"
    assert (values["责任单位"], values["配合单位"]) == ("青石县水利局", "柳河镇人民政府")
    assert (values["责任人"], values["完成时限"]) == ("陈水生", "2024年6月30日")
    assert values["办理要求"].startswith("1. 请于2024年6月30日前办结")
    assert "至少每30天反馈一次" in values["办理要求"]


def test_what_nobody_stated_stays_free(make_task):
    values = filled(make_task())
    assert values["责任单位"] == values["责任人"] == values["完成时限"] == values["进展情况"] == ""
    assert values["来源"] == "手工录入"
    assert "原文" not in values
    assert values["办理要求"].startswith("1. 请明确完成时限")


def test_long_words_are_cut_so_that_the_form_stays_on_its_sheet(import_text):
    import_text("柳河镇2023年河长制工作总结\n一、存在的问题\n（一）清淤进度偏慢。" + "河段至今尚未动工" * 60 + "。\n")
    values = filled(Task.objects.get())
    assert len(values["原文"]) <= WORDS
    assert values["原文"].endswith("……")


def test_the_document_says_the_same(task):
    form = slip(task, "县委督查室", dt.date(2024, 3, 1))
    document = Document(io.BytesIO(as_paper(form)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in texts if text] == ["督办通知单", f"〔2023〕{task.pk:04d}号", "县委督查室", "2024年3月1日"]
    (table,) = document.tables
    cells = {cell.text.rstrip("\n") for row in table.rows for cell in row.cells}
    assert cells == {part for line in form.lines for cell in line.cells for part in cell}


def test_the_page_prints_and_hands_out_the_document(task, coordinator, client):
    client.force_login(coordinator)
    page = client.get(f"/tasks/{task.pk}/slip/").text
    assert f"〔2023〕{task.pk:04d}号" in page
    assert "青石县水利局" in page
    assert "县委督查室" in page
    response = client.get(f"/tasks/{task.pk}/slip/?as=docx")
    assert Document(io.BytesIO(b"".join(response.streaming_content))).tables
    assert "attachment" in response["Content-Disposition"]


def test_who_does_not_coordinate_leaves_the_office_free(task, handler, client):
    client.force_login(handler)
    page = client.get(f"/tasks/{task.pk}/slip/").text
    assert '<p class="slip-closing">20' in page


def test_the_task_leads_to_it_and_back(task, handler, client):
    client.force_login(handler)
    assert f'href="/tasks/{task.pk}/slip/"' in client.get(task.get_absolute_url()).text
    assert f'href="{task.get_absolute_url()}"' in client.get(f"/tasks/{task.pk}/slip/").text
