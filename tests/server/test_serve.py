"""The site as `make run` starts it: it comes up with the demo, comes up again, and bears many hands at once."""

from __future__ import annotations

import json
import re
import socketserver
import statistics
import subprocess
import sys
import threading
import time

import pytest

from tests.server.conftest import PATIENCE, ROOT, Answer
from tests.summaries.hostile import CASES


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


class Post(socketserver.StreamRequestHandler):
    """A mail server that takes every mail and knows as much of SMTP as that needs."""

    def handle(self) -> None:
        self.say("220 post")
        while line := self.rfile.readline().decode().strip().upper():
            if line == "DATA":
                self.say("354 go on")
                while (line := self.rfile.readline().strip()) != b".":
                    if line.startswith(b"To: "):
                        self.server.received.append(line[4:].decode())
            self.say("221 bye" if line == "QUIT" else "250 ok")
            if line == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def test_digests_of_several_senders_at_once_reach_each_person_once(site):
    site.manage("shell", "-v", "0", "-c", ADDRESSES)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as post:
        post.received = []
        threading.Thread(target=post.serve_forever, daemon=True).start()
        environment = {**site.environment, "MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(post.server_address[1])}
        command = [sys.executable, "manage.py", "send_digest"]
        senders = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for _each in range(3)
        ]
        told = [sender.communicate(timeout=PATIENCE)[0].decode() for sender in senders]
        post.shutdown()
    assert [sender.returncode for sender in senders] == [0] * 3, told
    assert "duban@duban.test" in post.received
    assert len(post.received) == len(set(post.received))


ADDRESSES = """
from accounts.models import User
for user in User.objects.all():
    user.email = f"{user.username}@duban.test"
    user.save()
"""
HANDS = 20
KEPT = ("title", "year", "lead_unit", "deadline", "deadline_words", "version")


def test_twenty_hands_on_one_task_lose_nothing(site):
    """Of 20 threads half edit the same task, half report on it, over HTTP, asking again when a form was stale."""
    task, first = json.loads(site.manage("shell", "-v", "0", "-c", MAKE).splitlines()[-1])
    seen: list[int] = []
    barrier = threading.Barrier(HANDS)

    def act(hand: int) -> None:
        verb, browser = ("edit", "report")[hand % 2], site.browser("duban")
        address = f"/tasks/{task}/{verb}/"
        barrier.wait()
        form = browser.get(address)
        for _attempt in range(200):
            seen.append(form.status)
            form = browser.post(address, form, **values(form, verb, f"第{hand}人"))
            if form.status == 200 and not form.url.endswith(address):
                return
        raise AssertionError(f"hand {hand} never got through")

    threads = [threading.Thread(target=act, args=[hand]) for hand in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(seen) <= {200, 409}
    assert 409 in seen
    told = site.manage("shell", "-v", "0", "-c", TELL.format(pk=task))
    version, versions, owners, reports, last = json.loads(told.splitlines()[-1])
    assert version == first + HANDS
    assert versions == list(range(first + 1, first + HANDS + 1))
    assert sorted(owners) == sorted(f"第{hand}人" for hand in range(0, HANDS, 2))
    assert sorted(reports) == sorted(f"第{hand}人" for hand in range(1, HANDS, 2))
    assert last == owners[-1]


MAKE = """
import json
from accounts.models import Unit, User
from tracker.handmade import task_without_source
from tracker.workflow import carry_out
duban = User.objects.get(username="duban")
task = task_without_source(kind="plan", title="二十人同办", by=duban)
carry_out(task, "assign", by=duban, version=1, changes={"lead_unit": Unit.objects.first()})
task = carry_out(task, "acknowledge", by=duban, version=2)
print(json.dumps([task.pk, task.version]))
"""
TELL = """
import json
from tracker.models import Task
task = Task.objects.get(pk={pk})
lines = list(task.events.filter(version__gt=3).order_by("id").values_list("field", "version", "new"))
owners, reports = ([new for field, _, new in lines if field == each] for each in ("owner", "report"))
kept = sorted(task.reports.values_list("done", flat=True))
assert kept == sorted(reports)
print(json.dumps([task.version, [version for _, version, _ in lines], owners, reports, task.owner]))
"""


def values(form, verb: str, words: str) -> dict[str, str]:
    """Return what a form holds, with the words of one hand."""
    if verb == "report":
        return {"version": form.field("version"), "done": words}
    kept = {}
    for name in KEPT:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*?(?:value="([^"]*)")?[^>]*>', form.text)
        kept[name] = (re.search(r'value="([^"]*)"', found.group(0)) or [None, ""])[1] if found else ""
    return {**kept, "owner": words}


NASTY = ("5 million operators", "markup without end", "60,000 paragraphs", "20 MB in one line", "a bomb in an archive")


def test_the_site_answers_while_hostile_files_are_read(site):
    """Five uploads at the same moment are refused with a sentence; whoever works meanwhile gets pages."""
    answers: dict[str, Answer] = {}
    files = {name: (CASES[name].file, CASES[name].make()) for name in NASTY}

    def upload(name: str) -> None:
        browser = site.browser("duban")
        answers[name] = browser.upload("/imports/new/", browser.get("/imports/new/"), *files[name])

    working = site.browser("shuili")
    usual = statistics.median(_seconds_for(working) for _time in range(5))
    threads = [threading.Thread(target=upload, args=[name]) for name in NASTY]
    for thread in threads:
        thread.start()
    waits = []
    while any(thread.is_alive() for thread in threads):
        waits.append(_seconds_for(working))
    assert {answer.status for answer in answers.values()} == {200}
    assert statistics.median(waits) < max(1, 10 * usual)
    told = {name: answer for name, answer in answers.items() if "/jobs/" in answer.url}
    told |= {name: answer for name, answer in answers.items() if 'class="message error"' in answer.text}
    assert sorted(told) == sorted(NASTY)


def _seconds_for(browser) -> float:
    """Return how long a page takes."""
    begin = time.monotonic()
    assert browser.get("/tasks/").status == 200
    return time.monotonic() - begin
