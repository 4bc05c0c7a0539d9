from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from tracker.chasing import chase
from tracker.extensions import ask_extension, grant_extension, refuse_extension
from tracker.merging import merge_units
from tracker.reports import report
from tracker.timeline import SENTENCES, entries, shown
from tracker.verbs import DECISIONS, RECORDED, VERBS
from tracker.workflow import carry_out, record_creation, record_reimport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def told(task):
    return entries(task.events.select_related("by").order_by("id"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("", ""),
        ("陈水生", "陈水生"),
        (2023, "2023"),
        ("2024-06-30", "2024-06-30"),
        (dt.date(2024, 6, 30), "2024-06-30"),
        ({"id": 3, "name": "青石县水利局"}, "青石县水利局"),
        ([{"id": 3, "name": "水利局"}, {"id": 4, "name": "财政局"}], "水利局, 财政局"),
        ((), ""),
    ],
)
def test_values_as_words(value, words):
    assert shown(value) == words


def test_every_verb_has_its_sentence():
    assert set(SENTENCES) == set(VERBS) | set(RECORDED) | set(DECISIONS)


def test_an_act_of_several_changes_is_one_entry(make_task, coordinator, bureau, town):
    task = make_task()
    record_creation([task], by=None)
    changes = {"lead_unit": bureau, "supporting_units": [town], "owner": "陈水生", "deadline": dt.date(2024, 6, 30)}
    carry_out(task, "assign", by=coordinator, version=1, changes=changes, reason="常委会要求")

    assigned, created = told(task)
    assert created.sentence == "The site entered the task in the ledger."
    assert assigned.sentence == "杜小班 assigned the task."
    assert assigned.reason == "常委会要求"
    assert [(change.label, change.old, change.new) for change in assigned.changes] == [
        ("Lead unit", "", "青石县水利局"),
        ("Supporting units", "", "柳河镇人民政府"),
        ("Owner", "", "陈水生"),
        ("Deadline", "", "2024-06-30"),
        ("Status", "To be assigned", "To be acknowledged"),
    ]


def test_the_latest_act_comes_first(make_task, coordinator, bureau):
    task = make_task(status="assigned", lead_unit=bureau)
    for version, verb in enumerate(("acknowledge", "submit", "close_out"), start=1):
        carry_out(task, verb, by=coordinator, version=version)
    assert [entry.changes[0].new for entry in told(task)] == ["Closed out", "To be reviewed", "In progress"]


def test_merging_names_the_other_task(make_task, coordinator):
    task, other = make_task(), make_task(title="河道淤积严重")
    carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": other})
    (merged,) = told(task)
    assert ("Merged into", "", "河道淤积严重") in [(each.label, each.old, each.new) for each in merged.changes]


def test_what_has_a_record_of_its_own_is_told_with_its_words(make_task, coordinator, handler, bureau):
    soon, later = (timezone.localdate() + dt.timedelta(days) for days in (10, 40))
    task = make_task(status="in_progress", lead_unit=bureau, deadline=soon)
    report(task, by=handler, version=1, done="清淤两公里")
    ask_extension(task, by=handler, version=2, wanted=later, reason="汛期")
    refuse_extension(task, by=coordinator, version=3, reason="工期已定")
    ask_extension(task, by=handler, version=4, wanted=later, reason="仍需时日")
    grant_extension(task, by=coordinator, version=5)
    chase(task, by=coordinator, version=6, text="请抓紧")
    lines = [
        (entry.sentence, entry.reason, [(each.label, each.old, each.new) for each in entry.changes])
        for entry in told(task)
    ][::-1]
    assert lines == [
        ("陈水生 reported progress.", "", [("What was done", "", "清淤两公里")]),
        ("陈水生 asked for an extension.", "汛期", [("New deadline", str(soon), str(later))]),
        ("杜小班 refused the extension.", "工期已定", [("New deadline", str(later), "stays as it was")]),
        ("陈水生 asked for an extension.", "仍需时日", [("New deadline", str(soon), str(later))]),
        ("杜小班 granted the extension.", "", [("Deadline", str(soon), str(later))]),
        ("杜小班 chased the lead unit.", "", [("Text", "", "请抓紧")]),
    ]


def test_merging_units_is_told_by_the_task(make_task, bureau, town, coordinator):
    task = make_task(lead_unit=bureau)
    merge_units(bureau, town, by=coordinator)
    (entry,) = told(task)
    assert entry.sentence == "杜小班 merged a unit into another one."
    assert [(each.label, each.old, each.new) for each in entry.changes] == [("Lead unit", bureau.name, town.name)]


def test_codes_are_told_by_their_labels(make_task, coordinator):
    task = make_task()
    carry_out(task, "edit", by=coordinator, version=1, changes={"deadline_kind": "long_term"})
    ((change,),) = (entry.changes for entry in told(task))
    assert (change.label, change.old, change.new) == ("Kind of deadline", "", "long-term")


@pytest.mark.parametrize(
    ("now", "words"), [("两处河段尚未动工", "两处河段尚未动工"), (None, "no longer in the document")]
)
def test_a_new_edition_tells_both_wordings(now, words, make_task, coordinator):
    task = make_task()
    record_reimport(task.pk, coordinator, "text", "三处河段尚未动工", now)
    (entry,) = told(task)
    assert entry.sentence == "杜小班 imported a new edition of the document."
    (change,) = entry.changes
    assert (change.label, change.old, change.new) == ("Words of the document", "三处河段尚未动工", words)
