"""Work for a worker under test, and the worker: `python -m tests.server.hands`. It writes a log."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def slow(run):
    """Take a while in steps, and till there is a file `gate` if one is named; then write a unit, to be counted."""
    from accounts.models import Unit

    seconds, steps = run.params["seconds"], 20
    for number in range(steps):
        run.step(number, steps)
        time.sleep(seconds / steps)
    while run.params.get("gate") and not Path(run.params["gate"]).exists():
        run.step(steps, steps)
        time.sleep(0.1)

    def write():
        with Path(run.params["log"]).open("a", encoding="utf-8") as log:
            log.write(f"{os.getpid()}\n")
        Unit.objects.create(name=run.params["unit"])
        return {"next": "/"}

    return write


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from tracker import jobs

    jobs.WORK["slow"] = "tests.server.hands.slow"
    call_command("work", *sys.argv[1:])


if __name__ == "__main__":
    main()
