"""The exported ledger comes back edited: what it would change, what it may not, and that it changes just that."""

from __future__ import annotations

import datetime as dt
import io
import random

import openpyxl
import pytest
from django.utils.translation import override

from accounts.models import Unit
from tests.tracker.test_ledger_files import all_tasks, workbook_of
from tracker.columns import COLUMNS
from tracker.extensions import ask_extension, grant_extension
from tracker.ledger.incoming import Overtaken, confirm_returned, receive, returned_plan
from tracker.ledger.plain import csv_lines
from tracker.ledger.values import Misread, date_of
from tracker.ledger.workbook import KEY, VERSION
from tracker.models import ProgressReport, Task, TaskEvent
from tracker.reports import report
from tracker.workflow import Refused, carry_out

pytestmark = pytest.mark.django_db
KEYS = [column.key for column in COLUMNS]
DAY = dt.date(2030, 6, 30)


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def finance(db):
    return Unit.objects.create(name="青石县财政局")


@pytest.fixture
def task(make_task, bureau, finance, coordinator, handler):
    """A task in progress with a report, through the workflow."""
    task = make_task(status="open")
    changes = {"lead_unit": bureau, "supporting_units": [finance], "owner": "陈水生", "deadline": DAY}
    task = carry_out(task, "assign", by=coordinator, version=1, changes=changes)
    task = carry_out(task, "acknowledge", by=handler, version=task.version)
    return report(task, by=handler, version=task.version, done="已摸排", next_step="开工").task


@pytest.fixture
def exported():
    """Return a maker of exported workbooks with edits: `edit` takes the cells of a row by heading, and its number."""

    def export(edit=lambda cells, row: None, keys=KEYS, sheet=None) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(workbook_of(sheet or all_tasks(*keys))))
        page = book.active
        heads = {cell.value: cell.column for cell in page[2]}
        for number, row in enumerate(page.iter_rows(min_row=3)):
            edit({head: row[column - 1] for head, column in heads.items()}, number)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return export


def setting(**values):
    def edit(cells, _row):
        for head, value in values.items():
            cells[head].value = value

    return edit


def planned(data: bytes, by, name="台账.xlsx"):
    return returned_plan(receive(data, name, by=by), by)


def confirmed(data: bytes, by, reason=""):
    draft = receive(data, "台账.xlsx", by=by)
    plan = returned_plan(draft, by)
    confirm_returned(draft, by=by, version=draft.version, seen=plan.fingerprint, reason=reason)
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2024-6-30", (2024, 6, 30)),
        ("2024/6/30", (2024, 6, 30)),
        ("2024.6.30", (2024, 6, 30)),
        ("2024年6月30日", (2024, 6, 30)),
        ("２０２４年６月３０日前".removesuffix("前"), (2024, 6, 30)),
        ("20240630", (2024, 6, 30)),
        ("45473", (2024, 6, 30)),
        ("45473.5", (2024, 6, 30)),
        ("2024-06-30 00:00", (2024, 6, 30)),
        ("2024-06-30 08:30:00", (2024, 6, 30)),
        (" ", None),
        ("6月底", Misread),
        ("2024年6月", Misread),
        ("2024-13-01", Misread),
        ("2023-02-29", Misread),
        ("12", Misread),
        ("长期坚持", Misread),
    ],
)
def test_dates_as_offices_type_them(words, date):
    if date is Misread:
        with pytest.raises(Misread, match="2024-06-30"):
            date_of(words)
    else:
        assert date_of(words) == (date and dt.date(*date))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_untouched_file_changes_nothing(language, task, make_task, exported, coordinator):
    make_task(title="=1+1 '引号", status="candidate", year=None, topic=None)
    with override(language):
        data = exported()
    plan = planned(data, coordinator)
    assert (plan.rows, plan.unchanged) == ((), 2)
    confirmed(data, coordinator)
    assert Task.objects.get(pk=task.pk).version == task.version


