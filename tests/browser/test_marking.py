"""Marking words in the reading page with the mouse: the offsets that the browser counts are those of the text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from summaries.models import Summary
from tracker.intake import import_file
from tracker.models import Task

# 𠮷 is one code point, but two units of the browser's UTF-16.
DOCUMENT = """青石县水利局2023年河长制工作总结
2023年，我局认真落实河长制各项任务，𠮷祥河、𠮷庆河面貌持续改善。现将有关情况总结如下：
一、主要做法
（一）整治乱象。𠮷祥河清理垃圾三百余吨，仍有两处排口没有封堵。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。
"""

#: Select from the first character of one text to the last of another, as dragging the mouse would.
SELECT = """([from, to]) => {
  const find = (words) => {
    const walker = document.createTreeWalker(document.querySelector(".reading"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0) return [walker.currentNode, at];
    }
    throw new Error(`no such words: ${words}`);
  };
  const [first, start] = find(from);
  const [last, end] = find(to);
  const range = document.createRange();
  range.setStart(first, start);
  range.setEnd(last, end + to.length);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""


@pytest.fixture
def summary(live_server, bureau):
    import_file(DOCUMENT.encode(), "河长制.txt")
    return Summary.objects.get()


@pytest.fixture
def reading(summary, open_page, coordinator):
    page = open_page(coordinator)
    page.goto(f"/summaries/{summary.pk}/")
    return page


CASES = [
    ("after characters beyond the first plane", "仍有两处", "没有封堵", "仍有两处排口没有封堵"),
    ("over two paragraphs", "没有封堵。", "二、存在的问题", "没有封堵。\n二、存在的问题"),
    ("behind labels and inside an item", "记录里", "问题少", "记录里照片多、问题少"),
    ("over an item's end", "问题少。", "（二）清淤", "问题少。\n（二）清淤"),
    ("the very first words", "2023年，", "我局", "2023年，我局"),
]


@pytest.mark.parametrize(("start", "end", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_selected_words_become_a_task(start, end, words, reading):
    expect(reading.locator("#marking")).to_be_hidden()
    reading.evaluate(SELECT, [start, end])
    reading.wait_for_selector("#marking:visible")
    assert reading.locator("#marking .words").inner_text() == " ".join(words.split())
    reading.click("#marking button[value=plan]")
    reading.wait_for_url("**#item-*")
    item = Task.objects.order_by("-pk")[0].items.get()
    assert (item.kind, item.text) == ("plan", words)
    assert item.edition.text[item.start : item.end] == words
    assert not reading.faults


def test_a_title_can_be_given_and_the_words_stay(reading):
    reading.evaluate(SELECT, ["仍有两处", "没有封堵"])
    reading.fill("#marking input[name=title]", "排口封堵")
    reading.click("#marking button[value=problem]")
    reading.wait_for_url("**#item-*")
    task = Task.objects.get(title="排口封堵")
    assert (task.kind, task.items.get().text) == ("problem", "仍有两处排口没有封堵")


def test_the_bar_goes_away(reading):
    for leave in (lambda: reading.keyboard.press("Escape"), lambda: reading.click("#marking [data-cancel]")):
        reading.evaluate(SELECT, ["仍有两处", "没有封堵"])
        reading.wait_for_selector("#marking:visible")
        leave()
        expect(reading.locator("#marking")).to_be_hidden()


def test_without_javascript_paragraphs_are_named_by_number(summary, open_page, coordinator):
    page = open_page(coordinator, javascript=False)
    page.goto(f"/summaries/{summary.pk}/")
    page.click("#by-hand summary")
    page.fill("#by-hand input[name=first]", "99")
    page.click("#by-hand button[type=submit]")
    expect(page.locator(".message.error")).to_have_count(1)
    page.fill("input[name=first]", "4")
    page.select_option("select[name=kind]", "problem")
    page.click("main form button[type=submit]")
    assert Task.objects.order_by("-pk")[0].items.get().paragraph.number == 4
    assert "/summaries/" in page.url


def test_the_bar_fits_a_narrow_window(summary, open_page, coordinator):
    page = open_page(coordinator, width=400)
    page.goto(f"/summaries/{summary.pk}/")
    page.evaluate(SELECT, ["仍有两处", "没有封堵"])
    box = page.locator("#marking").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 400
