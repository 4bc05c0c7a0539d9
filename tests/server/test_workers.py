"""Workers as processes: one killed in the midst of a job, several at once, and the one that `serve` brings along."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.conftest import PATIENCE, ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not for Windows")
TELL = """
import json
from accounts.models import Unit
from tracker.models import Job
print(json.dumps([list(Job.objects.order_by("pk").values_list("state", "attempts")),
                  Unit.objects.filter(name__startswith="由后台建立").count()]))
"""
CLEAR = """
from accounts.models import Unit
from tracker.models import Job
Job.objects.all().delete()
Unit.objects.filter(name__startswith="由后台建立").delete()
"""
ASK = """
from tracker import jobs
jobs.WORK["slow"] = "tests.server.hands.slow"
for number in range({count}):
    given = {{"seconds": {seconds}, "log": {log!r}, "gate": {gate!r}, "unit": f"由后台建立{{number}}"}}
    jobs.start("slow", "慢", given, None)
"""


@pytest.fixture
def site(environment, tmp_path):
    """Return (run a line of Python on the site, start a worker); what is started ends with the test."""
    environment = {**environment, "DEMO": "0"}
    workers = []

    def manage(*args: str) -> str:
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

    def worker(*args: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.server.hands", *args]
        workers.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE))
        return workers[-1]

    manage("serve", "--prepare-only")
    manage("shell", "-v", "0", "-c", CLEAR)
    yield manage, worker
    for each in workers:
        each.kill()
        each.wait()
        each.stdin.close()


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def told(manage) -> tuple[list, int]:
    states, units = json.loads(manage("shell", "-v", "0", "-c", TELL).splitlines()[-1])
    return states, units


def until(met) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end
        time.sleep(0.3)


def test_a_job_of_a_killed_worker_is_finished_by_another_once(site, tmp_path):
    manage, worker = site
    log, gate = tmp_path / "log", tmp_path / "gate"
    manage("shell", "-v", "0", "-c", ASK.format(count=1, seconds=0, log=str(log), gate=str(gate)))
    first = worker()
    until(lambda: told(manage)[0] == [["running", 1]])
    first.send_signal(signal.SIGKILL)
    first.wait()
    gate.touch()
    worker()
    until(lambda: told(manage)[0] == [["done", 2]])
    assert told(manage)[1] == 1
    assert len(lines(log)) == 1


def test_a_worker_that_only_seemed_dead_does_not_finish_the_job_again(site, tmp_path):
    manage, worker = site
    log, gate = tmp_path / "log", tmp_path / "gate"
    manage("shell", "-v", "0", "-c", ASK.format(count=1, seconds=0, log=str(log), gate=str(gate)))
    first = worker()
    until(lambda: told(manage)[0] == [["running", 1]])
    first.send_signal(signal.SIGSTOP)
    gate.touch()
    worker()
    until(lambda: told(manage)[0] == [["done", 2]])
    first.send_signal(signal.SIGCONT)
    time.sleep(4)
    assert told(manage) == ([["done", 2]], 1)


def test_three_workers_share_ten_jobs(site, tmp_path):
    manage, worker = site
    log = tmp_path / "log"
    manage("shell", "-v", "0", "-c", ASK.format(count=10, seconds=0.2, log=str(log), gate=""))
    crowd = [worker("--once") for _number in range(3)]
    assert [each.wait(PATIENCE) for each in crowd] == [0, 0, 0]
    assert told(manage) == ([["done", 1]] * 10, 10)
    assert len(lines(log)) == 10


def test_an_attached_worker_ends_with_its_parent(site):
    _manage, worker = site
    process = worker("--attached")
    time.sleep(3)
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(PATIENCE) is not None


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see processes")
def test_serve_brings_a_worker_along_and_starts_another_when_it_dies(start):
    site = start()
    until(lambda: len(workers_of(site)) == 1)
    (first,) = workers_of(site)
    os.kill(first, signal.SIGKILL)
    until(lambda: workers_of(site) not in ([], [first]))


def workers_of(site) -> list[int]:
    """Return the ids of the workers that the site's `serve` has started."""
    port = site.base.rpartition(":")[2]
    lines = dict(_commands())
    servers = {pid for pid, line in lines.items() if f"serve --port {port}" in line}
    return [pid for pid, line in lines.items() if "work --attached" in line and _parent(pid) in servers]


def _commands() -> Iterator[tuple[int, str]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):  # it has just ended
                yield int(folder.name), (folder / "cmdline").read_text().replace("\0", " ")


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
