"""From files to tasks: what is stored, what a second import does, and what a revised file does."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Unit
from summaries.models import Edition, Item, Paragraph, SourceFile, Summary, Topic
from summaries.storage import original_path
from tracker.intake import RefusedFile, import_file
from tracker.models import Answer, ImportBatch, Task, TaskEvent, TaskSource
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db

TITLE = "青石县水利局2023年河长制工作总结"
PROBLEMS = (
    "（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。",
    "（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。",
)
PLANS = (
    "（一）规范巡河记录。由县水利局牵头，2024年6月底前统一巡河记录样式，按季抽查通报。",
    "（二）多渠道筹措清淤资金。积极争取上级补助，把两条支流列入年度清淤计划。",
)


def document(problems=PROBLEMS, plans=PLANS, title=TITLE, opening="") -> bytes:
    lines = [
        title,
        "2023年，我局认真落实河长制各项任务，河道面貌持续改善。现将有关情况总结如下：",
        *([opening] if opening else []),
        "一、主要做法",
        "（一）压实责任。县乡村三级河长全部到岗，全年巡河一千二百余次。",
        "（二）整治乱象。清理河道垃圾三百余吨，拆除违章搭建十一处。",
        "二、存在的问题",
        *problems,
        "三、下一步打算",
        *plans,
        "青石县水利局",
        "2023年12月20日",
    ]
    return "\n".join(lines).encode()


def everything() -> dict:
    """Return every row that an import may write, to be compared."""
    models = (
        SourceFile,
        Topic,
        Unit,
        Summary,
        Edition,
        Paragraph,
        Item,
        ImportBatch,
        Task,
        TaskSource,
        TaskEvent,
        Answer,
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def imported(bureau):
    return import_file(document(), "河长制.txt")


def test_problems_and_plans_become_tasks_with_their_words(imported, bureau):
    assert (imported.created, imported.unchanged, imported.changed, imported.vanished) == (4, 0, 0, 0)
    summary = Summary.objects.get()
    assert (summary.title, summary.unit, summary.year, summary.topic.name) == (TITLE, bureau, 2023, "河长制")
    texts = {
        kind: [t.items.get().text for t in Task.objects.filter(kind=kind).order_by("pk")]
        for kind in ("problem", "plan")
    }
    assert texts == {"problem": list(PROBLEMS), "plan": list(PLANS)}
    for item in Item.objects.select_related("edition", "paragraph"):
        assert item.edition.text[item.start : item.end] == item.text
        assert item.paragraph.start <= item.start < item.paragraph.end
    for paragraph in Paragraph.objects.select_related("edition"):
        assert paragraph.edition.text[paragraph.start : paragraph.end] == paragraph.text


def test_what_the_words_state_is_filled_in_and_marked(imported, bureau):
    task = Task.objects.get(kind="plan", title__contains="规范巡河记录")
    assert (task.lead_unit, task.deadline, task.status) == (bureau, dt.date(2024, 6, 30), "open")
    assert task.origins["lead_unit"] == task.origins["deadline"] == "stated"
    other = Task.objects.get(kind="plan", title__contains="清淤资金")
    assert (other.lead_unit, other.deadline, other.deadline_words, other.origins) == (None, None, "", {})


def test_each_new_task_begins_its_timeline(imported):
    assert [(e.verb, e.field, e.new, e.version) for e in TaskEvent.objects.all()] == [
        ("create", "status", "open", 1)
    ] * 4


def test_the_original_is_kept_under_its_hash(imported):
    source = SourceFile.objects.get()
    assert original_path(source.sha256).read_bytes() == document()


def test_the_same_file_again_changes_nothing(imported, coordinator):
    task = Task.objects.filter(kind="problem").first()
    carry_out(task, "close_out", by=coordinator, version=1)
    before = everything()
    again = import_file(document(), "同一份.txt")
    assert (again.created, again.unchanged, again.changed, again.vanished) == (0, 4, 0, 0)
    assert everything() == before


def test_a_paragraph_on_top_moves_offsets_and_makes_nothing_new(imported):
    before = {task.pk: (task.title, task.status) for task in Task.objects.all()}
    again = import_file(document(opening="本年度恰逢河长制实施六周年，各级高度重视。"), "河长制2.txt")
    assert (again.created, again.unchanged, again.changed, again.vanished) == (0, 4, 0, 0)
    assert {task.pk: (task.title, task.status) for task in Task.objects.all()} == before
    assert Edition.objects.count() == 2
    for item in Item.objects.select_related("edition"):
        assert item.edition.text[item.start : item.end] == item.text


def test_one_word_changed_keeps_the_task_and_tells_its_timeline(imported, coordinator):
    task = Task.objects.get(title__contains="清淤经费")
    carry_out(task, "edit", by=coordinator, version=1, changes={"owner": "陈水生"})
    reworded = PROBLEMS[1].replace("两条支流", "三条支流")
    again = import_file(document(problems=(PROBLEMS[0], reworded)), "河长制2.txt")
    assert (again.created, again.unchanged, again.changed, again.vanished) == (0, 3, 1, 0)
    task.refresh_from_db()
    assert (task.owner, task.status, task.items.count()) == ("陈水生", "open", 2)
    line = task.events.last()
    assert (line.verb, line.old, line.new) == ("reimport", PROBLEMS[1], reworded)


def test_vanished_words_close_nothing_and_may_return(imported):
    task = Task.objects.get(title__contains="清淤经费")
    gone = import_file(document(problems=PROBLEMS[:1]), "河长制2.txt")
    assert (gone.created, gone.unchanged, gone.vanished) == (0, 3, 1)
    task.refresh_from_db()
    assert task.status == "open"
    assert task.events.last().new is None
    back = import_file(document(opening="补充说明一段。"), "河长制3.txt")
    assert (back.created, back.unchanged, back.vanished, back.returned) == (0, 3, 0, 1)
    assert task.items.count() == 2
    line = task.events.last()
    assert (line.verb, line.old, line.new, task.status) == ("reimport", None, PROBLEMS[1], "open")


def test_a_dismissed_task_stays_dismissed(imported, coordinator):
    task = Task.objects.get(title__contains="清淤经费")
    carry_out(task, "dismiss", by=coordinator, version=1, reason="已另行立项")
    import_file(document(opening="本年度恰逢河长制实施六周年，各级高度重视。"), "河长制2.txt")
    task.refresh_from_db()
    assert task.status == "dismissed"


def test_identical_clauses_keep_their_own_tasks(bureau, coordinator):
    twice = (
        "（一）人手不足，难以应付日常巡查任务。",
        "（二）经费不足，清淤难以按期完成。",
        "（三）人手不足，难以应付日常巡查任务。",
    )
    import_file(document(problems=twice), "甲.txt")
    first, last = (Task.objects.filter(title__contains="人手").order_by("pk")[i] for i in (0, 1))
    carry_out(last, "close_out", by=coordinator, version=1)
    import_file(document(problems=twice, opening="另起一段说明情况。"), "乙.txt")
    assert [Task.objects.get(pk=task.pk).status for task in (first, last)] == ["open", "closed"]
    assert Task.objects.count() == 5


def test_unit_and_year_given_overrule_the_text(db):
    import_file(document(), "a.txt", unit="柳河镇人民政府", year=2021)
    summary = Summary.objects.get()
    assert (summary.unit.name, summary.year) == ("柳河镇人民政府", 2021)
    assert set(Task.objects.values_list("reporting_unit__name", "year")) == {("柳河镇人民政府", 2021)}


def test_a_dry_run_tells_and_stores_nothing(bureau, settings):
    before = everything()
    outcome = import_file(document(), "河长制.txt", dry_run=True)
    assert outcome.created == 4
    assert everything() == before
    assert not settings.ORIGINALS_DIR.exists()


OTHER = (
    "2023年工作总结\n一、主要工作\n{}\n二、存在的问题\n（一）{}不够扎实，效果不明显。\n（二）{}经费不足，进展缓慢。\n"
    "三、下一步打算\n（一）加强{}，年底前见效。\n（二）落实{}经费。\n"
)


def test_two_texts_of_one_title_without_units_are_never_mixed(db):
    first = OTHER.format("全年开展医疗巡诊二十次，服务群众三千余人。", *["巡诊"] * 4)
    second = OTHER.format("全年举办法治讲座十二场，调解纠纷八十余件。", *["调解"] * 4)
    import_file(first.encode(), "卫生院.txt")
    before = everything()
    with pytest.raises(RefusedFile, match="--unit"):
        import_file(second.encode(), "司法所.txt")
    assert everything() == before
    assert import_file(second.encode(), "司法所.txt", unit="柳河司法所").created == 4


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "空.txt"),
        ("目录\n2023年工作总结（河长制）……1\n2023年工作总结（扶贫）……5\n".encode(), "只有目录.txt"),
        (b"PK\x03\x04rest", "压缩包.txt"),
        (b"\x00\x01\x02" * 500, "二进制.txt"),
        (document(), "总结.exe"),
    ],
)
def test_what_is_no_summary_is_refused_with_a_sentence_and_stores_nothing(data, name, db, settings):
    before = everything()
    with pytest.raises(RefusedFile) as refusal:
        import_file(data, name)
    assert str(refusal.value).endswith("。")
    assert everything() == before
    assert not settings.ORIGINALS_DIR.exists()


def test_a_summary_without_problem_and_plan_part_is_kept_and_says_so(db):
    text = (
        "城关街道办事处2023年平安建设工作总结\n2023年，街道扎实推进平安建设。\n一、主要做法\n（一）排查矛盾。全年排查化解矛盾三百余件。\n"
        "（二）群防群治。组建巡逻队十二支，夜间巡逻全覆盖。\n"
    )
    outcome = import_file(text.encode(), "平安.txt")
    assert (outcome.created, Summary.objects.count()) == (0, 1)
    codes = {note["code"] for note in Edition.objects.get().notes}
    assert {"missing_problem_part", "missing_plan_part"} <= codes
