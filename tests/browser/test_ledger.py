"""The ledger list in a real browser: views, columns, counts, keys, editing in rows, going from task to task."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from tracker.models import SavedView, Task
from tracker.workflow import carry_out


@pytest.fixture
def tasks(make_task, bureau):
    titles = ("清淤", "管护", "巡河", "保洁")
    return [make_task(title=title, status="candidate", lead_unit=bureau, owner="陈水生") for title in titles]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_view_is_saved_and_survives_an_edit(javascript, tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?status=candidate")
    page.fill("[name=q]", "河")
    page.click(".filters .primary")
    page.wait_for_url("**/tasks/?*q=*")
    page.click(".views summary")
    page.click(".views a.apart")
    page.fill("[name=name]", "待核河道")
    page.check("[name=first]")
    page.click("main .primary")
    view = SavedView.objects.get()
    assert page.inner_text(".views summary").startswith("待核河道")
    page.goto("/tasks/")
    assert f"view={view.pk}" in page.url
    expect(page.locator("tbody tr")).to_have_count(1)
    here = page.url
    page.click("tbody .headline a")
    page.click("a.button[href*='/edit/']")
    page.fill("[name=title]", "巡河不到位")
    page.click("main form .primary")
    page.click(".crumbs a")
    page.wait_for_url(here)
    expect(page.locator("tbody .headline a")).to_have_text("巡河不到位")
    page.click(".field-kind summary")
    page.check("[name=kind][value=problem]")
    page.click(".field-kind button")
    page.wait_for_selector(".views .badge")
    page.click(".views summary")
    page.click(".views button[value=update]")
    page.wait_for_selector(".message.success")
    expect(page.locator(".views .badge")).to_have_count(0)
    assert "kind=problem" in SavedView.objects.get().query
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
def test_columns_are_chosen_and_put_in_order(javascript, tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?status=candidate")
    page.click(".list-tools a[href*='/columns/']")
    for key in ("kind", "topic", "year", "reporting_unit", "lead_unit", "owner", "deadline", "light"):
        page.uncheck(f"[name=column][value={key}]")
    page.click("[name=up][value=title]")
    page.click("[name=up][value=title]")
    page.click("[name=save]")
    page.wait_for_url("**/tasks/?*columns=*")
    shown = [heading.strip() for heading in page.locator("thead th:not(.choose)").all_inner_texts()]
    assert len(shown) == 3
    assert page.url.endswith("status=candidate&columns=title,code,status")
    page.goto("/tasks/?status=candidate&kind=problem")
    expect(page.locator("thead th:not(.choose)")).to_have_count(3)
    assert not page.faults


@pytest.mark.parametrize("width", [1280, 400])
def test_a_field_is_edited_in_its_row_and_a_conflict_shows_both_values(width, tasks, coordinator, open_page):
    page = open_page(coordinator, width=width)
    page.goto("/tasks/?status=candidate&sort=code")
    row = page.locator(f"#task-{tasks[0].pk}")
    row.locator(".inline", has_text="陈水生").click()
    row.locator("[name=owner]").fill("柳青青")
    row.locator("[name=owner]").press("Enter")
    row.locator(".inline", has_text="柳青青").wait_for()
    assert Task.objects.get(pk=tasks[0].pk).owner == "柳青青"
    row.locator(".inline").last.click()
    row.locator("[name=deadline]").fill("2030-06-30")
    carry_out(
        Task.objects.get(pk=tasks[0].pk), "edit", by=coordinator, version=2, changes={"deadline": dt.date(2030, 1, 1)}
    )
    row.locator(".inline-form .primary").click()
    row.locator("[role=alert]").wait_for()
    expect(row).to_contain_text("2030-01-01")
    assert row.locator("[name=deadline]").input_value() == "2030-06-30"
    row.locator(".inline-form .primary").click()
    row.locator(".inline", has_text="2030-06-30").wait_for()
    page.wait_for_function("id => document.activeElement.closest('tr')?.id == id", arg=f"task-{tasks[0].pk}")
    assert [fault for fault in page.faults if "409" not in fault] == []


def test_without_javascript_a_cell_leads_to_the_form(tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=False)
    page.goto("/tasks/?status=candidate&sort=code")
    page.locator(".inline").first.click()
    assert f"/tasks/{tasks[0].pk}/edit/" in page.url
    page.fill("[name=owner]", "柳青青")
    page.click("main form .primary")
    page.click(".crumbs a")
    assert page.url.endswith("/tasks/?status=candidate&sort=code")
    assert Task.objects.get(pk=tasks[0].pk).owner == "柳青青"


def test_keys(tasks, coordinator, open_page):
    page = open_page(coordinator)
    page.goto("/tasks/?status=candidate&sort=code")

    def focused() -> str:
        return page.evaluate("document.activeElement.textContent")

    for key, title in (("j", "清淤"), ("j", "管护"), ("j", "巡河"), ("k", "管护")):
        page.keyboard.press(key)
        assert focused() == title
    page.keyboard.press("x")
    expect(page.locator("[name=chosen]:checked")).to_have_count(1)
    expect(page.locator(".ticked b")).to_have_text("1")
    page.keyboard.press("e")
    page.wait_for_selector(".inline-form")
    page.keyboard.press("j")  # typed, not obeyed
    page.keyboard.press("Escape")
    page.wait_for_selector(".inline-form", state="detached")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    page.locator("tbody .headline a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*/?next=*")
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('h1').textContent == '管护'")
    assert not page.faults


def test_ticks_with_shift_and_for_the_page(tasks, coordinator, open_page):
    page = open_page(coordinator)
    page.goto("/tasks/?status=candidate")
    boxes = page.locator("[name=chosen]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.locator(".ticked b")).to_have_text("3")
    page.check("[data-tick-all]")
    expect(page.locator(".ticked b")).to_have_text("4")


@pytest.mark.parametrize("javascript", [True, False])
def test_counts_open_their_lists_and_stay_open(javascript, tasks, make_task, coordinator, open_page):
    make_task(title="打算", kind="plan", status="candidate")
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?status=candidate")
    page.click(".counts summary")
    if not javascript:
        page.click(".counts .facets a")
    page.locator(".facet a[href*='kind=plan']").click()
    page.wait_for_url("**/tasks/?*kind=plan*")
    expect(page.locator("tbody tr")).to_have_count(1)
    if javascript:
        page.wait_for_selector(".counts[open] .facet [aria-current]")
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 400])
def test_several_values_of_a_filter(javascript, width, tasks, make_task, coordinator, open_page):
    """They are ticked, shown as chips, chosen among the counts, and taken away one by one."""
    make_task(title="已办", status="closed", closed_on=dt.date.today())
    make_task(title="中止", status="suspended")
    page = open_page(coordinator, javascript=javascript, width=width)
    page.goto("/tasks/?sort=code")
    page.click(".field-status summary")
    page.uncheck("[name=status][value=live]")
    page.check("[name=status][value=candidate]")
    page.check("[name=status][value=closed]")
    page.click(".field-status button")
    page.wait_for_url("**status=candidate&status=closed**")
    assert page.locator("tbody tr").count() == 5
    assert page.inner_text(".field-status summary") == "待核、已销号"
    page.click(".counts summary")
    if not javascript:
        page.click(".counts .facets a")
    page.click(".facet a[title=一并筛选]:text-is('已中止')")
    page.wait_for_url("**status=suspended**")
    assert page.locator("tbody tr").count() == 6
    page.locator(".chip", has_text="待核").click()
    page.wait_for_url("**status=closed&status=suspended**")
    page.locator(".chip", has_text="待核").wait_for(state="detached")
    assert sorted(page.locator("tbody .headline a").all_inner_texts()) == ["中止", "已办"]
    if javascript:
        page.click(".field-light summary")
        page.keyboard.press("Escape")
        assert not page.locator(".several[open]").count()
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
def test_one_candidate_after_the_other_is_accepted(javascript, tasks, coordinator, open_page):
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?status=candidate&sort=code")
    page.locator("tbody .headline a").first.click()
    for _title in range(3):
        page.click("form[action$='/accept/'] button")
        page.wait_for_selector(".message.success")
        page.click("[rel=next]")
        page.wait_for_selector("form[action$='/accept/']")
    expect(page.locator("h1")).to_have_text("保洁")
    assert Task.objects.filter(status="open").count() == 3
    expect(page.locator("[rel=next]")).to_have_count(0)
    page.click(".crumbs a")
    expect(page.locator("tbody tr")).to_have_count(1)