def test_an_untouched_file_changes_nothing_whatever_was_done_since(task, finance, exported, coordinator, handler):
    data = exported()
    task = report(task, by=handler, version=task.version, done="又办", difficulty="缺钱").task
    ask_extension(task, by=handler, version=task.version, wanted=DAY + dt.timedelta(days=9), reason="雨季")
    task.refresh_from_db()
    task = grant_extension(task, by=coordinator, version=task.version)
    changes = {"lead_unit": finance, "supporting_units": [], "owner": "", "title": "换题", "topic": None, "year": 2025}
    task = carry_out(task, "edit", by=coordinator, version=task.version, changes=changes)
    carry_out(task, "submit", by=coordinator, version=task.version)
    plan = planned(data, coordinator)
    assert (plan.rows, plan.unchanged) == ((), 1)


EDITS = {
    "owner": ("责任人", "钱管家", "owner", "钱管家"),
    "title": ("事项", "清淤提速", "title", "清淤提速"),
    "deadline": ("完成时限", "2030.7.31", "deadline", dt.date(2030, 7, 31)),
    "a date cell": ("完成时限", dt.datetime(2030, 7, 31), "deadline", dt.date(2030, 7, 31)),
    "no deadline": ("完成时限", None, "deadline", None),
    "year": ("年度", 2024, "year", 2024),
    "no topic": ("专题", "", "topic", None),
    "kind of deadline": ("时限类型", "长期", "deadline_kind", "long_term"),
    "words": ("时限表述", "汛期前", "deadline_words", "汛期前"),
    "status": ("状态", "待审核", "status", "submitted"),
    "closed": ("状态", "已销号", "status", "closed"),
}


@pytest.mark.parametrize(("head", "cell", "name", "value"), EDITS.values(), ids=EDITS)
def test_an_edited_cell_goes_through_the_workflow(head, cell, name, value, task, exported, coordinator):
    data = exported(setting(**{head: cell}))
    (row,) = planned(data, coordinator).ready
    assert [edit.label for edit in row.edits] == [head]
    draft = confirmed(data, coordinator)
    now = Task.objects.get(pk=task.pk)
    assert getattr(now, name) == value
    assert now.version == task.version + 1
    event = TaskEvent.objects.filter(task=task).latest("id")
    assert (event.field, event.by) == (name, coordinator)
    assert draft.outcome["done"] == [[3, task.pk, [head]]]
    assert (planned(data, coordinator).rows, draft.state) == ((), "confirmed")


def test_units_by_name_or_alias(task, finance, exported, coordinator):
    Unit.objects.create(name="青石县人社局")
    same = exported(setting(责任单位="县水利局", 配合单位="青石县财政局"))
    assert planned(same, coordinator).unchanged == 1
    confirmed(exported(setting(责任单位="青石县财政局", 配合单位="县水利局、青石县人社局")), coordinator)
    now = Task.objects.get(pk=task.pk)
    assert now.lead_unit == finance
    assert {str(unit) for unit in now.supporting_units.all()} == {"青石县水利局", "青石县人社局"}


def test_a_unit_fills_in_its_progress(task, exported, handler):
    confirmed(exported(setting(进展情况="已开工三处", 下一步安排="七月完工")), handler)
    latest = ProgressReport.objects.filter(task=task).latest("id")
    assert (latest.done, latest.difficulty, latest.next_step) == ("已开工三处", "", "七月完工")
    assert latest.unit == task.lead_unit


def test_what_a_report_said_beside_stays(task, exported, handler):
    data = exported(setting(进展情况="已开工三处"), keys=["title", "progress"])
    confirmed(data, handler)
    assert ProgressReport.objects.filter(task=task).latest("id").next_step == "开工"


def test_who_reports_on_a_task_has_received_it(make_task, bureau, exported, handler):
    task = make_task(status="assigned", lead_unit=bureau)
    confirmed(exported(setting(进展情况="已开工")), handler)
    task.refresh_from_db()
    assert (task.status, task.reports.get().done) == ("in_progress", "已开工")


def test_verbs_come_in_the_order_that_the_table_allows(task, exported, coordinator):
    confirmed(exported(setting(进展情况="全部完工", 状态="已销号", 责任人="钱管家")), coordinator)
    confirmed(exported(setting(状态="办理中", 进展情况="又淤积了", 责任人="陈水生")), coordinator, reason="反弹")
    now = Task.objects.get(pk=task.pk)
    assert (now.status, now.owner, now.reports.count()) == ("in_progress", "陈水生", 3)
    verbs = TaskEvent.objects.filter(task=task, version__gt=task.version).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["edit", "report", "close_out", "reopen", "edit", "report"]


