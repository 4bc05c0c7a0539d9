"""How tasks stood on other days: replayed from timelines whose days are set here."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.utils import timezone

from tracker.history import MONTHS, Move, Past, compare, history, months, moved
from tracker.lights import Light, lit
from tracker.models import LIVE, Status, Task
from tracker.workflow import carry_out, record_creation, verbs_for

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def past(*statuses: str, deadlines: str = "") -> Past:
    """Make a past of 「2024-01-05 open」 and 「2024-01-05 2024-02-01, 2024-03-01 -」."""
    due = [each.split() for each in deadlines.split(", ") if each]
    return Past(
        1,
        tuple((day(each.split()[0]), each.split()[1]) for each in statuses),
        tuple((day(since), None if until == "-" else until) for since, until in due),
    )


TURNS = {
    "entered and closed": (("2024-01-05 open", "2024-02-01 closed"), "2024-01-05 opened, 2024-02-01 closed"),
    "reopened": (
        ("2024-01-05 open", "2024-02-01 closed", "2024-02-03 in_progress", "2024-04-01 closed"),
        "2024-01-05 opened, 2024-02-01 closed, 2024-02-03 reopened, 2024-04-01 closed",
    ),
    "accepted later": (("2024-01-05 candidate", "2024-02-01 open"), "2024-02-01 opened"),
    "never accepted": (("2024-01-05 candidate", "2024-02-01 dismissed"), ""),
    "dismissed": (("2024-01-05 open", "2024-02-01 dismissed"), "2024-01-05 opened, 2024-02-01 dropped"),
    "worked on": (("2024-01-05 open", "2024-01-06 assigned", "2024-01-07 suspended"), "2024-01-05 opened"),
}


@pytest.mark.parametrize(("statuses", "turns"), TURNS.values(), ids=TURNS.keys())
def test_turns(statuses, turns):
    assert ", ".join(f"{when} {turn}" for when, turn in past(*statuses).turns()) == turns


RED = {
    "before the deadline": ("2024-02-01", False),
    "after it": ("2024-02-02", True),
    "extended": ("2024-02-11", False),
    "after the extension": ("2024-03-02", True),
    "submitted": ("2024-03-06", False),
}


@pytest.mark.parametrize(("when", "red"), RED.values(), ids=RED.keys())
def test_red_by_the_deadline_of_that_day(when, red):
    task = past(
        "2024-01-05 in_progress", "2024-03-05 submitted", deadlines="2024-01-05 2024-02-01, 2024-02-10 2024-03-01"
    )
    assert task.is_red(day(when)) is red


def test_a_task_without_a_deadline_is_never_red():
    assert not past("2024-01-05 open", deadlines="2024-01-05 -").is_red(day("2030-01-01"))


#: On 1 February and 1 March.
MOVES = {
    "solved": ("2024-01-05 open", "2024-02-10 closed"),
    "lost": ("2024-01-05 open", "2024-02-10 merged"),
    "stayed": ("2024-01-05 open", "2024-02-10 closed", "2024-02-11 in_progress"),
    "added": ("2024-02-10 open",),
    "brief": ("2024-02-10 open", "2024-02-11 closed"),
    "": ("2024-03-02 open",),
}


@pytest.mark.parametrize(("move", "statuses"), MOVES.items())
def test_each_task_is_told_in_one_way(move, statuses):
    counts = dict(compare([past(*statuses, deadlines="2024-01-01 -")], day("2024-02-01"), day("2024-03-01")).counts)
    exclusive = (Move.SOLVED, Move.LOST, Move.STAYED, Move.ADDED, Move.BRIEF)
    assert [each.value for each in exclusive if counts[each]] == ([move] if move else [])
    assert counts[Move.OPEN_THEN] == sum(counts[each] for each in (Move.SOLVED, Move.LOST, Move.STAYED))
    assert counts[Move.OPEN_NOW] == counts[Move.STAYED] + counts[Move.ADDED]


def test_months_count_reopened_tasks_as_such():
    tasks = [
        past("2024-01-05 open", "2024-02-01 closed", "2024-03-03 in_progress"),
        past("2024-02-07 open"),
        past("2024-02-07 open", "2024-02-08 closed", "2024-02-09 in_progress", "2024-02-10 closed"),
    ]
    found = [
        (f"{m.first:%m}", m.opened, m.reopened, m.closed, m.dropped, m.open) for m in months(tasks, day("2024-03-20"))
    ]
    assert found == [("01", 1, 0, 0, 0, 1), ("02", 2, 1, 2, 0, 1), ("03", 0, 1, 0, 0, 2)]
    assert months(tasks, day("2024-03-20"))[-1].last == day("2024-03-20")
    assert len(months(tasks, day("2030-03-20"))) == MONTHS
    assert [month.open for month in months([], day("2024-03-20"))] == [0]


@pytest.fixture
def on(monkeypatch):
    """Return a function that turns the clock to noon of a day."""

    def turn(when: dt.date) -> None:
        noon = timezone.make_aware(dt.datetime.combine(when, dt.time(12)))
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    return turn


@pytest.mark.parametrize("seed", range(3))
def test_what_is_replayed_is_what_was(on, seed, make_task, coordinator, django_assert_num_queries):
    """Random verbs on random days; each evening is written down and compared with the replay afterwards."""
    chance = random.Random(seed)
    on(start := day("2024-01-01"))
    tasks = [make_task(kind=chance.choice(["problem", "plan"]), started_on=start) for _ in range(6)]
    record_creation(tasks, coordinator)
    evenings = {}
    for number in range(60):
        on(today := start + dt.timedelta(days=number))
        for task in chance.sample(tasks, 2):
            _act(Task.objects.get(pk=task.pk), chance, coordinator, today)
        now = Task.objects.values_list("pk", "status", "deadline")
        evenings[today] = {pk: (status, status in LIVE, _is_red(pk)) for pk, status, _deadline in now}
    with django_assert_num_queries(2):
        pasts = history(Task.objects.all())
    for evening, stood in evenings.items():
        assert {p.pk: (p.status(evening), p.is_open(evening), p.is_red(evening)) for p in pasts} == stood
    assert {past.status(start - dt.timedelta(days=1)) for past in pasts} == {None}
    assert months(pasts)[-1].open == Task.objects.filter(status__in=LIVE).count()


def _is_red(pk: int) -> bool:
    return lit(Task.objects.filter(pk=pk)).get().light == Light.RED


def _act(task: Task, chance: random.Random, by, today: dt.date) -> None:
    verb = chance.choice([each for each in verbs_for(task, by) if not each.accompanied and each.name != "merge"])
    changes = {"deadline": today + dt.timedelta(days=chance.randrange(-9, 9))} if verb.name == "edit" else {}
    if verb.name == "assign":
        changes = {"lead_unit": by.memberships.get().unit}
    carry_out(task, verb.name, by=by, version=task.version, reason="说明", changes=changes)


def test_tasks_without_a_timeline_count_as_they_are(make_task):
    make_task(status="closed", deadline="2024-01-01")
    [past] = history(Task.objects.all())
    today = timezone.localdate()
    assert (past.status(today), past.is_red(today)) == (Status.CLOSED, False)
    assert moved([past], "closed", today, today) == [past.pk]
