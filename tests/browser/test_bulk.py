"""Acting on many tasks in a real browser, with JavaScript and without."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tracker import jobs
from tracker.bulk import AT_MOST
from tracker.models import Job, Task


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 400])
def test_ticked_tasks_are_closed_out(javascript, width, open_page, make_task, coordinator):
    for title in ("清淤", "管护", "巡河"):
        make_task(title=title)
    page = open_page(coordinator, javascript=javascript, width=width)
    page.goto("/tasks/?kind=problem")
    tick_page = page.locator("[data-tick-all]")
    assert tick_page.is_visible() == javascript
    if javascript:
        tick_page.check()
        expect(page.locator("[name=chosen]:checked")).to_have_count(3)
        page.locator("[name=chosen]").first.uncheck()
    else:
        for box in page.locator("[name=chosen]").all()[1:]:
            box.check()
    page.select_option("[name=verb]", "close_out")
    page.click(".bulk button")
    page.click("form.stack .primary")
    expect(page.locator(".outcomes tbody tr")).to_have_count(2)
    page.click(".buttons .primary")
    assert page.url.endswith("/tasks/?kind=problem")
    assert Task.objects.filter(status="closed").count() == 2
    assert not page.faults


@pytest.mark.parametrize("javascript", [True, False])
def test_all_tasks_of_a_long_list_in_the_background(javascript, open_page, make_task, coordinator):
    many = (Task(kind="plan", title=f"第{n}项", started_on=timezone.localdate()) for n in range(AT_MOST + 1))
    Task.objects.bulk_create(many)
    make_task(title="清淤")
    page = open_page(coordinator, javascript=javascript)
    page.goto("/tasks/?kind=plan")
    page.select_option("[name=scope]", "all")
    page.select_option("[name=verb]", "dismiss")
    page.click(".bulk button >> nth=0")
    page.fill("[name=reason]", "重复导入")
    page.click("form.stack .primary")
    page.wait_for_url("**/jobs/*/")
    assert page.locator("progress").is_visible()
    left = page.url
    page.goto("about:blank")  # asking how far it is locks out who writes, in the database of these tests
    jobs.run.call(Job.objects.get().pk)
    page.goto(left)
    page.wait_for_url("**/tasks/bulk/*/")
    assert page.locator(".figure b").all_inner_texts() == ["0", str(AT_MOST + 1), "0"]
    assert list(Task.objects.exclude(status="dismissed").values_list("title", flat=True)) == ["清淤"]
    page.click(".buttons .primary")
    page.wait_for_url("**/tasks/?kind=plan")
    assert "501" in page.inner_text(".recent")
    assert not page.faults
