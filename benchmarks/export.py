"""Files of the ledger: seconds of a core and peak memory at 100,000 rows against 1,000, each in a process of its own.

usage: python benchmarks/export.py [postgres://…]      (default: SQLite in a temporary folder)

Floor: XlsxWriter alone writing as many rows and columns of ready text. At last the way back: 5,000 rows, 500 edited.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 1_000, 100_000
KINDS = ("xlsx", "csv", "json", "floor")
BACK, EDITED = 5_000, 500


def main(database: str = "") -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import list_

    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        list_.set_up(folder, database)
        list_.people()
        list_.grow(LARGE)
        from django.db import connection

        used = connection.settings_dict["NAME"]
        address = f"{database.rsplit('/', 1)[0]}/{used}" if database else f"sqlite:///{used}"
        told = {"DATA_DIR": folder, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
        for kind in KINDS:
            for rows in (SMALL, LARGE):
                command = [sys.executable, __file__, "one", kind, str(rows)]
                subprocess.run(command, env={**os.environ, **told}, check=True)
        subprocess.run([sys.executable, __file__, "back"], env={**os.environ, **told}, check=True)


def one(kind: str, rows: int) -> None:
    """Write one file of so many tasks, all columns, and print what it took."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    began = time.process_time()
    size = floor(rows) if kind == "floor" else export(kind, rows)
    took = time.process_time() - began
    peak = memory()
    print(
        f"{kind:6} {rows:7} rows  {took:6.1f} s of a core  {size / 1e6:6.1f} MB file  {peak:5.0f} MB at the peak",
        flush=True,
    )


def back() -> None:
    """Take an exported ledger with edits in again, and print what each step took."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from accounts.models import User
    from tracker.ledger.incoming import confirm_returned, receive, returned_plan

    by, data = User.objects.get(), edited()
    began = time.process_time()
    steps = {}

    def step(name: str) -> None:
        steps[name] = time.process_time() - began - sum(steps.values())

    draft = receive(data, "ledger.xlsx", by=by)
    step("upload")
    plan = returned_plan(draft, by)
    step("preview")
    confirm_returned(draft, by=by, version=draft.version, seen=plan.fingerprint)
    step("confirmation")
    assert len(plan.ready) == EDITED
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    print(f"back   {BACK:7} rows, {EDITED} edited: {told}; {memory():.0f} MB at the peak", flush=True)


def edited() -> bytes:
    """Return a workbook of the latest tasks with other owners in some rows."""
    import io

    from openpyxl import load_workbook

    from tracker.columns import COLUMNS
    from tracker.ledger.sheet import Sheet
    from tracker.ledger.workbook import write_workbook
    from tracker.lights import lit
    from tracker.models import Task

    target = io.BytesIO()
    editable = Task.objects.exclude(status="closed")
    newest = editable.filter(pk__gt=editable.order_by("-pk")[BACK].pk)
    write_workbook(Sheet(lit(newest).order_by("-pk"), COLUMNS), target)
    book = load_workbook(target)
    place = next(cell.column for cell in book.active[2] if cell.value == label("owner"))
    for row in range(3, 3 + BACK, BACK // EDITED):
        book.active.cell(row, place).value = "李四"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def label(key: str) -> str:
    from tracker.columns import BY_KEY

    return str(BY_KEY[key].label)


def memory() -> float:
    """Return the megabytes that this process used at most; getrusage would count the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def export(kind: str, rows: int) -> int:
    from tracker.columns import COLUMNS
    from tracker.ledger.outgoing import FORMATS
    from tracker.ledger.sheet import Sheet
    from tracker.lights import lit
    from tracker.models import Task

    first = Task.objects.order_by("pk")[rows - 1].pk
    sheet = Sheet(lit(Task.objects.filter(pk__lte=first)).order_by("-pk"), COLUMNS)
    return sum(map(len, FORMATS[kind].content(sheet)))


def floor(rows: int) -> int:
    from xlsxwriter.workbook import Workbook

    from tracker.columns import COLUMNS

    with tempfile.TemporaryFile() as target:
        with Workbook(target, {"constant_memory": True}) as book:
            page = book.add_worksheet()
            for row in range(rows):
                for column in range(len(COLUMNS)):
                    page.write_string(row, column, "加强日常监督检查")
        return target.tell()


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["back"]:
        back()
    else:
        main(*sys.argv[1:2])