def test_a_reason_is_asked_for(task, exported, coordinator):
    task = carry_out(task, "submit", by=coordinator, version=task.version)
    data = exported(setting(状态="办理中"))
    assert planned(data, coordinator).needs_reason
    with pytest.raises(Refused, match="请填写理由"):
        confirmed(data, coordinator)
    confirmed(data, coordinator, reason="材料不全")
    assert TaskEvent.objects.filter(task=task).latest("id").reason == "材料不全"


AGAINST = {
    "no date": ({"完成时限": "6月底"}, "6月底”不是日期"),
    "no unit": ({"责任单位": "水务署"}, "水务署"),
    "no topic": ({"专题": "不存在"}, "不存在"),
    "no title": ({"事项": None}, "事项"),
    "too long": ({"事项": "长" * 201}, "事项"),
    "no status": ({"状态": "办完了"}, "办完了"),
    "no way": ({"状态": "待交办"}, "办理中"),
    "merged": ({"状态": "并案"}, "并案"),
    "year": ({"年度": "去年"}, "年度"),
    "report taken back": ({"进展情况": None}, "反馈"),
    "report too long": ({"进展情况": "长" * 2001}, "2000"),
    "another site": ({VERSION: 99}, "导出"),
    "no task": ({KEY: None}, "没有"),
    "unknown task": ({KEY: 999_999}, "999999"),
    "another code": ({"编号": "〔2023〕9999"}, "排序"),
}


@pytest.mark.parametrize(("cells", "sentence"), AGAINST.values(), ids=AGAINST)
def test_what_can_not_be_done_is_said(cells, sentence, task, exported, coordinator):
    data = exported(setting(**{"责任人": "钱管家"} | cells))
    (row,) = planned(data, coordinator).refused
    assert sentence in " ".join(row.why)
    draft = confirmed(data, coordinator)
    assert draft.outcome["refused"][0][0] == 3
    assert Task.objects.get(pk=task.pk).version == task.version


def test_rights_are_asked_of_each_row(task, make_task, town, exported, handler, foreign_handler, reader):
    make_task(title="别人的", lead_unit=town)
    data = exported(setting(责任人="钱管家", 进展情况="已办"))
    rows = planned(data, handler).refused
    assert "延期" in " ".join(rows[0].why)
    assert "不归您" in " ".join(rows[1].why)
    assert all(row.refused for row in planned(data, reader).rows)
    progress = exported(lambda cells, row: cells["进展情况"].__setattr__("value", "已办") if not row else None)
    assert len(planned(progress, handler).ready) == 1
    assert not planned(progress, foreign_handler).ready


def test_a_conflict_shows_both_values(task, exported, coordinator):
    data = exported(setting(责任人="钱管家", 完成时限="2030-8-1"))
    carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "孙河长"})
    (row,) = planned(data, coordinator).refused
    assert [(clash.column, clash.new, clash.old) for clash in row.clashes] == [("owner", "钱管家", "孙河长")]
    assert "钱管家" in row.why[0]
    assert "孙河长" in row.why[0]
    confirmed(data, coordinator)
    now = Task.objects.get(pk=task.pk)
    assert (now.owner, now.deadline) == ("孙河长", DAY)


def test_other_fields_changed_since_are_no_conflict(task, exported, coordinator):
    data = exported(setting(完成时限="2030-8-1"))
    carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "孙河长"})
    confirmed(data, coordinator)
    now = Task.objects.get(pk=task.pk)
    assert (now.owner, now.deadline) == ("孙河长", dt.date(2030, 8, 1))


def test_a_preview_that_was_overtaken_changes_nothing(task, exported, coordinator):
    draft = receive(exported(setting(责任人="钱管家")), "台账.xlsx", by=coordinator)
    seen = returned_plan(draft, coordinator).fingerprint
    task = carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": "孙河长"})
    with pytest.raises(Overtaken):
        confirm_returned(draft, by=coordinator, version=draft.version, seen=seen)
    assert Task.objects.get(pk=task.pk).owner == "孙河长"
    assert returned_plan(draft, coordinator).refused[0].clashes


