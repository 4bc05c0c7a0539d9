"""Five hundred random edits, each imported: tasks keep their words, people's values stay, the counts add up."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from summaries.models import Summary
from tests.tracker.edits import Text, edit, new_text
from tracker.intake import COUNTS, Outcome, import_file
from tracker.models import Task, TaskSource
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db

TEXTS, EDITS = 50, 10


def anchors(text: Text) -> dict[int, int]:
    """Return the task of each entry of a text as it was imported last."""
    edition = Summary.objects.get(title=text.title).current
    task_of = dict(TaskSource.objects.filter(item__edition=edition).values_list("item", "task"))
    found: dict[int, int] = {}
    for kind in ("problem", "plan"):
        items = [pk for (pk,) in edition.items.filter(kind=kind).order_by("start").values_list("pk")]
        assert len(items) == len(text.of(kind)), text.written()
        found |= {entry.number: task_of[pk] for entry, pk in zip(text.of(kind), items, strict=True)}
    return found


def values() -> dict[int, tuple]:
    """Return what people may have set."""
    rows = Task.objects.values_list("pk", "status", "owner", "title", "deadline", "lead_unit", "kind")
    return {pk: rest for pk, *rest in rows}


def work_on(task: Task, rng: random.Random, coordinator) -> None:
    """Do something that people do with tasks."""
    if task.status == "candidate":
        task = carry_out(task, "accept", by=coordinator, version=task.version)
    if task.status == "open" and rng.random() < 0.5:
        carry_out(task, "dismiss", by=coordinator, version=task.version, reason="已另行立项")
    elif task.status == "open":
        carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": rng.choice("甲乙丙丁")})


def check_counts(outcome: Outcome, text: Text, before: dict[int, int], after: dict[int, int]) -> None:
    assert outcome.created + outcome.unchanged + outcome.changed + outcome.returned == len(text.entries)
    assert outcome.vanished == len(set(before.values()) - set(after.values()))
    assert len(set(after.values())) == len(after), "one item, one task"


def test_five_hundred_edits(coordinator):
    rng = random.Random(20240301)
    told: Counter[str] = Counter()
    for number in range(TEXTS):
        text = new_text(rng, number)
        import_file(text.written().encode(), f"{number}.txt")
        known = anchors(text)
        for _edit in range(EDITS):
            work_on(Task.objects.get(pk=rng.choice(list(known.values()))), rng, coordinator)
            before, kept = anchors(text), values()
            kind = edit(text, rng)
            outcome = import_file(text.written().encode(), f"{number}.txt")
            after = anchors(text)
            assert {pk: values for pk, values in values().items() if pk in kept} == kept
            if outcome.batch:
                check_counts(outcome, text, before, after)
            for entry, task in after.items():
                right = known.get(entry)
                told["items"] += 1
                told["right"] += task == right if right else task not in kept
                told["wrong"] += task != right and task in kept
                told[f"wrong {kind}"] += task != right and task in kept
                told[f"missed {kind}"] += right is not None and task not in kept and task != right
            known |= after
        again = import_file(text.written().encode(), "又一次.txt")
        assert (again.batch, again.unchanged) == (None, len(text.entries))
        assert sum(getattr(again, count) for count in COUNTS) == again.unchanged
    assert told["items"] > 3000
    assert told["right"] / told["items"] >= 0.98, told
    assert told["wrong"] / told["items"] <= 0.005, told
