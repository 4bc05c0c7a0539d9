"""The review of a topic in a real browser: deciding which plan answers which problem, and the paper that it prints."""

from __future__ import annotations

import io
import unicodedata

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.models import Unit
from tracker.models import Answer


@pytest.fixture
def url(topic):
    return reverse("topic-detail", args=[topic.pk])


@pytest.fixture
def pair(make_task, town):
    problem = make_task(title="清淤进度偏慢", reporting_unit=town)
    plan = make_task(title="加快清淤进度", kind="plan", reporting_unit=town)
    Answer.objects.create(problem=problem, plan=plan, score=1)
    make_task(title="健全巡河制度", kind="plan", reporting_unit=town)
    return problem, plan


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 400)])
def test_answers_are_decided_in_their_place(javascript, width, open_page, pair, coordinator, url):
    page = open_page(coordinator, javascript=javascript, width=width)
    page.goto(url)
    if javascript:
        page.evaluate("window.stayed = true")
    issue = page.locator(".issue").first
    issue.locator("[value=confirm_answer]").click()
    issue.locator(".badge.answer.confirmed").wait_for()
    assert page.locator("#messages").inner_text().startswith("已确认对应")
    assert page.locator("#coverage tbody td").nth(1).inner_text().startswith("1")
    issue.locator("[value=restore_answer]").click()
    issue.locator("[value=reject_answer]").click()
    issue.locator(".answer-rejected").wait_for()
    expect(issue).to_contain_text("没有对应的打算")
    expect(page.locator("#alone .plans > li")).to_have_count(2)
    if javascript:
        assert page.evaluate("window.stayed")
    assert Answer.objects.get().state == "rejected"
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
def test_a_plan_is_added_by_hand(javascript, open_page, pair, coordinator, url):
    page = open_page(coordinator, javascript=javascript)
    page.goto(url)
    page.locator(".issue").first.get_by_text("人工添加对应打算").click()
    page.fill("[name=q]", "巡河")
    page.locator("form[role=search] button").click()
    expect(page.locator(".candidates > li")).to_have_count(1)
    page.locator(".candidates button").click()
    page.locator("#answers .badge.answer.confirmed").wait_for()
    expect(page.locator("#answers")).to_contain_text("人工添加")
    assert Answer.objects.get(by_hand=True).plan.title == "健全巡河制度"
    assert not page.faults


def test_another_ones_decision_is_said_where_it_is_seen(open_page, pair, coordinator, administrator, url):
    ours, theirs = open_page(coordinator), open_page(administrator)
    for page in (ours, theirs):
        page.goto(url)
    theirs.locator("[value=reject_answer]").click()
    theirs.locator(".answer-rejected").wait_for()
    ours.locator("[value=confirm_answer]").click()
    ours.locator(".message.error").wait_for()
    expect(ours.locator("#messages")).to_contain_text("管理员已将其改为“认定不对应”")
    expect(ours.locator(".issue .answer-rejected")).to_have_count(1)
    assert not ours.faults


def test_it_prints_as_paper_for_a_meeting(open_page, pair, make_task, reader, url):
    for number in range(45):
        make_task(title=f"第{number}个问题", reporting_unit=Unit.objects.create(name=f"第{number}村"))
    page = open_page(reader)
    page.goto(url)
    page.emulate_media(media="print")
    colours = {each.evaluate("link => getComputedStyle(link).color") for each in page.locator("main a:visible").all()}
    assert colours == {"rgb(0, 0, 0)"}
    expect(page.locator(".topbar:visible, .filters:visible, .crumbs:visible, main .buttons:visible")).to_have_count(0)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()).replace(" ", "") for sheet in sheets]
    assert [round(float(side) / 72 * 25.4) for side in sheets[0].mediabox[2:]] == [210, 297]
    assert "制专题会商材料" in texts[0]  # some characters come out as their radicals
    assert "县委督查室" in texts[0]
    assert sum("有已确认打算" in text for text in texts) >= 2  # the head is repeated
    assert not any("工作台" in text for text in texts)
    assert f"{len(texts)}/{len(texts)}" in texts[-1]
