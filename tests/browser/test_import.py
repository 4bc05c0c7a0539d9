"""From a file on the desk to tasks: upload, preview with and without JavaScript, confirmation, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_marking import SELECT
from tracker.drafts import preview
from tracker.models import ImportDraft, Task

DOCUMENT = """青石县水利局2023年河长制工作总结
2023年，我局认真落实河长制各项任务，𠮷祥河、𠮷庆河面貌持续改善。现将有关情况总结如下：
一、主要做法
（一）整治乱象。𠮷祥河清理垃圾三百余吨，仍有两处排口没有封堵。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。
三、下一步打算
（一）规范巡河记录。由县水利局牵头，2024年6月底前统一巡河记录样式。
（二）多渠道筹措清淤资金。积极争取上级补助。
"""
FILE = {"name": "河长制.txt", "mimeType": "text/plain", "buffer": DOCUMENT.encode()}


@pytest.fixture
def upload(live_server, open_page, coordinator, bureau):
    def do(**options):
        page = open_page(coordinator, **options)
        page.goto("/imports/")
        page.click("main a[href='/imports/new/']")
        page.set_input_files("input[name=files]", [FILE])
        page.click("#upload button[type=submit]")
        page.wait_for_url("**/imports/drafts/*/")
        return page

    return do


def words() -> list[str]:
    return [row.item.text for row in preview(ImportDraft.objects.get()).rows]


def press(page, do: str) -> None:
    """Press a button of the preview and wait until the page shows its answer."""
    before = page.input_value("input[name=version]")
    page.locator(f'button[value="{do}"]:visible').first.click()
    page.wait_for_function("before => document.querySelector('[name=version]')?.value !== before", arg=before)
    page.wait_for_load_state("networkidle")


def use(page) -> None:
    """Correct the preview by its buttons alone, confirm it, and take the import back."""
    page.fill("input[name=owner-1]", "陈水生")
    press(page, "ignore:4")
    page.locator("#row-2 .cutting summary").click()
    page.locator("select[name=at-2]").select_option(index=0)
    press(page, "split:2")
    page.locator("#row-1 .cutting summary").click()
    press(page, "move:1:start:on")
    page.locator(".for-ticked summary").click()
    for number in (1, 5):
        page.check(f"#row-{number} input[name=tick]")
    page.locator(".for-ticked").evaluate("details => { details.open = true }")
    page.fill("input[name=all-lead_unit]", "县水利局")
    press(page, "set")
    assert page.input_value("input[name=lead_unit-5]") == "青石县水利局"
    press(page, "confirm")
    page.wait_for_url("**/imports/*/")
    found = list(Task.objects.order_by("pk").values_list("title", "status", "owner", "lead_unit__name"))
    assert found == [
        ("部分村级河长只打卡不看河，记录里照片多、问题少", "open", "陈水生", "青石县水利局"),
        ("清淤经费缺口较大", "open", "", None),
        ("中小河道清淤主要靠镇里自筹，两条支流未能按计划开工", "open", "", "青石县水利局"),
        ("规范巡河记录", "open", "", "青石县水利局"),
        ("多渠道筹措清淤资金", "dismissed", "", None),
    ]
    page.click("main a[href$='/undo/']")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/imports/drafts/*/")
    assert not Task.objects.exists()
    assert page.input_value("input[name=owner-1]") == "陈水生"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_upload_to_undo(javascript, upload):
    page = upload(javascript=javascript)
    use(page)
    assert not page.faults


def test_several_files_are_told_one_by_one(open_page, live_server, coordinator):
    page = open_page(coordinator, javascript=False)
    page.goto("/imports/new/")
    page.set_input_files("input[name=files]", [FILE, {**FILE, "name": "空.txt", "buffer": b""}])
    page.click("#upload button[type=submit]")
    expect(page.locator(".received li")).to_have_count(2)
    expect(page.locator(".received .message.error")).to_have_count(1)


def test_dropped_files_are_chosen(open_page, live_server, coordinator):
    page = open_page(coordinator)
    page.goto("/imports/new/")
    page.evaluate(
        """(text) => {
          const dropped = new DataTransfer();
          for (const name of ["甲.txt", "乙.md"]) dropped.items.add(new File([text], name));
          const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true });
          document.querySelector(".drop").dispatchEvent(event);
        }""",
        DOCUMENT,
    )
    page.wait_for_selector(".dropped li:nth-child(3)")
    assert page.evaluate("document.querySelector('input[name=files]').files.length") == 2
    assert not page.faults


def test_keys(upload):
    page = upload()
    current = lambda: page.locator(".draft-row[aria-current]").get_attribute("data-row")  # noqa: E731
    assert current() == "1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert current() == "2"
    assert page.locator(".reading .item.here").first.inner_text().startswith("（二）清淤")
    page.keyboard.press(" ")
    assert page.is_checked("#row-2 input[name=tick]")
    expect(page.locator("output.ticked")).to_have_text("1")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("x")
    page.wait_for_selector("#row-2.ignored")
    assert current() == "2"
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.type("jk ?x")
    assert "jk ?x" in page.input_value("input[name=title-3]")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert current() == "4"
    assert not page.faults


@pytest.mark.parametrize(
    ("start", "end", "do", "expected"),
    [
        ("仍有两处", "没有封堵", "add-problem", "仍有两处排口没有封堵"),
        ("照片多", "问题少", "split-here", "照片多、问题少。"),
        ("巡河记录质量", "不看河，", "words", "巡河记录质量不高。部分村级河长只打卡不看河，"),
    ],
)
def test_marked_words(start, end, do, expected, upload):
    """𠮷 is one code point, but two units of the browser's UTF-16: offsets behind it must still be right."""
    page = upload()
    page.evaluate(SELECT, [start, end])
    page.wait_for_selector("#marking:visible")
    press(page, do)
    page.wait_for_selector(f"text={expected}")
    assert expected in words()
    page.evaluate(SELECT, ["规范巡河", "统一"])  # the bar of the page that came back works, too
    page.wait_for_selector("#marking:visible")
    page.keyboard.press("Escape")
    expect(page.locator("#marking")).to_be_hidden()
    assert not page.faults


def test_a_stale_preview_says_so_in_place(upload):
    page = upload()
    ImportDraft.objects.update(version=7)
    page.fill("input[name=owner-2]", "陈水生")
    page.click('button[value="ignore:1"]')
    page.wait_for_selector(".message.error")
    assert page.input_value("input[name=owner-2]") == "陈水生"
    press(page, "ignore:1")
    page.wait_for_selector("#row-1.ignored")


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(width, scheme, upload):
    page = upload(width=width, scheme=scheme)
    page.locator("#row-1 .cutting summary").click()
    page.locator(".for-ticked summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    text, rows = page.locator(".reading").bounding_box(), page.locator(".found").bounding_box()
    assert (text["x"] + text["width"] <= rows["x"]) == (width == 1280)
