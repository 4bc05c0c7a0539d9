"""Acting on many tasks in a real browser, with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tracker.models import Task


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
