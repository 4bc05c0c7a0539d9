"""kill -9 at fifty moments of an import, and eight imports of one file at once: all or nothing, and one result."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.server.conftest import ROOT
from tests.server.killed import CROWD, KILLS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not for Windows")


@pytest.fixture(scope="module")
def told(environment) -> dict:
    environment = {**environment, "DEMO": "0"}

    def run(*args: str) -> str:
        done = subprocess.run([sys.executable, *args], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("manage.py", "serve", "--prepare-only")
    return json.loads(run("-m", "tests.server.killed").splitlines()[-1])


def test_a_killed_import_left_everything_or_nothing(told):
    found = [there for _killed, there, _clean in told["states"]]
    assert len(found) == KILLS
    assert set(found) == {"empty", "complete"}, found
    assert sum(killed for killed, _there, _clean in told["states"]) > KILLS // 2


def test_another_try_reaches_what_a_clean_import_gives(told):
    assert all(clean for _killed, _there, clean in told["states"])


def test_eight_imports_of_one_file_give_one_result_and_no_error(told):
    assert told["crowd"] == [0] * CROWD
    assert told["one result"]


def test_no_row_is_without_its_file_and_no_task_without_its_words(told):
    assert told["damage"] == []
