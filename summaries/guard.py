"""The guarded reading room: uploads are parsed in a process of their own, whose death is a refusal with a sentence.

What is read, and how, is the business of summaries/readers; here is only that it can't hurt the site.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from summaries.readers import Grid, Reading, Unreadable, read, read_grids
from summaries.readers.formats import is_plain
from summaries.readers.grids import is_csv
from summaries.readers.limits import MAX_BYTES
from summaries.readers.wire import Result, from_wire, question

MEMORY_MEGABYTES = 400
WORK_SECONDS = 9  # of the processor; the longest documents take a third of it
SECONDS = 60  # on the clock, on a machine that has other things to do
_ROOT = Path(__file__).resolve().parent.parent
# The process sees what it needs to run, not the site's secrets.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH")


def read_guarded(data: bytes, name: str, *, seconds: int = SECONDS, megabytes: int = MEMORY_MEGABYTES) -> Reading:
    """Read one document as `summaries.readers.read` does, at most for so long and with so much memory."""
    if len(data) > MAX_BYTES or is_plain(data, name):
        return read(data, name)
    reading: Reading = _given(_result_of_process("text", data, name, seconds, megabytes))
    return reading


def read_grids_guarded(data: bytes, name: str, *, seconds: int = SECONDS) -> tuple[Grid, ...]:
    """Read the sheets of a spreadsheet as `summaries.readers.read_grids` does, within the same limits."""
    if len(data) > MAX_BYTES or is_csv(data, name):
        return read_grids(data, name)
    grids: tuple[Grid, ...] = _given(_result_of_process("grids", data, name, seconds, MEMORY_MEGABYTES))
    return grids


def _given(result: Result) -> Any:
    if isinstance(result, Unreadable):
        raise result
    return result


def _result_of_process(what: str, data: bytes, name: str, seconds: int, megabytes: int) -> Result:
    with subprocess.Popen(
        _command(what, megabytes, min(seconds, WORK_SECONDS)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            answer, _nothing = process.communicate(question(data, name), timeout=seconds)
        except subprocess.TimeoutExpired:
            return Unreadable("too_slow", name=name, limit=str(seconds))
        finally:
            _end(process)
    return _understood(answer, process.returncode, name, seconds)


def _command(what: str, megabytes: int, seconds: int) -> list[str]:
    return [sys.executable, "-m", "summaries.readers", what, str(megabytes), str(seconds)]


def _understood(answer: bytes, code: int, name: str, seconds: int) -> Result:
    try:
        return from_wire(answer)
    except ValueError:
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return Unreadable("too_slow", name=name, limit=str(seconds))
        return Unreadable("crashed", name=name)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started, whether it is done or not."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
