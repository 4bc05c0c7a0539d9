"""The one door: every row of the table, who may, reasons, versions, and the timeline in the same transaction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError

from accounts.models import Unit
from summaries.models import Written
from tracker import workflow
from tracker.models import Status, TaskEvent
from tracker.verbs import BACK, STAY, VERBS
from tracker.workflow import Refused, Stale, carry_out, verbs_for

pytestmark = pytest.mark.django_db

#: DESIGN, section 5: from, verb, to.
TABLE = [
    ("candidate", "accept", "open"),
    ("candidate", "dismiss", "dismissed"),
    ("candidate", "merge", "merged"),
    ("open", "assign", "assigned"),
    ("open", "close_out", "closed"),
    ("open", "suspend", "suspended"),
    ("open", "dismiss", "dismissed"),
    ("open", "merge", "merged"),
    ("assigned", "acknowledge", "in_progress"),
    ("assigned", "decline", "open"),
    ("assigned", "close_out", "closed"),
    ("assigned", "suspend", "suspended"),
    ("in_progress", "submit", "submitted"),
    ("in_progress", "close_out", "closed"),
    ("in_progress", "suspend", "suspended"),
    ("submitted", "close_out", "closed"),
    ("submitted", "send_back", "in_progress"),
    ("closed", "reopen", "in_progress"),
    ("dismissed", "restore", "candidate"),
]
WITH_REASON = {"dismiss", "decline", "send_back", "reopen"}


@pytest.fixture
def changes_for(bureau, make_task):
    def changes(verb):
        wanted = {"assign": {"lead_unit": bureau}, "merge": {}}.get(verb, {})
        return {"merged_into": make_task()} if verb == "merge" else wanted

    return changes


@pytest.mark.parametrize(("before", "verb", "after"), TABLE)
def test_each_row_of_the_table(before, verb, after, make_task, coordinator, changes_for):
    task = make_task(status=before)
    done = carry_out(task, verb, by=coordinator, version=1, reason="说明", changes=changes_for(verb))
    task.refresh_from_db()
    assert (task.status, task.version) == (after, 2)
    assert done.version == 2
    line = task.events.get(field="status")
    assert (line.verb, line.old, line.new, line.by, line.version) == (verb, before, after, coordinator, 2)


@pytest.mark.parametrize(
    ("before", "verb"),
    sorted(
        {(s, v) for s in Status.values for v in VERBS if VERBS[v].target not in {STAY, BACK}}
        - {(before, verb) for before, verb, _after in TABLE}
    ),
)
def test_nothing_but_the_table(before, verb, make_task, coordinator, changes_for):
    task = make_task(status=before)
    with pytest.raises(Refused):
        carry_out(task, verb, by=coordinator, version=1, reason="说明", changes=changes_for(verb))
    task.refresh_from_db()
    assert (task.status, task.version, task.events.count()) == (before, 1, 0)


@pytest.mark.parametrize("before", ["open", "assigned", "in_progress"])
def test_resume_returns_to_the_status_before(before, make_task, coordinator):
    task = make_task(status=before)
    carry_out(task, "suspend", by=coordinator, version=1)
    carry_out(task, "resume", by=coordinator, version=2)
    task.refresh_from_db()
    assert (task.status, task.status_before, task.version) == (before, "", 3)


@pytest.mark.parametrize("before", ["candidate", "open"])
def test_unmerge_returns_to_the_status_before(before, make_task, coordinator):
    task, other = make_task(status=before), make_task()
    carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": other})
    carry_out(task, "unmerge", by=coordinator, version=2)
    task.refresh_from_db()
    assert (task.status, task.merged_into) == (before, None)


def test_a_task_is_not_merged_into_itself(make_task, coordinator):
    task = make_task()
    with pytest.raises(Refused):
        carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": task})


@pytest.mark.parametrize("verb", sorted(WITH_REASON))
def test_a_reason_is_asked_for_where_the_table_says_so(verb, make_task, coordinator):
    before = next(before for before, name, _after in TABLE if name == verb)
    task = make_task(status=before)
    with pytest.raises(Refused):
        carry_out(task, verb, by=coordinator, version=1, reason="  ")
    carry_out(task, verb, by=coordinator, version=1, reason="材料不全")
    assert task.events.get().reason == "材料不全"


LEAD_VERBS = {"acknowledge", "decline", "submit"}


@pytest.mark.parametrize(("before", "verb", "after"), TABLE)
def test_handlers_of_the_lead_unit_do_their_three_verbs(before, verb, after, make_task, handler, bureau, changes_for):
    task = make_task(status=before, lead_unit=bureau)
    if verb in LEAD_VERBS:
        carry_out(task, verb, by=handler, version=1, reason="说明")
        return
    with pytest.raises(Refused):
        carry_out(task, verb, by=handler, version=1, reason="说明", changes=changes_for(verb))
    assert not task.events.exists()


@pytest.mark.parametrize("verb", sorted(LEAD_VERBS))
def test_supporting_and_foreign_units_and_readers_do_nothing(verb, make_task, town, handler, foreign_handler, reader):
    before = next(before for before, name, _after in TABLE if name == verb)
    task = make_task(status=before, lead_unit=Unit.objects.create(name="县教育局"))
    task.supporting_units.add(town)
    for user in (handler, foreign_handler, reader):
        with pytest.raises(Refused):
            carry_out(task, verb, by=user, version=1, reason="说明")
        assert verb not in [each.name for each in verbs_for(task, user)]


def test_verbs_offered_are_the_verbs_possible(make_task, coordinator, handler, bureau):
    task = make_task(status="assigned", lead_unit=bureau)
    assert [verb.name for verb in verbs_for(task, handler)] == ["acknowledge", "decline"]
    assert {verb.name for verb in verbs_for(task, coordinator)} == {
        "acknowledge",
        "decline",
        "close_out",
        "suspend",
        "edit",
        "chase",
    }


def test_assign_needs_a_lead_unit(make_task, coordinator):
    with pytest.raises(Refused):
        carry_out(make_task(), "assign", by=coordinator, version=1)


def test_assign_writes_one_line_a_field(make_task, coordinator, bureau, town):
    task = make_task()
    changes = {
        "lead_unit": bureau,
        "supporting_units": [town],
        "owner": "陈水生",
        "deadline": dt.date(2024, 6, 30),
        "deadline_words": "",
    }
    carry_out(task, "assign", by=coordinator, version=1, changes=changes)
    task.refresh_from_db()
    assert (task.lead_unit, list(task.supporting_units.all()), task.owner) == (bureau, [town], "陈水生")
    lines = {line.field: (line.old, line.new) for line in task.events.all()}
    assert lines == {
        "lead_unit": (None, {"id": bureau.pk, "name": bureau.name}),
        "supporting_units": ([], [{"id": town.pk, "name": town.name}]),
        "owner": ("", "陈水生"),
        "deadline": (None, "2024-06-30"),
        "status": ("open", "assigned"),
    }
    assert task.origins == dict.fromkeys(("lead_unit", "supporting_units", "owner", "deadline"), "manual")
    assert task.version == 2


def test_a_stale_form_is_refused_with_both_values(make_task, coordinator):
    task = make_task(owner="甲")
    carry_out(task, "edit", by=coordinator, version=1, changes={"owner": "乙"})
    with pytest.raises(Stale) as refusal:
        carry_out(task, "edit", by=coordinator, version=1, changes={"owner": "丙", "title": task.title})
    assert [(c.field, c.wanted, c.current) for c in refusal.value.clashes] == [("owner", "丙", "乙")]
    task.refresh_from_db()
    assert (task.owner, task.version, task.events.count()) == ("乙", 2, 1)


def test_an_edit_that_changes_nothing_leaves_no_trace(make_task, coordinator):
    task = make_task(owner="甲")
    carry_out(task, "edit", by=coordinator, version=1, changes={"owner": "甲", "title": task.title})
    task.refresh_from_db()
    assert (task.version, task.events.count()) == (1, 0)


def test_a_verb_sets_only_its_own_fields(make_task, coordinator):
    with pytest.raises(ValueError, match="close_out does not set"):
        carry_out(make_task(), "close_out", by=coordinator, version=1, changes={"title": "别的"})


def test_change_and_timeline_stand_or_fall_together(make_task, coordinator, monkeypatch):
    task = make_task()

    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(TaskEvent.objects, "bulk_create", broken)
    with pytest.raises(DatabaseError):
        carry_out(task, "close_out", by=coordinator, version=1)
    task.refresh_from_db()
    assert (task.status, task.version) == ("open", 1)


def test_timeline_lines_are_never_changed(make_task, coordinator):
    task = make_task()
    carry_out(task, "close_out", by=coordinator, version=1)
    line = task.events.get()
    line.reason = "改写历史"
    with pytest.raises(Written):
        line.save()


def test_dates_that_lights_need_follow_the_status(make_task, coordinator, bureau, settings):
    from django.utils import timezone

    today = timezone.localdate()
    task = make_task(started_on=dt.date(2020, 1, 1))
    carry_out(task, "assign", by=coordinator, version=1, changes={"lead_unit": bureau})
    task.refresh_from_db()
    assert (task.started_on, task.heard_on, task.closed_on) == (today, None, None)
    carry_out(task, "acknowledge", by=coordinator, version=2)
    task.refresh_from_db()
    assert (task.heard_on, task.closed_on) == (today, None)
    carry_out(task, "close_out", by=coordinator, version=3)
    task.refresh_from_db()
    assert task.closed_on == today
    carry_out(task, "reopen", by=coordinator, version=4, reason="反弹")
    task.refresh_from_db()
    assert task.closed_on is None


def test_a_reimport_is_told_and_changes_no_value(make_task):
    task = make_task(owner="甲")
    workflow.record_reimport(task.pk, None, "text", "旧", "新")
    task.refresh_from_db()
    assert (task.owner, task.status, task.version) == ("甲", "open", 2)
    line = task.events.get()
    assert (line.verb, line.field, line.old, line.new) == ("reimport", "text", "旧", "新")


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS.values() if verb.accompanied])
def test_verbs_with_a_record_of_their_own_have_no_short_cut(verb, make_task, coordinator):
    with pytest.raises(ValueError, match=verb):
        carry_out(make_task(), verb, by=coordinator, version=1, reason="x")
