"""What was cut by hand in the preview of one edition is cut like that in the next, on the page and by the command."""

from __future__ import annotations

import pytest

from tests.tracker.test_intake import PLANS, PROBLEMS, document
from tracker import draft_rows
from tracker.drafts import confirm, correct, preview, receive
from tracker.intake import import_file
from tracker.models import Task

pytestmark = pytest.mark.django_db
OPENING = "本年度恰逢河长制实施六周年，各级高度重视。"


@pytest.fixture
def cut(bureau, coordinator):
    """Import the document with corrections made in its preview."""

    def do(*changes) -> dict[int, str]:
        draft = next(receive(document(), "河长制.txt", by=coordinator)).draft
        for change in changes:
            draft = correct(draft, change, by=coordinator, version=draft.version)
        confirm(draft, by=coordinator, version=draft.version)
        return words()

    return do


def words() -> dict[int, str]:
    """Return the latest words of each task."""
    tasks = Task.objects.order_by("pk")
    return {task.pk: task.items.order_by("-edition__number").first().text for task in tasks}


def split_second(shown):
    row = shown.rows[1]
    return draft_rows.split(shown, row.id, [row.start + row.item.text.index("中小河道")])


def merge_problems(shown):
    return draft_rows.merge(shown, shown.rows[0].id)


def shorten_first(shown):
    row = shown.rows[0]
    return draft_rows.reach(shown, row.id, row.start, row.start + row.item.text.index("部分村级"))


def retype_last(shown):
    return draft_rows.retype(shown, [shown.rows[-1].id], "problem")


CUTS = [split_second, merge_problems, shorten_first, retype_last]


@pytest.mark.parametrize("how", CUTS)
def test_a_revised_file_keeps_the_cuts(cut, how, coordinator):
    before = cut(how)
    outcome = import_file(document(opening=OPENING), "修订.txt")
    assert (outcome.created, outcome.changed, outcome.vanished) == (0, 0, 0)
    assert words() == before


@pytest.mark.parametrize("how", [split_second, shorten_first, retype_last])
def test_another_numbering_keeps_the_cuts(cut, how):
    cut(how)
    renumbered = document(problems=[each.replace("（", "（十", 1) for each in PROBLEMS], opening="又一段说明。" * 3)
    outcome = import_file(renumbered, "又修订.txt")
    assert (outcome.created, outcome.changed, outcome.vanished) == (0, 0, 0)


@pytest.mark.parametrize("how", CUTS)
def test_the_preview_of_a_revised_file_shows_the_cuts_and_obeys_new_ones(cut, how, coordinator):
    before = cut(how)
    draft = next(receive(document(opening=OPENING), "修订.txt", by=coordinator)).draft
    assert sorted(row.item.text for row in preview(draft).rows) == sorted(before.values())
    draft = correct(draft, split_plan, by=coordinator, version=1)
    outcome = confirm(draft, by=coordinator, version=draft.version)
    assert len(outcome.editions[0].items.all()) == len(before) + 1


def split_plan(shown):
    row = next(row for row in shown.rows if row.item.text == PLANS[0])
    return draft_rows.split(shown, row.id, [row.start + row.item.text.index("由县水利局")])


def test_words_that_came_new_belong_to_the_piece_before_them(cut):
    before = cut(split_second)
    longer = PROBLEMS[1] + "沿线群众多次反映。"
    outcome = import_file(document(problems=(PROBLEMS[0], longer)), "修订.txt")
    assert (outcome.created, outcome.changed, outcome.vanished) == (0, 1, 0)
    changed = [text for pk, text in words().items() if text != before[pk]]
    assert changed == ["中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。沿线群众多次反映。"]


def test_what_the_extraction_finds_in_the_same_way_is_left_alone(cut):
    cut()
    outcome = import_file(document(problems=(*PROBLEMS, "（三）巡河设备老化。")), "修订.txt")
    assert (outcome.created, outcome.unchanged) == (1, 4)


def test_words_that_are_gone_are_not_looked_for(cut):
    cut(split_second)
    outcome = import_file(document(problems=PROBLEMS[:1]), "修订.txt")
    assert (outcome.created, outcome.vanished) == (0, 2)
