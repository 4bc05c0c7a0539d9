"""A worker: does what waits in the queue, and takes over from workers that died. Any number may run, on any machine."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from tracker import jobs

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.3  # how often an idle worker looks for work
REVIVE_SECONDS = 3.0
PRUNE_SECONDS = 24 * 3600.0  # a worker may run for months


class Command(BaseCommand):
    help = "Do the long work of the site in the background until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
        parser.add_argument("--attached", action="store_true", help="end when standard input does (for `serve`)")

    def handle(self, *args: object, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=LOOK_SECONDS,
            batch=options["once"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        jobs.prune()
        threading.Thread(target=_look_after, args=[threading.Event()], daemon=True).start()
        if options["attached"]:
            threading.Thread(target=_end_with_parent, daemon=True).start()
        worker.run()


def _look_after(over: threading.Event) -> None:
    """Look after the other workers, and once a day after what is old, as long as this one lives."""
    pruned = time.monotonic()
    try:
        while not over.wait(REVIVE_SECONDS):
            with contextlib.suppress(DatabaseError):  # busy: the next look will do
                if revived := jobs.revive():
                    logger.warning("took over %d jobs from workers that fell silent", revived)
                if time.monotonic() - pruned >= PRUNE_SECONDS:
                    jobs.prune()
                    pruned = time.monotonic()
    finally:
        connection.close()


def _end_with_parent() -> None:
    """End this process when whoever started it is gone, however it ended: then its pipe closes."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
