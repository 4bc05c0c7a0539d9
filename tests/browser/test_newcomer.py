"""The main job in a real browser: a document becomes tasks at their own words; assign, close out, review a topic."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tracker.intake import import_file
from tracker.models import Task

DOCUMENT = """青石县水利局2023年河长制工作总结
2023年，我局认真落实河长制各项任务，河道面貌持续改善。现将有关情况总结如下：
一、主要做法
（一）压实责任。县乡村三级河长全部到岗，全年巡河一千二百余次。
（二）整治乱象。清理河道垃圾三百余吨，拆除违章搭建十一处。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。
三、下一步打算
（一）规范巡河记录。2024年6月底前统一巡河记录样式，按季抽查通报。
（二）多渠道筹措清淤资金。积极争取上级补助，把两条支流列入年度清淤计划。
"""

NEW_USER = {"username": "chen", "name": "陈督办", "password1": "河长制-2024-签收", "password2": "河长制-2024-签收"}


@pytest.fixture
def imported(live_server, bureau):
    import_file(DOCUMENT.encode(), "河长制.txt")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_words_to_a_closed_task(javascript, imported, open_page, coordinator, handler):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?kind=problem")
    page.click("text=巡河记录质量不高")
    expect(page.locator("mark").first).to_contain_text("只打卡不看河")

    page.click("a[href*='/assign/'], button:has-text('交办')")
    page.fill("input[name=lead_unit]", "县水利局")
    page.fill("input[name=owner]", "陈水生")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("body")).to_contain_text("待签收")

    handlers = open_page(handler, javascript=javascript)
    handlers.goto(page.url)
    for button, status in (("签收", "办理中"), ("报办结", "待审核")):
        handlers.click(f"main button:has-text('{button}'), main a:has-text('{button}')")
        if handlers.url.rstrip("/").endswith(("acknowledge", "submit")):
            handlers.click("main form[method=post] button[type=submit]")
        expect(handlers.locator("body")).to_contain_text(status)

    page.reload()
    page.click("main button:has-text('销号'), main a:has-text('销号')")
    if "close_out" in page.url:
        page.click("main form[method=post] button[type=submit]")
    assert Task.objects.get(title__contains="巡河记录质量").status == "closed"
    timeline = page.content()
    for who in ("杜小班", "陈水生"):
        assert who in timeline
    assert not page.faults + handlers.faults


def test_the_reading_page_leads_to_the_task_and_back(imported, open_page, coordinator):
    page = open_page(coordinator)
    page.goto("/summaries/")
    page.click("main >> text=河长制工作总结")
    page.locator("a", has_text=re.compile("巡河记录质量不高")).first.click()
    assert re.search(r"/tasks/\d+/", page.url)
    page.locator("a[href*='/summaries/'][href*='#item-']").first.click()
    assert "/summaries/" in page.url
    assert not page.faults


def test_the_review_page_of_a_topic_shows_what_is_open(imported, open_page, reader):
    page = open_page(reader)
    page.goto("/topics/")
    page.click("main >> text=河长制")
    text = page.inner_text("main")
    assert "巡河记录质量不高" in text
    assert "规范巡河记录" in text
    assert not page.faults


PAGES = ("/", "/tasks/", "/topics/", "/summaries/", "/imports/")


@pytest.mark.parametrize("width", [1280, 400])
def test_no_page_is_wider_than_the_window(width, imported, open_page, coordinator):
    page = open_page(coordinator, width=width)
    task, topic = Task.objects.first(), Task.objects.first().topic_id
    summary = task.items.get().edition.summary_id
    for address in (
        *PAGES,
        f"/tasks/{task.pk}/",
        f"/tasks/{task.pk}/assign/",
        f"/topics/{topic}/",
        f"/summaries/{summary}/",
    ):
        page.goto(address)
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare <= 0, address
    assert not page.faults


def test_from_an_empty_site_to_a_printed_review(open_page, administrator):
    """The way that the README shows, by what the pages offer."""
    page = open_page(administrator)
    page.click("text=录入单位")
    page.fill("#id_name", "县委督查室")
    page.click("[name=_save]")
    page.goto("/")
    page.click("text=新建用户")
    for field, value in NEW_USER.items():
        page.fill(f"#id_{field}", value)
    page.click(".select2-selection")
    page.fill(".select2-search__field", "督查室")
    page.click(".select2-results__option:has-text('县委督查室')")
    page.select_option("select[name$=role]", label="督办员")
    page.click("[name=_save]")
    expect(page.locator("#result_list")).to_contain_text("陈督办")

    page = open_page()
    page.goto("/accounts/login/")
    page.fill("input[name=username]", NEW_USER["username"])
    page.fill("input[name=password]", NEW_USER["password1"])
    page.click("main button[type=submit]")
    page.click("text=上传工作总结")
    file = {"name": "河长制.txt", "mimeType": "text/plain", "buffer": DOCUMENT.encode()}
    page.set_input_files("input[type=file]", file)
    page.click("text=上传并预览")
    page.click("text=确认导入")
    page.click("a[href$='/check/']")
    expect(page.locator("h1")).to_contain_text("文稿体检")
    page.click("nav a[href='/topics/']")
    page.click("text=河长制")
    expect(page.locator("h1")).to_contain_text("专题会商")
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    printed = unicodedata.normalize("NFKC", "".join(sheet.extract_text() for sheet in sheets)).replace(" ", "")
    assert "制专题会商材料" in printed  # some characters come out as their radicals
    assert "清淤经费缺口" in printed
    assert not page.faults
