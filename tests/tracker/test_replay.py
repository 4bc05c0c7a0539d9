"""Random sequences of verbs: the table is never left, the timeline replays to the present, version = number of acts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Membership, Unit, User
from summaries.models import Topic
from tests.tracker.test_intake import document
from tracker.chasing import chase
from tracker.extensions import ask_extension, grant_extension, refuse_extension
from tracker.handmade import Piece, split, words_of
from tracker.intake import import_file
from tracker.models import Task
from tracker.reports import report
from tracker.verbs import BACK, STAY, VERBS
from tracker.workflow import Refused, carry_out, may, record_merged_unit, record_reimport

FIELDS = (
    "status", "title", "topic", "year", "owner", "deadline", "deadline_words", "deadline_kind", "lead_unit",
    "reporting_unit", "merged_into",
)  # fmt: skip
TOLD = ("reimport", "merge_units")  # what imports and the merging of units write, between what people do


def _later(task: Task) -> dt.date:
    return (task.deadline or timezone.localdate()) + dt.timedelta(days=10)


def _split(task: Task, common: dict, pick: int) -> None:
    whole = words_of(task)
    middle = whole.start + 1 + (whole.end - whole.start - 1) * (pick + 1) // 7
    split(task, pieces=[Piece(whole.start, middle, f"前{pick}"), Piece(middle, whole.end)], **common)


#: What a verb is carried out with; `pick` chooses among values.
ACTS = {
    "report": lambda task, common, pick: report(task, done=f"第{pick}次反馈", **common),
    "chase": lambda task, common, pick: chase(task, text="请抓紧", **common),
    "ask_extension": lambda task, common, pick: ask_extension(task, wanted=_later(task), reason="说明", **common),
    "grant_extension": lambda task, common, pick: grant_extension(task, **common),
    "refuse_extension": lambda task, common, pick: refuse_extension(task, reason="说明", **common),
    "split": _split,
}
#: Who acts, which verb, which values, how old the form is; coordinators with fresh forms come about most.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["coordinator"] * 6 + ["handler", "handler", "reader"]),
        st.integers(0, 999),
        st.integers(0, 5),
        st.sampled_from([0] * 9 + [1]),
    ),
    min_size=12,
    max_size=30,
)


class Replay(TestCase):
    def setUp(self):
        self.units = [Unit.objects.create(name=name) for name in ("县水利局", "县教育局", "柳河镇")]
        self.topic = Topic.objects.create(name="安全生产")
        self.users = {}
        for role in Membership.Role.values:
            self.users[role] = User.objects.create_user(role, name=role)
            Membership.objects.create(user=self.users[role], unit=self.units[0], role=role)

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_any_sequence(self, steps):
        import_file(document(), "河长制.txt")
        self.task, self.other = Task.objects.filter(kind="problem").order_by("pk")
        self.start = {field: shown(getattr(self.task, field)) for field in FIELDS}
        done = 0
        for role, choice, pick, age in steps:
            before = Task.objects.get(pk=self.task.pk)
            verb = self.verb(before, choice)
            refused = self.refusal(before, role, verb, pick, before.version - age)
            after = Task.objects.get(pk=self.task.pk)
            if refused:
                assert vars_of(after) == vars_of(before)
            else:
                assert verb in TOLD or (not age and may(self.users[role], VERBS[verb], before))
                self.check_step(verb, before, after)
            done += after.version > before.version
        self.check_replay(Task.objects.get(pk=self.task.pk), done)
        self.check_siblings()

    def verb(self, task, choice):
        """Choose a verb, three times out of four one that the task's status allows."""
        fitting = [verb.name for verb in VERBS.values() if task.status in verb.sources]
        every = [*VERBS, *TOLD]
        return every[choice // 4 % len(every)] if choice % 4 == 0 else fitting[choice % len(fitting)]

    def refusal(self, *args):
        try:
            self.act(*args)
        except Refused as refused:
            return refused
        return None

    def act(self, task, role, verb, pick, version):
        common = {"by": self.users[role], "version": version}
        if verb == "reimport":
            record_reimport(task.pk, None, "text", "旧", f"新{pick}")
        elif verb == "merge_units":
            record_merged_unit(task, self.units[pick % 3], self.units[(pick + 1) % 3], None)
        elif verb in ACTS:
            ACTS[verb](task, common, pick)
        else:
            carry_out(task, verb, reason="说明", changes=self.values(verb, pick), **common)

    def values(self, verb, pick):
        today = timezone.localdate()
        offered = {
            "title": f"事项{pick}",
            "topic": (None, self.topic)[pick % 2],
            "year": 2020 + pick,
            "owner": ("", "陈水生", "柳青青")[pick % 3],
            "deadline": (None, today + dt.timedelta(days=pick))[pick % 2],
            "deadline_words": ("", "年底前")[pick % 2],
            "deadline_kind": ("", "fixed", "long_term")[pick % 3],
            "lead_unit": self.units[pick % len(self.units)],
            "supporting_units": self.units[: pick % 3],
            "merged_into": self.other,
        }
        return {field: offered[field] for field in VERBS[verb].sets}

    def check_step(self, name, before, after):
        if name in TOLD:
            assert after.status == before.status
            return
        verb = VERBS[name]
        assert before.status in verb.sources
        expected = {STAY: before.status, BACK: before.status_before}.get(verb.target, verb.target)
        assert after.status == expected

    def check_replay(self, task, done):
        """Fold the timeline from the task's creation: it must give the task as it stands."""
        present = dict(self.start)
        supporting = []
        for event in task.events.exclude(verb="create").order_by("id"):
            if event.field == "supporting_units":
                assert event.old == supporting
                supporting = event.new
            elif event.field in FIELDS:
                assert event.old == present[event.field]
                present[event.field] = event.new
        assert present == {field: shown(getattr(task, field)) for field in FIELDS}
        assert [each["id"] for each in supporting] == sorted(task.supporting_units.values_list("pk", flat=True))
        versions = list(task.events.order_by("id").values_list("version", flat=True))
        assert task.version == 1 + done == len(set(versions))
        assert versions == sorted(versions)

    def check_siblings(self):
        for sibling in Task.objects.filter(events__field="split_from"):
            assert (sibling.version, sibling.events.get(field="status").new) == (1, sibling.status)
            item = sibling.items.get()
            assert item.edition.text[item.start : item.end] == item.text


def vars_of(task: Task) -> dict:
    return {name: value for name, value in vars(task).items() if name != "_state"}


def shown(value):
    if isinstance(value, Unit | Task | Topic):
        return {"id": value.pk, "name": str(value)}
    return value.isoformat() if isinstance(value, dt.date) else value


pytestmark = pytest.mark.django_db
