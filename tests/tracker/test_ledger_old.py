"""An office's own ledger: headings found and columns recognised, rows become tasks to be checked, nothing is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override

from accounts.models import Unit
from tests.readers.test_grids import workbook
from tracker.flags import Flag, flags_of
from tracker.ledger.candidates import headline
from tracker.ledger.headings import kind_of, says_done, target_of
from tracker.ledger.incoming import Overtaken, confirm_old, earlier, old_plan, read_differently, reading_of, receive
from tracker.models import Task, TaskEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def finance(db):
    return Unit.objects.create(name="青石县财政局")


HEADS = (
    "序号",
    "专题",
    "存在问题",
    "整改措施",
    "责任单位",
    "配合单位",
    "责任人",
    "完成时限",
    "进展情况",
    "是否销号",
    "备注",
)
ROWS = [
    (1, "河长制", "清淤进度偏慢", "倒排工期", "县水利局", "青石县财政局", "陈水生", "2024.6.30", "已动工", "否", ""),
    (2, "", "管护资金不足", "争取补助", "县水利局、青石县财政局", "", "钱管家", "6月底前", "", "", "重点"),
    (3, "", "巡河走形式", "", "水务署", "", "", "长期坚持", "", "是", ""),
    (4, "", "台账不规范", "", "", "", "", "尽快", "", "", ""),
]


def old_ledger(fill=lambda sheet: None, heads=HEADS, rows=ROWS, top=1) -> bytes:
    """Return a workbook with a merged title line, headings and rows, as offices draw them up."""

    def write(sheet, book):
        sheet.merge_range(0, 0, 0, len(heads) - 1, "青石县2024年河长制突出问题整改台账")
        for number, row in enumerate([heads, *rows], start=top):
            sheet.write_row(number, 0, row)
        fill(sheet)

    return workbook(write)


def received(coordinator, data=None, name="旧台账.xlsx"):
    return receive(data or old_ledger(), name, by=coordinator)


def entered(draft, by):
    confirm_old(draft, by=by, version=draft.version, seen=old_plan(draft).fingerprint)
    draft.refresh_from_db()
    return list(Task.objects.filter(pk__in=draft.outcome["made"]).order_by("pk"))


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("序号", ""),
        ("问题", "title"),
        ("存在的\n问题", "title"),
        ("工作任务", "title"),
        ("责任单位（牵头）", "lead_unit"),
        ("责 任 单 位", "lead_unit"),
        ("牵头单位", "lead_unit"),
        ("配合单位", "supporting_units"),
        ("责任人", "owner"),
        ("责任人及电话", "owner"),
        ("完成时限", "deadline"),
        ("计划完成时间", "deadline"),
        ("整改进展情况", "keep"),
        ("整改措施", "keep"),
        ("备注", "keep"),
        ("是否销号", "done"),
        ("所属领域", "topic"),
        ("年度", "year"),
        ("颜色", None),
        ("本表由各单位于每月二十五日前报送责任单位汇总", None),
    ],
)
def test_headings_are_recognised(heading, target):
    assert target_of(heading) == target


@pytest.mark.parametrize(
    ("cell", "done"),
    [("是", True), ("已销号", True), ("√", True), ("已完成。", True), ("否", False), ("未完成", False), ("", False)],
)
def test_what_says_done(cell, done):
    assert says_done(cell) is done


def test_the_kind_follows_the_heading():
    assert [kind_of(each) for each in ("存在问题", "反馈问题", "重点任务", "督办事项")] == [
        "problem",
        "problem",
        "plan",
        "plan",
    ]


def test_titles_are_cut_at_sentences():
    assert headline("短") == "短"
    assert headline("甲" * 100 + "。" + "乙" * 200) == "甲" * 100 + "。"
    assert headline("甲" * 300) == "甲" * 199 + "…"


def test_rows_become_candidates(bureau, finance, coordinator):
    first, second, fourth = entered(received(coordinator), coordinator)
    assert (first.title, first.kind, first.status, first.year) == ("清淤进度偏慢", "problem", "candidate", 2024)
    assert (str(first.topic), first.lead_unit, first.owner) == ("河长制", bureau, "陈水生")
    assert (first.deadline, list(first.supporting_units.all())) == (dt.date(2024, 6, 30), [finance])
    assert first.origins["lead_unit"] == "stated"
    assert (second.deadline, second.deadline_words, second.lead_unit) == (dt.date(2024, 6, 30), "6月底前", bureau)
    assert list(second.supporting_units.all()) == [finance]
    assert (fourth.deadline, fourth.deadline_words, fourth.lead_unit) == (None, "尽快", None)
    assert Flag.BY_HAND in flags_of(first)


def test_words_that_are_no_field_stand_in_the_timeline(bureau, coordinator):
    first, *_others = entered(received(coordinator), coordinator)
    told = TaskEvent.objects.get(task=first)
    assert (told.verb, told.by) == ("create", coordinator)
    assert told.reason.splitlines()[0] == "“旧台账.xlsx”第 3 行。"
    assert {"整改措施：倒排工期", "进展情况：已动工"} <= set(told.reason.splitlines())


def test_what_is_done_and_what_has_no_title_is_left_out(coordinator):
    rows = [*ROWS, ("合计", *[""] * 10), HEADS]
    plan = old_plan(received(coordinator, old_ledger(rows=rows)))
    assert [(row.entry.number, row.entry.left_out) for row in plan.left_out] == [
        (5, "已经办结。"),
        (7, "本行没有问题或任务。"),
    ]
    assert len(plan.ready) == 3


def test_unknown_units_are_named_and_guessed(bureau, coordinator):
    rows = [(1, "", "甲", "", "水利局", "", "", "", "", "", ""), (2, "", "乙", "", "火箭军", "", "", "", "", "", "")]
    near, strange = old_plan(received(coordinator, old_ledger(rows=rows))).ready
    assert near.lead_unit is None
    assert "青石县水利局" in near.notes[0]
    assert "火箭军" in strange.notes[0]


def test_merged_cells_go_for_all_their_rows(bureau, coordinator):
    rows = [
        ROWS[0],
        ("", "", "", "清运淤泥", "", "", "", "", "", "", ""),
        (2, "", "乙", "", "", "", "", "", "", "", ""),
    ]

    def merge(sheet):
        sheet.merge_range(2, 2, 3, 2, "清淤进度偏慢")
        sheet.merge_range(2, 4, 4, 4, "县水利局")

    first, second = entered(received(coordinator, old_ledger(merge, rows=rows)), coordinator)
    assert (second.title, second.lead_unit) == ("乙", bureau)
    assert "整改措施：清运淤泥" in TaskEvent.objects.get(task=first).reason


def test_headings_in_two_rows(bureau, coordinator):
    def write(sheet, book):
        sheet.merge_range("A1:A2", "序号")
        sheet.merge_range("B1:B2", "重点任务")
        sheet.merge_range("C1:D1", "责任落实")
        sheet.write_row("C2", ["责任单位", "责任人"])
        sheet.write_row("A3", [1, "修订办法", "县水利局", "陈水生"])

    (task,) = entered(received(coordinator, workbook(write)), coordinator)
    assert (task.title, task.kind, task.lead_unit, task.owner) == ("修订办法", "plan", bureau, "陈水生")


def test_measures_are_tasks_if_there_is_nothing_else(coordinator):
    draft = received(coordinator, old_ledger(heads=("序号", "整改措施", "责任单位"), rows=[(1, "倒排工期", "")]))
    assert [row.title for row in old_plan(draft).ready] == ["倒排工期"]
    assert reading_of(draft).kind == "plan"


def test_the_columns_can_be_corrected(bureau, coordinator):
    draft = received(coordinator, old_ledger(heads=("甲", "乙", "丙"), rows=[("清淤慢", "县水利局", "2024-5-1")]))
    assert not old_plan(draft).ready
    columns = {"0": "title", "1": "lead_unit", "2": "deadline"}
    reading = replace(reading_of(draft), head=1, columns=columns, topic="新专题", unit="县水利局", year=2022)
    read_differently(draft, reading, version=draft.version)
    draft.refresh_from_db()
    (task,) = entered(draft, coordinator)
    assert (task.lead_unit, task.deadline, str(task.topic)) == (bureau, dt.date(2024, 5, 1), "新专题")
    assert (task.reporting_unit, task.year) == (bureau, 2022)


def test_the_same_rows_again_are_known(bureau, coordinator):
    data = old_ledger()
    entered(received(coordinator, data), coordinator)
    again = received(coordinator, data)
    assert earlier(again)
    assert (len(old_plan(again).ready), len(old_plan(again).known)) == (0, 3)
    more = [*ROWS, (5, "", "新增的问题", "", "", "", "", "", "", "", "")]
    longer = received(coordinator, old_ledger(rows=more))
    assert earlier(longer) is None
    assert [row.title for row in old_plan(longer).ready] == ["新增的问题"]


def test_a_preview_that_was_overtaken_enters_nothing(bureau, coordinator):
    draft, other = received(coordinator), received(coordinator, old_ledger(rows=ROWS[:1]))
    seen = old_plan(draft).fingerprint
    entered(other, coordinator)
    with pytest.raises(Overtaken):
        confirm_old(draft, by=coordinator, version=draft.version, seen=seen)
    assert Task.objects.count() == 1


def test_csv_too(bureau, coordinator):
    draft = received(
        coordinator, "序号,工作任务,承办单位,办理时限\n1,修订办法,县水利局,2024年5月1日\n".encode("gb18030"), "a.csv"
    )
    (task,) = entered(draft, coordinator)
    assert (task.title, task.lead_unit, task.deadline) == ("修订办法", bureau, dt.date(2024, 5, 1))


def test_a_table_without_any_known_heading_makes_nothing_by_itself(coordinator):
    draft = received(coordinator, "甲,乙\n1,2\n".encode(), "a.csv")
    assert not old_plan(draft).ready
