"""Random sequences of verbs: the table is never left, the timeline replays to the present, version = number of acts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Membership, Unit, User
from tracker.chasing import chase
from tracker.extensions import ask_extension, grant_extension, refuse_extension
from tracker.models import Status, Task
from tracker.reports import report
from tracker.verbs import BACK, STAY, VERBS
from tracker.workflow import Refused, carry_out

FIELDS = ("status", "title", "year", "owner", "deadline", "deadline_words", "deadline_kind", "lead_unit", "merged_into")


def _later(task: Task) -> dt.date:
    return (task.deadline or timezone.localdate()) + dt.timedelta(days=10)


#: What a verb is carried out with; `pick` chooses among values.
ACTS = {
    "report": lambda task, common, pick: report(task, done=f"第{pick}次反馈", **common),
    "chase": lambda task, common, pick: chase(task, text="请抓紧", **common),
    "ask_extension": lambda task, common, pick: ask_extension(task, wanted=_later(task), reason="说明", **common),
    "grant_extension": lambda task, common, pick: grant_extension(task, **common),
    "refuse_extension": lambda task, common, pick: refuse_extension(task, reason="说明", **common),
}


def values(verb: str, pick: int, units: list[Unit], other: Task) -> dict:
    today = timezone.localdate()
    offered = {
        "title": f"事项{pick}",
        "year": 2020 + pick,
        "owner": ("", "陈水生", "柳青青")[pick % 3],
        "deadline": (None, today + dt.timedelta(days=pick))[pick % 2],
        "deadline_words": ("", "年底前")[pick % 2],
        "lead_unit": units[pick % len(units)],
        "supporting_units": units[: pick % 3],
        "merged_into": other,
    }
    return {field: offered[field] for field in VERBS[verb].sets if field in offered}


class Replay(TestCase):
    def setUp(self):
        self.units = [Unit.objects.create(name=name) for name in ("县水利局", "县教育局", "柳河镇")]
        self.user = User.objects.create_user("c")
        Membership.objects.create(user=self.user, unit=self.units[0], role="coordinator")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(sorted(set(VERBS) - {"split"})), st.integers(0, 5)), max_size=12))
    def test_any_sequence(self, acts):
        start = {"kind": "problem", "title": "事项", "started_on": timezone.localdate(), "version": 0}
        task, other = Task.objects.create(**start), Task.objects.create(**start)
        done = 0
        for verb, pick in acts:
            before = Task.objects.get(pk=task.pk)
            try:
                self.act(before, verb, pick, other)
            except Refused:
                assert Task.objects.values().get(pk=task.pk)["version"] == before.version
                continue
            after = Task.objects.get(pk=task.pk)
            self.check_step(verb, before, after)
            done += after.version > before.version
        self.check_replay(Task.objects.get(pk=task.pk), done)

    def act(self, task, verb, pick, other):
        common = {"by": self.user, "version": task.version}
        if verb in ACTS:
            ACTS[verb](task, common, pick)
        else:
            carry_out(task, verb, reason="说明", changes=values(verb, pick, self.units, other), **common)

    def check_step(self, name, before, after):
        verb = VERBS[name]
        assert before.status in verb.sources
        expected = {STAY: before.status, BACK: before.status_before}.get(verb.target, verb.target)
        assert after.status == expected

    def check_replay(self, task, done):
        """Fold the timeline from the beginning: it must give the task as it stands."""
        present = dict.fromkeys(FIELDS) | {
            "status": str(Status.OPEN),
            "title": "事项",
            "owner": "",
            "deadline_words": "",
            "deadline_kind": "",
        }
        supporting = []
        for event in task.events.order_by("id"):
            if event.field == "supporting_units":
                assert event.old == supporting
                supporting = event.new
            elif event.field in FIELDS:
                assert event.old == present[event.field]
                present[event.field] = event.new
        assert present == {field: shown(getattr(task, field)) for field in FIELDS}
        assert [each["id"] for each in supporting] == sorted(task.supporting_units.values_list("pk", flat=True))
        assert task.version == done == len(set(task.events.values_list("version", flat=True)))


def shown(value):
    if isinstance(value, Unit | Task):
        return {"id": value.pk, "name": str(value)}
    return value.isoformat() if isinstance(value, dt.date) else value


pytestmark = pytest.mark.django_db
