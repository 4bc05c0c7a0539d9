"""The ledger by way of Excel: out, edited and in again; an office's own ledger; with and without JavaScript."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.tracker.test_ledger_old import old_ledger
from tracker.models import Task

pytestmark = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def tasks(make_task, bureau):
    return [make_task(title=f"第{number}件", lead_unit=bureau) for number in range(1, 4)]


def saved(page, press: str) -> bytes:
    """Return the file that pressing something downloads."""
    with page.expect_download() as waiting:
        page.click(press)
    return waiting.value.path().read_bytes()


def upload(page, data: bytes, name="台账.xlsx") -> None:
    page.goto("/tasks/")
    page.click("main a[href='/tasks/import/']")
    page.set_input_files("input[name=file]", [{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    page.click("#upload button[type=submit]")
    page.wait_for_url("**/tasks/import/*/")


def edited(data: bytes, head: str, value: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    place = next(cell.column for cell in book.active[2] if cell.value == head)
    book.active.cell(4, place).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_out_to_excel_and_back(javascript, tasks, live_server, open_page, coordinator):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?sort=title")
    data = saved(page, "text=Excel")
    upload(page, data)
    expect(page.locator(".empty")).to_have_count(1)
    upload(page, edited(data, "责任人", "钱管家"))
    expect(page.locator(".changes-table tbody tr")).to_have_count(1)
    page.goto("/tasks/import/")  # leave, and come back
    page.locator("main table").first.locator("a").first.click()
    expect(page.locator(".changes-table ins")).to_have_text("钱管家")
    page.click("button[value=confirm]")
    page.wait_for_load_state()
    expect(page.locator("main tbody tr")).to_have_count(1)
    assert list(Task.objects.order_by("title").values_list("owner", flat=True)) == ["", "钱管家", ""]
    assert not page.faults


def test_ticked_rows_go_out(javascript, tasks, live_server, open_page, coordinator):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?sort=title")
    page.locator("input[name=chosen]").nth(2).check()
    data = saved(page, "button[formaction]")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)[2:]
    assert [row[-2] for row in rows] == [tasks[2].pk]
    assert not page.faults


def test_an_old_ledger_comes_in(javascript, bureau, live_server, open_page, coordinator):
    page = open_page(coordinator, javascript=javascript)
    upload(page, old_ledger())
    page.select_option("select[name=column-3]", "title")
    page.select_option("select[name=column-2]", "keep")
    page.locator("button[value=read]").first.click()
    page.wait_for_load_state()
    assert page.locator("main").inner_text().count("倒排工期") > 1
    page.click("button[value=confirm]")
    page.wait_for_load_state()
    found = Task.objects.order_by("pk").values_list("title", "status", "lead_unit__name")
    assert list(found) == [("倒排工期", "candidate", bureau.name), ("争取补助", "candidate", None)]
    assert not page.faults
