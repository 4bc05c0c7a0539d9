"""Every page that is read, looked over by axe-core in a browser: nothing serious may be wrong, in light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests import test_access
from tests.test_access import OK, PAGES, WHO

rows, supporter = test_access.rows, test_access.supporter
#: Not pages: feeds, files, and a row that is put into one.
FILES = {"topic-export", "task-export", "task-row", "calendar-feed", "attachment-download", "health"}
READ = [
    name
    for name, page in PAGES.items()
    if "GET" in page.methods and WHO[page.who]["coordinator"] == OK and name not in FILES
]


def serious(page) -> list[str]:
    """Return what axe finds serious or worse on the page, with the places."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {each['id']}: {[node['html'][:200] for node in each['nodes']][:4]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 400)])
def test_no_page_shuts_anybody_out(scheme, width, rows, live_server, open_page, coordinator):
    page = open_page(coordinator, scheme=scheme, width=width)
    wrong = []
    for name in READ:
        of = PAGES[name].of
        query = f"?verb=assign&chosen={rows['task']}-1" if name in ("task-bulk", "task-bulk-all") else ""
        answer = page.goto(reverse(name, args=[rows[of]] if of else []) + query)
        assert answer.status == OK, name
        wrong += serious(page)
    for verb in ("assign", "report", "close_out", "edit", "dismiss", "chase", "split"):
        answer = page.goto(reverse("task-act", args=[rows["task"], verb]))
        if answer.status == OK:
            wrong += serious(page)
    assert not wrong, "\n".join(wrong)


def test_the_door_is_open_to_all(live_server, open_page):
    page = open_page()
    page.goto("/accounts/login/")
    assert not serious(page)
