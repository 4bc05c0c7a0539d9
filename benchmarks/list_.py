"""The ledger list: its time at 100,000 tasks against 1,000, and against a bare django-tables2 view, in the same run.

usage: python benchmarks/list_.py [postgres://…]      (default: SQLite in a temporary folder)

Processor time is taken, of this process and of PostgreSQL's (which must run here): waiting for a core is not counted.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE, ROUNDS = 1_000, 100_000, 16
UNITS, TOPICS, BATCHES = 500, 40, 50
STATUSES = ("open", "assigned", "in_progress", "in_progress", "submitted", "closed", "closed", "candidate", "suspended")
LIST = "/tasks/?per_page=50"
PAGES = {
    "the list": LIST,
    "bare django-tables2": "/bare/",
    "last page": f"{LIST}&page=999999",
    "by deadline": f"{LIST}&sort=deadline",
    "by lead unit": f"{LIST}&sort=lead_unit",
    "red ones": f"{LIST}&light=red",
    "of a unit": f"{LIST}&unit=单位7",
    "counts of the filters": "/tasks/counts/",
    "a task and its neighbours": f"/tasks/1/?next={quote(LIST + '&sort=code', safe='')}",
}


def set_up(folder: str, database: str) -> None:
    os.environ |= {"DATA_DIR": folder, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings
    from django.db import connection

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django_tables2"]  # the bare view uses its tag and template
    django.setup()
    connection.settings_dict["TEST"]["NAME"] = "duban_benchmark" if database else f"{folder}/list.sqlite3"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    add_bare_view()


def add_bare_view() -> None:
    """Serve the same rows and columns as django-tables2 shows them by itself."""
    import django_tables2 as tables
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.urls import path

    from config.urls import urlpatterns
    from tracker.columns import usual
    from tracker.lights import lit
    from tracker.listing import ordered
    from tracker.models import LIVE, Task

    page = engines["django"].from_string("{% load django_tables2 %}<!doctype html>{% render_table table %}")

    def bare(request: HttpRequest) -> HttpResponse:
        rows = ordered(lit(Task.objects.filter(status__in=LIVE)), "")
        columns = [(each.key, tables.Column(verbose_name=each.label)) for each in usual()]
        related = rows.select_related("topic", "reporting_unit", "lead_unit")
        table = tables.Table(related, extra_columns=columns, template_name="django_tables2/table.html")
        tables.RequestConfig(request, paginate={"per_page": 50}).configure(table)
        return HttpResponse(page.render({"table": table}, request))

    urlpatterns.append(path("bare/", bare))


def people() -> None:
    """Make units, topics, imports and the edition that all words are of."""
    from accounts.models import Membership, Unit, User
    from summaries.models import Edition, Paragraph, SourceFile, Summary, Topic
    from tracker.models import ImportBatch

    units = Unit.objects.bulk_create(Unit(name=f"单位{number}") for number in range(UNITS))
    Topic.objects.bulk_create(Topic(name=f"专题{number}") for number in range(TOPICS))
    files = [SourceFile(sha256=f"{n:064}", name=f"{n}.txt", size=1, encoding="utf-8") for n in range(BATCHES)]
    files = SourceFile.objects.bulk_create(files)
    ImportBatch.objects.bulk_create(ImportBatch(source=file) for file in files)
    edition = Edition.objects.create(
        summary=Summary.objects.create(title="总结"), number=1, source=files[0], start=0, text="文" * 1000
    )
    Paragraph.objects.create(edition=edition, number=1, start=0, text="文" * 1000)
    user = User.objects.create_user("coordinator", name="杜小班")
    Membership.objects.create(user=user, unit=units[0], role="coordinator")


def grow(total: int) -> None:
    """Add tasks until there are so many, each with words of a document behind it."""
    from django.db import connection, transaction

    from tracker.models import Task

    with transaction.atomic():
        for start in range(Task.objects.count(), total, 5_000):
            add(range(start, min(start + 5_000, total)))
    with connection.cursor() as cursor:  # as the database does by itself, a while after
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def add(numbers: range) -> None:
    from summaries.models import Edition, Item
    from tracker.models import Task, TaskSource

    edition = Edition.objects.get()
    place = {"edition": edition, "paragraph": edition.paragraphs.get(), "kind": "problem", "start": 0, "end": 1}
    items = [Item(number=n, text="文", title=f"第{n}项", confidence=1, **place) for n in numbers]
    tasks = Task.objects.bulk_create(task(number) for number in numbers)
    sources = zip(tasks, Item.objects.bulk_create(items), strict=True)
    TaskSource.objects.bulk_create(TaskSource(task=task, item=item) for task, item in sources)


def task(number: int):
    from django.utils import timezone

    from accounts.models import Unit
    from summaries.models import Topic
    from tracker.models import ImportBatch, Task

    today = timezone.localdate()
    status = STATUSES[number * 7 % len(STATUSES)]
    return Task(
        kind="plan" if number % 2 else "problem",
        title=f"第{number}项：加强日常监督检查，压实各方责任，确保按期完成整改任务",
        topic_id=some(Topic, number),
        year=2015 + number % 10,
        reporting_unit_id=some(Unit, number),
        lead_unit_id=some(Unit, number * 3),
        owner=f"张{number % 900}",
        deadline=today + dt.timedelta(number * 11 % 900 - 60) if number % 5 else None,
        batch_id=some(ImportBatch, number * BATCHES // LARGE),
        started_on=today - dt.timedelta(number % 400),
        heard_on=today - dt.timedelta(number % 90) if status == "in_progress" else None,
        submitted_on=today if status == "submitted" else None,
        closed_on=today - dt.timedelta(number % 50) if status == "closed" else None,
        status=status,
        version=1,
    )


def some(model, number: int, known: dict = {}) -> int:  # noqa: B006
    if model not in known:
        known[model] = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return known[model][number % len(known[model])]


def timed(pages: dict[str, str]) -> dict[str, float]:
    """Return the milliseconds of processor time at best of each page, asked for in turns by a coordinator."""
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get())
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS):
        for name, address in pages.items():
            begin = spent()
            response = client.get(address)
            seconds = spent() - begin
            assert response.status_code == 200, address
            if turn:  # the first turn fills caches
                taken[name].append(seconds)
    return {name: min(each) * 1000 for name, each in taken.items()}


def spent() -> float:
    """Return the seconds that this process, and the database's process that works for it, have spent on a processor."""
    from django.db import connection

    seconds = time.process_time()
    if connection.vendor != "sqlite":
        pid = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def main() -> None:
    database = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder, database)
        from django.db import connection

        people()
        grow(SMALL)
        small = timed(PAGES)
        grow(LARGE)
        large = timed(PAGES)
        print(f"{connection.vendor}: milliseconds of processor time of a page of 50 rows, best of {ROUNDS - 1}")
        print(f"{'':26}{SMALL:>10,}{LARGE:>10,}     ratio")
        for name in PAGES:
            print(f"{name:26}{small[name]:10.1f}{large[name]:10.1f}{large[name] / small[name]:10.2f}")
        connection.creation.destroy_test_db(os.devnull, verbosity=0)


if __name__ == "__main__":
    main()
