"""Figures in a real browser: from the statistics to the rows and to the bulletin, with and without JavaScript."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader


@pytest.fixture
def tasks(make_task, bureau, town):
    today = timezone.localdate()
    make_task(status="closed", lead_unit=bureau, closed_on=today)
    make_task(status="assigned", lead_unit=bureau, deadline=today - dt.timedelta(3), title="清淤停工")
    return make_task(status="in_progress", lead_unit=town, title="管护" * 80, owner="柳青青")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_figure_to_its_rows(javascript, live_server, tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/")
    page.click("nav >> text=督办统计")
    page.fill("[name=unit]", "县水利局")
    page.click("form.filters .primary")
    row = page.locator(".statistics-table tbody tr")
    expect(row).to_have_count(1)
    row.locator("td[data-label=超期] a").click()
    page.wait_for_url("**/tasks/**")
    expect(page.locator("td.headline")).to_have_text(["清淤停工"])
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
def test_a_bulletin_is_edited_and_taken_along(javascript, live_server, tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/statistics/?year=2023")
    page.click("text=据此起草通报")
    draft = page.locator("textarea").input_value()
    assert "共确定督办事项3件" in draft
    page.fill("textarea", draft.replace("各有关单位：", "各乡镇："))
    with page.expect_download() as taken:
        page.click("text=下载 Word")
    document = Document(taken.value.path())
    assert document.paragraphs[1].text == "各乡镇："
    assert taken.value.suggested_filename.startswith("督办通报")
    assert not page.faults


def test_papers_fit_their_sheets(live_server, tasks, coordinator, open_page):
    """The notice stays on one sheet of A4 however long its title is; the statistics are not cut off at the side."""
    page = open_page(coordinator)
    page.goto(f"/tasks/{tasks.pk}/slip/")
    notice = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in notice.pages] == [(595, 842)]
    assert "督办通知单" in notice.pages[0].extract_text().replace(" ", "").replace("\n", "")
    page.goto("/statistics/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 900})  # as wide as A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 673
    cells = (
        page.locator(".statistics-table tbody tr")
        .first.locator("th, td")
        .evaluate_all("cells => cells.map(cell => Math.round(cell.getBoundingClientRect().top))")
    )
    assert len(cells) > 10
    assert len(set(cells)) == 1  # a row of the table, not stacked as on a telephone
