"""Every hostile file of hostile.py: read or refused as its row says, in less than 10 seconds of work and 400 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.summaries.hostile import CASES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 10, 400


@pytest.fixture(scope="module")
def told() -> dict[str, dict]:
    """Try all cases in a process of its own, whose memory can be measured."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.summaries.hostile"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}


def test_there_are_enough_of_them():
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_or_refused_as_its_row_says(told, name):
    outcomes, expected = told[name]["outcomes"], CASES[name].outcomes
    assert len(outcomes) == len(expected)
    assert all(found in wanted.split("|") for found, wanted in zip(outcomes, expected, strict=True)), outcomes
    assert told[name]["seconds"] < SECONDS
    assert told[name]["megabytes"] < MEGABYTES


def test_names_lead_nowhere(told):
    assert not Path("/tmp/evil").exists()
    assert told["names that climb out"]["outcomes"] == ["read"]
