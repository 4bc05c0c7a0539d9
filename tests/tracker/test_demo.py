"""What `make run` sets up: once, on an empty demo site, and never anywhere else."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Membership, User
from tracker import demo
from tracker.models import Answer, Task
from tracker.verbs import DECISIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_site(settings, tmp_path, monkeypatch):
    settings.DEMO = True
    settings.DEBUG = True  # no static files to collect
    monkeypatch.setattr(demo, "LOGINS", tmp_path / "demo_logins.txt")


def serve(capsys, *args: str) -> str:
    call_command("serve", "--prepare-only", *args)
    return capsys.readouterr().out


def test_the_demo_has_tasks_and_one_user_per_role_who_can_log_in(demo_site, capsys, client):
    out = serve(capsys)
    assert Task.objects.count() > 60
    assert set(Membership.objects.values_list("role", flat=True)) == set(Membership.Role.values)
    assert User.objects.filter(is_superuser=True).count() == 1
    logins = re.findall(r"^  (\w+) +(\S+) ", out, re.M)
    assert {name for name, _password in logins} == set(User.objects.values_list("username", flat=True))
    for name, password in logins:
        client.logout()
        response = client.post("/accounts/login/", {"username": name, "password": password})
        assert response.status_code == 302, name


def test_the_demo_shows_every_stage_of_the_work(demo_site, capsys):
    serve(capsys)
    stages = {"open", "assigned", "in_progress", "submitted", "closed"}
    assert stages <= set(Task.objects.values_list("status", flat=True))
    closed = Task.objects.filter(status="closed").first()
    acts = closed.events.exclude(verb__in=DECISIONS).order_by("version")
    assert list(acts.values_list("verb", flat=True).distinct()) == [
        "create", "assign", "acknowledge", "report", "submit", "close_out",
    ]  # fmt: skip
    assert {"杜文秀", "陈水生"} <= {str(event.by) for event in closed.events.exclude(by=None)}

    assert set(Answer.objects.values_list("state", flat=True)) == set(Answer.State.values)


def test_the_demo_comes_only_once(demo_site, capsys):
    first = serve(capsys)
    counts = (User.objects.count(), Task.objects.count())
    second = serve(capsys)
    assert (User.objects.count(), Task.objects.count()) == counts
    assert re.findall(r"^  \w+ +\S+ ", first, re.M) == re.findall(r"^  \w+ +\S+ ", second, re.M)


def test_a_site_that_is_no_demo_stays_empty(settings, capsys):
    settings.DEBUG, settings.DEMO = True, False
    out = serve(capsys)
    assert (User.objects.count(), Task.objects.count()) == (0, 0)
    assert "createsuperuser" in out
    assert "http://" not in out  # nothing was started


class Terminal(io.StringIO):
    def isatty(self):
        return True


class NoServer:
    def __init__(self, *args, **options):
        pass

    def serve(self):
        pass


def test_the_first_start_at_a_terminal_asks_for_the_administrator_once(settings, capsys, monkeypatch):
    settings.DEBUG, settings.DEMO = True, False
    monkeypatch.setattr("granian.Granian", NoServer)
    monkeypatch.setattr("getpass.getpass", lambda *_prompt: "河长制-2024-签收")
    monkeypatch.setattr("sys.stdin", Terminal("chen\n\n"))
    for _start in range(2):
        call_command("serve", "--no-worker", port=0)
    made = User.objects.get()
    assert (made.username, made.is_superuser) == ("chen", True)
    assert made.check_password("河长制-2024-签收")


def test_a_demo_is_not_taken_for_a_site_of_one_s_own(demo_site, settings, capsys):
    assert "DATA_DIR" not in serve(capsys)
    settings.DEMO = False
    assert "DATA_DIR" in serve(capsys)


def test_a_python_without_the_packages_is_told_which_one_to_take():
    bare = [sys.executable, "-I", "-S", str(settings.BASE_DIR / "manage.py"), "serve"]
    done = subprocess.run(bare, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"})
    assert (done.returncode, "Traceback" in done.stderr, "make run" in done.stderr) == (1, False, True)


def test_a_site_with_users_never_becomes_a_demo(demo_site, capsys, administrator):
    serve(capsys)
    assert User.objects.count() == 1
    assert not Task.objects.exists()


def test_demo_logins_are_private(demo_site, capsys):
    serve(capsys)
    assert demo.LOGINS.stat().st_mode & 0o077 == 0