def test_a_draft_is_confirmed_once(task, exported, coordinator):
    draft = receive(exported(setting(责任人="钱管家")), "台账.xlsx", by=coordinator)
    seen = returned_plan(draft, coordinator).fingerprint
    confirm_returned(draft, by=coordinator, version=draft.version, seen=seen)
    with pytest.raises(Refused):
        confirm_returned(draft, by=coordinator, version=draft.version, seen=seen)


def test_strange_columns_and_columns_only_shown_are_named(task, exported, coordinator):
    def edit(cells, _row):
        cells["亮灯"].parent["AA2"].value = "处长意见"
        cells["报告单位"].value = "青石县水利局"

    plan = planned(exported(edit), coordinator)
    assert plan.strange == ("处长意见",)
    assert "报告单位" in plan.shown_only
    assert "亮灯" in plan.shown_only
    assert "报告单位" in plan.noted[0].notes[0]


def test_a_task_in_two_rows_is_refused(task, make_task, exported, coordinator):
    make_task()
    plan = planned(exported(setting(**{KEY: task.pk, "编号": None, "责任人": "钱管家"})), coordinator)
    assert len(plan.refused) == 2
    assert not plan.ready


def test_csv_comes_back_by_its_codes(task, coordinator):
    text = "".join(csv_lines(all_tasks("code", "title", "owner", "deadline"))).replace("陈水生", "钱管家")
    for data in (text.encode(), text.lstrip("\ufeff").encode("gb18030")):
        plan = planned(data, coordinator, "台账.csv")
        assert not plan.versioned
        assert [edit.new for edit in plan.ready[0].edits] == ["钱管家"]


def test_another_table_is_not_taken_for_a_ledger_of_the_site(handler):
    with pytest.raises(Refused, match="本系统导出"):
        receive("序号,问题,责任单位\n1,清淤慢,水利局\n".encode(), "a.csv", by=handler)
    with pytest.raises(Refused, match="另存为"):
        receive(b"%PDF-1.7", "a.pdf", by=handler)


def test_of_200_random_edits_exactly_those(make_task, bureau, finance, exported, coordinator):
    """300 tasks, 200 cells edited, 40 of their tasks changed on the site meanwhile: half of them the same cell."""
    rng = random.Random(7)
    for number in range(300):
        make_task(title=f"事项{number}", lead_unit=bureau, owner=f"人{number}", deadline=DAY)
    new = {
        "责任人": lambda n: f"新人{n}",
        "事项": lambda n: f"新题{n}",
        "完成时限": lambda n: dt.datetime(2031, 1, 1 + n % 28),
        "责任单位": lambda n: "青石县财政局",
        "时限表述": lambda n: f"{n}天内",
    }
    edited = {row: rng.choice(list(new)) for row in rng.sample(range(300), 200)}

    def edit(cells, row):
        if row in edited:
            cells[edited[row]].value = new[edited[row]](row)

    data = exported(edit)
    tasks = list(Task.objects.order_by("pk"))
    for place, row in enumerate(rng.sample(sorted(edited), 40)):
        field = {
            "责任人": "owner",
            "事项": "title",
            "完成时限": "deadline",
            "责任单位": "lead_unit",
            "时限表述": "deadline_words",
        }[edited[row]]
        if place % 2:
            field = "year"
        value = {"lead_unit": None, "deadline": dt.date(2032, 2, 2), "year": 2020}.get(field, "站内所改")
        carry_out(tasks[row], "edit", by=coordinator, version=1, changes={field: value})
    before = {task.pk: task.version for task in Task.objects.all()}
    draft = confirmed(data, coordinator)
    assert len(draft.outcome["done"]) == 180
    assert len(draft.outcome["refused"]) == 20
    assert draft.outcome["unchanged"] == 100
    changed = {task.pk for task in Task.objects.all() if task.version != before[task.pk]}
    assert changed == {each[1] for each in draft.outcome["done"]}
    assert Task.objects.filter(owner__startswith="新人").count() == sum(
        edited[row] == "责任人" and tasks[row].pk in changed for row in edited
    )


def test_the_preview_asks_the_database_by_chunks(make_task, exported, coordinator, django_assert_max_num_queries):
    for _number in range(40):
        make_task()
    draft = receive(exported(), "台账.xlsx", by=coordinator)
    with django_assert_max_num_queries(10):
        assert returned_plan(draft, coordinator).unchanged == 40
