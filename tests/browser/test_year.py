"""A year's follow-up of one task through the real pages, by four users, one of them without JavaScript.

SCREENSHOTS=1 keeps the pictures of docs/a-year.md.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tracker.intake import import_file
from tracker.models import Task

IMAGES = Path(__file__).resolve().parent.parent.parent / "docs/images"
TITLE = "清淤经费缺口较大"
DOCUMENT = """青石县水利局2025年河长制工作总结
2025年，我局认真落实河长制各项任务，河道面貌持续改善。现将有关情况总结如下：
一、主要做法
（一）压实责任。县乡村三级河长全部到岗，全年巡河一千二百余次。
（二）整治乱象。清理河道垃圾三百余吨，拆除违章搭建十一处。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，柳河镇两条支流未能按计划开工。
三、下一步打算
（一）规范巡河记录。统一巡河记录样式，按季抽查通报。
（二）多渠道筹措清淤资金。积极争取上级补助，把两条支流列入年度清淤计划。
"""


@pytest.fixture
def imported(live_server, bureau):
    import_file(DOCUMENT.encode(), "青石县水利局2025年河长制工作总结.txt")


@pytest.fixture
def cast(imported, open_page, coordinator, handler, foreign_handler, reader):
    """The four at their desks; the handler's browser has no JavaScript."""
    return {
        "coordinator": open_page(coordinator),
        "handler": open_page(handler, javascript=False),
        "supporter": open_page(foreign_handler),
        "reader": open_page(reader),
    }


def shoot(page, name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / f"year-{name}.png")


def open_task(page, pile: str, count: int = 1) -> None:
    """Open the task from my work, where it must lie in the pile."""
    page.goto(f"/my/?pile={pile}")
    expect(page.locator(f"a[href='?pile={pile}'] b")).to_have_text(str(count))
    page.click(f"main table >> text={TITLE}")


def start(page, verb: str) -> None:
    page.click(f"header a[href*='/{verb}/'], header form[action*='/{verb}/'] button")


def finish(page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form[method=post] .buttons button[type=submit]")


def status(page) -> str:
    return page.locator(".task-head .badge[class*=status-]").inner_text()


def test_a_year(cast, tmp_path):
    coordinator, handler, supporter, reader = cast.values()
    today = timezone.localdate()

    # The words of the document have become tasks; the coordinator assigns one to two units.
    coordinator.goto("/summaries/")
    coordinator.click("main >> text=河长制工作总结")
    shoot(coordinator, "1-words")
    coordinator.locator("aside a[href^='/tasks/']").nth(1).click()
    assert TITLE in coordinator.inner_text("h1")
    start(coordinator, "assign")
    deadline = today + dt.timedelta(days=20)
    coordinator.fill("[name=lead_unit]", "县水利局")
    coordinator.fill("[name=supporting_units]", "柳河镇人民政府")
    coordinator.fill("[name=deadline]", deadline.isoformat())
    coordinator.fill("[name=owner]", "陈水生")
    shoot(coordinator, "2-assign")
    finish(coordinator)
    assert status(coordinator) == "待签收"

    # The lead unit acknowledges and reports, with an attachment; the supporting unit reports, too.
    handler.goto("/")
    expect(handler.locator(".nav .count")).to_have_text("1")
    open_task(handler, "to_acknowledge")
    handler.goto("/my/")
    shoot(handler, "3-my-work")
    open_task(handler, "to_acknowledge")
    start(handler, "acknowledge")
    assert status(handler) == "办理中"
    start(handler, "report")
    plan = tmp_path / "资金申请.txt"
    plan.write_text("申请补助五十万元", encoding="utf-8")
    handler.set_input_files("[name=files]", plan)
    finish(handler, done="已向上级申请清淤补助资金，方案报县政府。", difficulty="补助额度尚未确定。", percent="30")
    open_task(supporter, "as_support")
    expect(supporter.locator("header a[href*='/submit/'], header form[action*='/submit/']")).to_have_count(0)
    start(supporter, "report")
    finish(supporter, done="两条支流已完成勘测，施工便道平整完毕。", next_step="资金到位后一周内开工。")
    shoot(supporter, "4-reports")
    expect(supporter.locator("a[href^='/attachments/']")).to_have_count(1)

    # More time is asked for and granted; the original deadline stays in view.
    handler.reload()
    start(handler, "ask_extension")
    later = deadline + dt.timedelta(days=40)
    finish(handler, wanted=later.isoformat(), reason="汛期河道水位高，清淤须待退水后进行。")
    open_task(coordinator, "to_decide")
    start(coordinator, "grant_extension")
    shoot(coordinator, "5-extension")
    finish(coordinator)
    assert later.isoformat() in coordinator.inner_text(".facts-card")
    assert deadline.isoformat() in coordinator.inner_text("main")

    # The coordinator chases; a second time on the same day is refused with the date of the first.
    start(coordinator, "chase")
    shoot(coordinator, "6-chase")
    finish(coordinator)
    start(coordinator, "chase")
    finish(coordinator)
    assert today.isoformat() in coordinator.inner_text("main [role=alert]")
    coordinator.goto(coordinator.url.split("chase/")[0])

    # Submitted, sent back, submitted again, closed out.
    handler.reload()
    start(handler, "submit")
    assert status(handler) == "待审核"
    open_task(coordinator, "to_review")
    start(coordinator, "send_back")
    finish(coordinator, reason="请补充两条支流清淤前后的对比情况。")
    open_task(handler, "sent_back")
    shoot(handler, "7-sent-back")
    start(handler, "report")
    finish(handler, done="两条支流清淤完成，已补充前后对比情况。", percent="100")
    start(handler, "submit")
    open_task(coordinator, "to_review")
    start(coordinator, "close_out")
    finish(coordinator)
    assert status(coordinator) == "已销号"
    shoot(coordinator, "8-closed")

    # The reader watches it; when it is reopened, the whole year can be read in the timeline.
    task = Task.objects.get(title__startswith=TITLE)
    reader.goto(f"/tasks/{task.pk}/")
    reader.click(f"form[action$='/tasks/{task.pk}/watch/'] button")
    start(coordinator, "reopen")
    finish(coordinator, reason="雨后复查发现一条支流再次淤积。")
    assert status(coordinator) == "办理中"
    open_task(reader, "watched")
    timeline = reader.locator(".timeline")
    timeline.scroll_into_view_if_needed()
    shoot(reader, "9-timeline")
    for name in ("杜小班", "陈水生", "柳青青"):
        expect(timeline).to_contain_text(name)
    offered = reader.locator("main header .button, main header form button")
    expect(offered).to_have_text(["取消关注", "督办通知单"])

    acts = list(dict.fromkeys(task.events.order_by("id").values_list("version", "verb")))
    assert [verb for _version, verb in acts] == [
        "create", "assign", "acknowledge", "report", "report", "ask_extension", "grant_extension", "chase",
        "submit", "send_back", "report", "submit", "close_out", "reopen",
    ]  # fmt: skip
    assert [version for version, _verb in acts] == list(range(1, len(acts) + 1))
    task.refresh_from_db()
    assert (task.version, task.original_deadline, task.times_extended) == (len(acts), deadline, 1)
    # A refused form answers 200, a browser without JavaScript reports nothing: whatever is here is a fault.
    assert [fault for page in cast.values() for fault in page.faults] == []
