"""The site as `make run` starts it: it comes up with the demo, comes up again, and bears many hands at once."""

from __future__ import annotations

import json
import re
import threading

import pytest


@pytest.fixture(scope="module")
def site(start):
    return start()


def test_the_first_start_shows_a_demo_to_log_in_to(site):
    assert {"admin", "duban"} <= set(site.logins)
    page = site.browser("duban").get("/tasks/")
    assert page.status == 200
    assert "河长制" in page.text


def test_static_files_are_served_with_names_that_may_be_cached(site):
    page = site.browser().get("/accounts/login/")
    style = re.search(r'href="(/static/duban\.[0-9a-f]+\.css)"', page.text).group(1)
    assert site.browser().get(style).status == 200


def test_the_second_start_keeps_everything(site, start):
    again = start()
    assert again.logins == site.logins
    assert again.browser("duban").get("/").status == 200


def test_health_needs_no_log_in(site):
    assert json.loads(site.browser().get("/health/").text)["status"] == "ok"


def test_no_page_tells_more_than_it_should(site):
    page = site.browser("duban").get("/nowhere/")
    assert page.status == 404
    assert "Traceback" not in page.text
    assert "urlpatterns" not in page.text


HANDS = 20


def test_twenty_hands_on_one_task_lose_nothing(site):
    """Each of 20 threads edits the same task once, over HTTP, asking again when the form was stale."""
    coordinator = site.browser("duban")
    listing = coordinator.get("/tasks/").text
    task = re.search(r'href="(/tasks/\d+/)', listing).group(1)
    first = int(coordinator.get(f"{task}edit/").field("version"))
    seen: list[int] = []
    barrier = threading.Barrier(HANDS)

    def edit(hand: int) -> None:
        browser = site.browser("duban")
        barrier.wait()
        for _attempt in range(200):
            form = browser.get(f"{task}edit/")
            seen.append(form.status)
            done = browser.post(f"{task}edit/", form, **values(form, f"第{hand}人"))
            seen.append(done.status)
            if done.status == 200 and not done.url.endswith("/edit/"):
                return
        raise AssertionError(f"hand {hand} never got through")

    threads = [threading.Thread(target=edit, args=[hand]) for hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(seen) <= {200, 409}
    told = site.manage("shell", "-v", "0", "-c", TELL.format(pk=re.search(r"\d+", task).group()))
    version, versions, owners = json.loads(told.splitlines()[-1])
    assert version == first + HANDS
    assert versions == list(range(first + 1, first + HANDS + 1))
    assert set(owners) == {f"第{hand}人" for hand in range(HANDS)}


TELL = """
import json
from tracker.models import Task
task = Task.objects.get(pk={pk})
lines = list(task.events.filter(verb="edit", field="owner").order_by("id").values_list("version", "new"))
print(json.dumps([task.version, [version for version, _ in lines], [owner for _, owner in lines]]))
"""


def values(form, owner: str) -> dict[str, str]:
    """Return what the edit form holds, with another owner."""
    kept = {}
    for name in ("title", "year", "lead_unit", "deadline", "deadline_words", "version"):
        found = re.search(rf'<input[^>]*name="{name}"[^>]*?(?:value="([^"]*)")?[^>]*>', form.text)
        kept[name] = (re.search(r'value="([^"]*)"', found.group(0)) or [None, ""])[1] if found else ""
    topic = re.search(r'<option value="(\d+)" selected', form.text)
    units = re.search(r'<textarea[^>]*name="supporting_units"[^>]*>\s*([^<]*)</textarea>', form.text)
    return {
        **kept,
        "topic": topic.group(1) if topic else "",
        "supporting_units": units.group(1) if units else "",
        "owner": owner,
    }
