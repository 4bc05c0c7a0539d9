"""Import: rows stored per second, against bare sqlite3 writing the same rows in the same run; and the memory it takes.

usage: python benchmarks/import_.py [SUMMARIES]      (default 1000 generated summaries of about 10 kB)
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = (
    "summaries_sourcefile", "summaries_summary", "summaries_edition", "summaries_paragraph", "summaries_item",
    "summaries_searchentry", "tracker_importbatch", "tracker_importbatch_editions", "tracker_batchtask",
    "tracker_task", "tracker_tasksource", "tracker_taskevent", "tracker_answer",
)  # fmt: skip


def generated(number: int) -> str:
    """Return a summary of about 3,000 characters with 5 problems and 5 plans; no two are alike."""
    work = "".join(
        f"（{n}）第{n}项工作有序推进，编号{number}-{n}，全年走访{number + n}户、整改{n * 7}处，群众反映良好。" * 9
        + "\n"
        for n in range(1, 10)
    )
    problems = "".join(
        f"（{n}）第{number}类第{n}个环节衔接不够顺畅，人员力量不足，影响整体进度。\n" for n in range(1, 6)
    )
    plans = "".join(f"（{n}）针对第{number}类第{n}个环节，明年{n}月底前完成流程梳理并开展培训。\n" for n in range(1, 6))
    return (
        f"第{number}街道2023年政务服务工作总结\n一、主要做法\n{work}二、存在的问题\n{problems}三、下一步打算\n{plans}"
    )


def set_up(folder: str) -> None:
    os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def timed_import(count: int) -> tuple[float, dict[int, int]]:
    """Return the seconds, and the peak memory in MB after a tenth of the files and after all."""
    from tracker.intake import import_file

    peaks = {}
    begin = time.perf_counter()
    for number in range(1, count + 1):
        import_file(generated(number).encode(), f"{number}.txt")
        if number in (count // 10, count):
            peaks[number] = peak_memory()
    return time.perf_counter() - begin, peaks


def peak_memory() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed_extraction(count: int) -> float:
    from summaries.extraction import extract

    begin = time.perf_counter()
    for number in range(1, count + 1):
        extract(generated(number))
    return time.perf_counter() - begin


def timed_floor(database: Path, copy: Path) -> tuple[int, float]:
    """Write the rows of `database` into an empty copy of its schema; return how many, and the seconds."""
    source, target = sqlite3.connect(database), sqlite3.connect(copy)
    target.execute("PRAGMA journal_mode=WAL")
    for table, sql in source.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index')"):
        if table in TABLES and sql:
            target.execute(sql)
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    begin = time.perf_counter()
    with target:
        for table, lines in rows.items():
            if lines:
                target.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(lines[0]))})", lines)
    seconds = time.perf_counter() - begin
    return sum(map(len, rows.values())), seconds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        timed_extraction(1)
        whole, peaks = timed_import(count)
        extraction = timed_extraction(count)
        rows, floor = timed_floor(Path(folder) / "duban.sqlite3", Path(folder) / "floor.sqlite3")
        from django.db import connection

        connection.close()
    print(f"{count} summaries, {len(generated(count).encode()) / 1000:.1f} kB each, {rows} rows")
    print(f"import      {whole:8.3f} s  {rows / whole:10.0f} rows/s  {count / whole:6.1f} summaries/s")
    print(f"  of it extraction {extraction:8.3f} s")
    print(f"floor       {floor:8.3f} s  {rows / floor:10.0f} rows/s  (sqlite3 executemany, one transaction)")
    print(f"ratio       {whole / floor:8.1f} times the floor; without extraction {(whole - extraction) / floor:.1f}")
    print("peak memory " + ", ".join(f"{peak} MB after {number} files" for number, peak in peaks.items()))


if __name__ == "__main__":
    main()
