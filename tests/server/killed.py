"""Imports that are killed, and imports at the same moment: `python -m tests.server.killed`, on an empty site.

Each import is a forked process, so that fifty of them take seconds. What came of it is written as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

KILLS, CROWD = 50, 8


def text(number: int) -> str:
    """Return a document with 12 problems and 12 plans; two of them differ in their number only."""
    work = "".join(f"（{n}）第{n}项工作有序推进，全年走访群众三百余户，整改问题四十余处。\n" for n in range(1, 30))
    problems = "".join(f"（{n}）第{n}个环节衔接不够顺畅，人员力量不足，影响整体进度。\n" for n in range(1, 13))
    plans = "".join(f"（{n}）针对第{n}个环节，明年{n}月底前完成流程梳理并开展培训。\n" for n in range(1, 13))
    title = f"{number:04d}号街道2023年政务服务工作总结"
    return f"{title}\n一、主要做法\n{work}二、存在的问题\n{problems}三、下一步打算\n{plans}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    seconds = timed(0)
    clean = evidence(0)
    rng = random.Random(7)
    states = [killed(number, rng.uniform(0, 1.3 * seconds), clean) for number in range(1, KILLS + 1)]
    together = crowd(9999)
    told = {"states": states, "crowd": together, "one result": evidence(9999) == clean, "damage": damage()}
    sys.stdout.write(json.dumps(told) + "\n")


def timed(number: int) -> float:
    """Import a document in a process of its own; return the seconds it took."""
    begin = time.monotonic()
    os.waitpid(forked(number), 0)
    return time.monotonic() - begin


def forked(number: int, gate: int | None = None) -> int:
    """Start an import, which waits for the gate to open; return the process."""
    from django.db import connection

    connection.close()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        from tracker.intake import import_file

        if gate is not None:
            os.read(gate, 1)
        import_file(text(number).encode(), f"{number}.txt")
        code = 0
    finally:
        os._exit(code)


def killed(number: int, delay: float, clean: dict) -> list:
    """Kill an import, look what is there, import again: return [was it killed in time, what was there, is it clean]."""
    process = forked(number)
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    ended = os.waitpid(process, 0)[1]
    found = evidence(number)
    there = "empty" if not any(found.values()) else "complete" if found == clean else "partial"
    os.waitpid(forked(number), 0)
    return [os.WIFSIGNALED(ended), there, evidence(number) == clean]


def crowd(number: int) -> list[int]:
    """Let several processes import one document at the same moment; return their exit codes."""
    gate, opener = os.pipe()
    processes = [forked(number, gate) for _each in range(CROWD)]
    time.sleep(0.2)
    os.write(opener, b"x" * CROWD)
    return [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]


def evidence(number: int) -> dict:
    """Return everything that the site has of a document, without the numbers of rows."""
    from django.db.models import F

    from summaries.models import Edition, Item, Paragraph, SearchEntry, SourceFile
    from tracker.models import Answer, BatchTask, ImportBatch, Task, TaskEvent

    title = f"{number:04d}号"
    of = {"edition__summary__title__startswith": title}
    tasks = Task.objects.filter(sources__item__edition__summary__title__startswith=title)
    batches = ImportBatch.objects.filter(source__name=f"{number}.txt")
    return {
        "sources": SourceFile.objects.filter(name=f"{number}.txt").count(),
        "editions": Edition.objects.filter(summary__title__startswith=title).count(),
        "current": Edition.objects.filter(summary__current=F("pk"), summary__title__startswith=title).count(),
        "paragraphs": Paragraph.objects.filter(**of).count(),
        "search": SearchEntry.objects.filter(paragraph__edition__summary__title__startswith=title).count(),
        "items": list(Item.objects.filter(**of).order_by("kind", "number").values_list("text", flat=True)),
        "tasks": list(tasks.order_by("pk").values_list("title", "status", "version")),
        "events": TaskEvent.objects.filter(task__in=tasks).count(),
        "answers": Answer.objects.filter(problem__in=tasks).count(),
        "batches": list(batches.values_list("created", "unchanged", "changed", "vanished", "returned")),
        "outcomes": BatchTask.objects.filter(batch__in=batches).count(),
    }


def damage() -> list[str]:
    """Return what is not as it must be in the whole site: rows without their file, tasks without words."""
    from summaries.models import SourceFile
    from summaries.storage import original_path
    from tracker.models import Task, TaskEvent

    wrong = []
    for sha256 in SourceFile.objects.values_list("sha256", flat=True):
        path: Path = original_path(sha256)
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            wrong.append(f"original {sha256}")
    wrong += [f"task {pk} without words" for pk in Task.objects.filter(sources=None).values_list("pk", flat=True)]
    wrong += [f"task {pk} without a beginning" for pk in Task.objects.exclude(pk__in=TaskEvent.objects.values("task"))]
    return wrong


if __name__ == "__main__":
    main()
