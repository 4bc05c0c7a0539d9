"""The review of a topic of 2,000 tasks, page and Word document, against a bare page of the same tasks in the same run.

usage: python benchmarks/review.py [postgres://…]      (default: SQLite in a temporary folder)
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import tempfile

from list_ import set_up, spent

TASKS, UNITS, ROUNDS = 2_000, 60, 12
STATUSES = ("open", "assigned", "in_progress", "in_progress", "submitted", "closed")
STATES = ("suggested", "suggested", "confirmed", "rejected")
BARE = """{% for task in tasks %}<li><a href="{{ task.get_absolute_url }}">{{ task.title }}</a> {{ task.light }}
{{ task.get_status_display }} {{ task.lead_unit }} {{ task.deadline|date:"Y-m-d" }}</li>{% endfor %}"""


def fill() -> int:
    """Make a topic with tasks, answers and reports; return its number."""
    from django.utils import timezone

    from accounts.models import Membership, Unit, User
    from summaries.models import Topic
    from tracker.models import Answer, ProgressReport, Task

    chance, today = random.Random(1), timezone.localdate()
    units = Unit.objects.bulk_create(Unit(name=f"单位{number}") for number in range(UNITS))
    user = User.objects.create_user("coordinator", name="杜小班")
    Membership.objects.create(user=user, unit=units[0], role="coordinator")
    topic = Topic.objects.create(name="河长制")
    tasks = Task.objects.bulk_create(
        Task(
            kind="plan" if number % 2 else "problem",
            title=f"第{number}项：加强日常监督检查，压实各方责任，确保按期完成整改任务",
            topic=topic,
            year=2020 + number % 4,
            reporting_unit=chance.choice(units),
            lead_unit=chance.choice(units),
            deadline=today + dt.timedelta(chance.randrange(-50, 300)) if number % 5 else None,
            started_on=today - dt.timedelta(90),
            status=chance.choice(STATUSES),
            version=1,
        )
        for number in range(TASKS)
    )
    plans = [task for task in tasks if task.kind == "plan"]
    pairs = [
        (task, plan) for task in tasks if task.kind == "problem" for plan in chance.sample(plans, chance.randint(0, 3))
    ]
    Answer.objects.bulk_create(Answer(problem=task, plan=plan, state=chance.choice(STATES)) for task, plan in pairs)
    reported = chance.sample(tasks, TASKS // 3)
    ProgressReport.objects.bulk_create(
        ProgressReport(task=task, by=user, unit=units[0], done="已完成三处河段清淤，" * 12) for task in reported
    )
    return topic.pk


def add_bare_view() -> None:
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.urls import path

    from config.urls import urlpatterns
    from tracker.lights import lit
    from tracker.models import LIVE, Task

    page = engines["django"].from_string(BARE)

    def bare(request: HttpRequest) -> HttpResponse:
        tasks = lit(Task.objects.filter(status__in=LIVE)).select_related("lead_unit")
        return HttpResponse(page.render({"tasks": tasks}, request))

    urlpatterns.append(path("bare-review/", bare))


def timed(addresses: dict[str, str]) -> dict[str, float]:
    """Return the seconds of processor time at best, the addresses taking turns."""
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get())
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            begin = spent()
            assert client.get(address).getvalue()
            taken[name].append(spent() - begin)
    return {name: min(each) for name, each in taken.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder, sys.argv[1] if len(sys.argv) > 1 else "")
        from django.db import connection

        add_bare_view()
        address = f"/topics/{fill()}/"
        found = timed({"bare page": "/bare-review/", "review": address, "Word document": f"{address}export/"})
        print(f"{connection.vendor}: {TASKS:,} tasks of a topic, seconds of processor time, best of {ROUNDS}")
        for name, seconds in found.items():
            print(f"{name:16}{seconds:8.2f}{seconds / found['bare page']:8.1f} times the bare page")
        connection.creation.destroy_test_db(os.devnull, verbosity=0)


if __name__ == "__main__":
    main()
