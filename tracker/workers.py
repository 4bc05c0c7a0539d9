"""A worker process beside the server, so that one command starts all that a small site needs."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator

from django.conf import settings

RESTART_SECONDS = 2.0
PATIENCE_SECONDS = 10.0  # what it has not finished then is done after the next start
_COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--attached"]


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running; it ends with this process, even if that is killed, because its standard input ends."""
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep, args=[stopping], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep(stopping: threading.Event) -> None:
    while not stopping.is_set():
        # A session of its own: Ctrl+C is for the server, which then lets the worker finish.
        with subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, cwd=settings.BASE_DIR, start_new_session=True) as worker:
            while worker.poll() is None and not stopping.wait(0.2):
                pass
            _let_go(worker)
        stopping.wait(RESTART_SECONDS)


def _let_go(worker: subprocess.Popen[bytes]) -> None:
    worker.stdin.close()
    try:
        worker.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
