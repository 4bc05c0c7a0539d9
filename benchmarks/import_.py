"""Import: rows stored per second, against bare sqlite3 writing the same rows in the same run.

usage: python benchmarks/import_.py [SUMMARIES]      (default 100 generated summaries)
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
    "tracker_importbatch", "tracker_task", "tracker_tasksource", "tracker_taskevent", "tracker_answer",
)  # fmt: skip


def generated(number: int) -> str:
    """Return a summary of about 3,000 characters with 5 problems and 5 plans; no two are alike."""
    work = "".join(
        f"（{n}）第{n}项工作有序推进，编号{number}-{n}，全年走访{number + n}户、整改{n * 7}处，群众反映良好。" * 4
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


def timed_import(texts: list[str]) -> float:
    from tracker.intake import import_file

    begin = time.perf_counter()
    for number, text in enumerate(texts):
        import_file(text.encode(), f"{number}.txt")
    return time.perf_counter() - begin


def timed_extraction(texts: list[str]) -> float:
    from summaries.extraction import extract

    begin = time.perf_counter()
    for text in texts:
        extract(text)
    return time.perf_counter() - begin


def timed_floor(database: Path, copy: Path) -> tuple[int, float]:
    """Write the rows of `database` into an empty copy of its schema; return how many, and the seconds."""
    source, target = sqlite3.connect(database), sqlite3.connect(copy)
    target.execute("PRAGMA journal_mode=WAL")
    for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%'"):
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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    texts = [generated(number) for number in range(1, count + 1)]
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        timed_extraction(texts[:1])  # loads the dictionary once, as a running site has it
        extraction = timed_extraction(texts)
        whole = timed_import(texts)
        rows, floor = timed_floor(Path(folder) / "duban.sqlite3", Path(folder) / "floor.sqlite3")
        from django.db import connection

        connection.close()
    print(f"{count} summaries, {sum(map(len, texts)) / count:.0f} characters each, {rows} rows")
    print(f"import      {whole:8.3f} s  {rows / whole:10.0f} rows/s  {count / whole:6.1f} summaries/s")
    print(f"  of it extraction {extraction:8.3f} s")
    print(f"floor       {floor:8.3f} s  {rows / floor:10.0f} rows/s  (sqlite3 executemany, one transaction)")
    print(f"ratio       {whole / floor:8.1f} times the floor; without extraction {(whole - extraction) / floor:.1f}")


if __name__ == "__main__":
    main()
