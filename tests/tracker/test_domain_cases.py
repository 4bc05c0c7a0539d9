"""Cases that other trackers got wrong and their users complained of: those about tasks and lists, one test each.

How items are matched is tested in test_intake.py and test_matching.py; 13 is about exports
(test_task_export.py, test_ledger_files.py), 14 about statistics (test_statistics.py).
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

import pytest
from django.utils import timezone

from accounts.models import Unit
from tests.tracker.test_intake import PROBLEMS, document
from tests.tracker.test_task_act import act, text_of
from tests.tracker.test_task_list import QUERIES, rows
from tracker.drafts import confirm, receive
from tracker.flags import Flag, flags_of
from tracker.intake import import_file
from tracker.models import Task, TaskEvent
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def imported(bureau):
    return import_file(document(), "河长制.txt")


def of(words: str) -> Task:
    return Task.objects.get(title__contains=words)


def counts(outcome) -> tuple[int, int, int]:
    """Return 新增, 修改, 消失."""
    return outcome.created, outcome.changed, outcome.vanished


def test_case_1_the_same_file_again_leaves_every_task_as_it_is(imported, bureau, coordinator):
    changes = {"lead_unit": bureau, "owner": "陈水生", "deadline": day(30)}
    carry_out(of("清淤经费"), "assign", by=coordinator, version=1, changes=changes)
    before = list(Task.objects.order_by("pk").values()), list(TaskEvent.objects.order_by("pk").values())
    assert counts(import_file(document(), "又一次.txt")) == (0, 0, 0)
    assert (list(Task.objects.order_by("pk").values()), list(TaskEvent.objects.order_by("pk").values())) == before


def test_case_2_a_paragraph_on_top_moves_all_offsets_and_makes_no_task(imported):
    before = {task.pk: task.items.get().start for task in Task.objects.all()}
    outcome = import_file(document(opening="本年度恰逢河长制实施六周年，各级高度重视。"), "河长制2.txt")
    assert counts(outcome) == (0, 0, 0)
    latest = {task.pk: task.items.latest("pk") for task in Task.objects.all()}
    assert latest.keys() == before.keys()
    assert all(item.start > before[pk] for pk, item in latest.items())
    assert all(item.edition.text[item.start : item.end] == item.text for item in latest.values())


TWINS = ("（一）人手不足，难以应付日常巡查任务。", "（二）清淤经费缺口较大。", "（三）人手不足，难以应付日常巡查任务。")


def test_case_3_identical_clauses_keep_their_own_states(bureau, coordinator):
    import_file(document(problems=TWINS), "甲.txt")
    first, last = Task.objects.filter(title__contains="人手").order_by("pk")
    carry_out(last, "close_out", by=coordinator, version=1)
    assert counts(import_file(document(problems=TWINS, opening="另起一段说明情况。"), "乙.txt")) == (0, 0, 0)
    assert [Task.objects.get(pk=task.pk).status for task in (first, last)] == ["open", "closed"]
    assert [task.items.count() for task in (first, last)] == [2, 2]


def test_case_4_the_twin_of_a_deleted_paragraph_is_not_attached_to_it(bureau, coordinator, log_in):
    alike = (
        "（一）东片清淤进度偏慢，三处河段至今尚未动工，汛期前难以完成。",
        "（二）管护资金不足，保洁员工资已拖欠两个月。",
        "（三）西片清淤进度偏慢，五处河段至今尚未动工，汛期前难以完成。",
    )
    import_file(document(problems=alike), "甲.txt")
    gone, twin = of("东片"), of("西片")
    assert counts(import_file(document(problems=alike[1:]), "乙.txt")) == (0, 0, 1)
    assert [task.items.count() for task in (gone, twin)] == [1, 2]
    assert rows(log_in(coordinator).get("/tasks/?flag=vanished")) == [gone.title]
    assert Task.objects.get(pk=gone.pk).status == "open"


def test_case_5_a_reworded_problem_keeps_its_state_and_shows_both_wordings(imported, bureau, coordinator, log_in):
    task = of("清淤经费")
    carry_out(task, "assign", by=coordinator, version=1, changes={"lead_unit": bureau})
    reworded = PROBLEMS[1].replace("两条支流", "三条支流")
    assert counts(import_file(document(problems=(PROBLEMS[0], reworded)), "河长制2.txt")) == (0, 1, 0)
    task.refresh_from_db()
    assert task.status == "assigned"
    page = text_of(log_in(coordinator).get(f"/tasks/{task.pk}/"))
    assert page.count(PROBLEMS[1]) >= 2  # the earlier wording, and in the timeline
    assert page.count(reworded) >= 2
    assert flags_of(task) == [Flag.REWORDED]
    assert "Reworded, to be checked" in page
    carry_out(task, "acknowledge", by=coordinator, version=task.version)
    assert flags_of(task) == []


def test_case_6_what_was_dismissed_stays_so_also_when_it_goes_and_returns(imported, coordinator):
    task = of("清淤经费")
    carry_out(task, "dismiss", by=coordinator, version=1, reason="已另行立项")
    for number, (problems, gone) in enumerate(((PROBLEMS, 0), (PROBLEMS[:1], 1), (PROBLEMS, 0))):
        outcome = import_file(document(problems=problems, opening=f"补充说明第{number}段。"), f"{number}.txt")
        assert counts(outcome) == (0, 0, gone)
        assert Task.objects.get(pk=task.pk).status == "dismissed"
    assert task.items.latest("pk").edition.number == 4


def test_case_7_what_people_did_while_an_import_waited_wins(imported, coordinator):
    data = document(opening="本年度恰逢河长制实施六周年，各级高度重视。")
    draft = next(receive(data, "河长制2.txt", by=coordinator)).draft
    carry_out(of("清淤经费"), "close_out", by=coordinator, version=1)
    carry_out(of("巡河记录质量"), "edit", by=coordinator, version=1, changes={"owner": "陈水生", "title": "改过的标题"})
    before = list(Task.objects.order_by("pk").values())
    assert counts(confirm(draft, by=coordinator, version=draft.version)) == (0, 0, 0)
    assert list(Task.objects.order_by("pk").values()) == before


DRESSES = {
    "number": {"（一）": "1.", "（二）": "2."},
    "width": {"2022": "２０２２"},
    "space": {"中小河道": "中小 河道"},
    "name": {"XX镇": "柳河镇"},
}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES.keys())
def test_case_8_the_same_item_in_another_dress_is_the_same_task(dress, bureau, coordinator):
    problems = (PROBLEMS[0], "（二）清淤经费缺口较大。2022年以来中小河道清淤主要靠XX镇自筹，两条支流未能按计划开工。")
    import_file(document(problems=problems), "甲.txt")
    carry_out(of("清淤经费"), "close_out", by=coordinator, version=1)
    for old, new in dress.items():
        problems = [each.replace(old, new) for each in problems]
    outcome = import_file(document(problems=problems), "乙.txt")
    assert (outcome.created, outcome.vanished) == (0, 0)
    assert (of("清淤经费").status, of("清淤经费").items.count()) == ("closed", 2)


def test_case_9_no_date_range_holds_a_task_without_a_deadline_unless_asked(make_task, reader, log_in):
    make_task(title="有时限", deadline=day(5))
    make_task(title="未明确")
    client = log_in(reader)
    for dates in (f"due_from={day(0)}", f"due_to={day(9)}", f"due_from={day(0)}&due_to={day(9)}"):
        assert rows(client.get(f"/tasks/?{dates}")) == ["有时限"]
        assert rows(client.get(f"/tasks/?{dates}&undated=on&sort=code")) == ["有时限", "未明确"]
    assert rows(client.get(f"/tasks/?due_from={day(7)}&undated=on")) == ["未明确"]


def test_case_10_what_is_handed_in_is_not_overdue_but_waits_for_review(make_task, bureau, handler, coordinator, log_in):
    fields = {"lead_unit": bureau, "deadline": day(-20)}
    make_task(title="已报", status="submitted", submitted_on=day(-10), **fields)
    make_task(title="未报", status="in_progress", **fields)
    client = log_in(handler)
    assert rows(client.get("/tasks/?light=red")) == rows(client.get("/tasks/?flag=overdue")) == ["未报"]
    client = log_in(coordinator)
    assert rows(client.get("/tasks/?flag=review_late")) == ["已报"]
    page = text_of(client.get(f"/chase/?unit={quote(bureau.name)}"))
    assert "未报" in page
    assert "已报" not in page


def test_case_11_lights_are_right_after_a_month_without_any_job(make_task, bureau, reader, log_in, monkeypatch):
    for title, fields in {
        "将超期": {"deadline": day(20), "heard_on": day(0)},
        "将沉默": {"deadline": day(400), "heard_on": day(0)},
    }.items():
        make_task(title=title, status="in_progress", lead_unit=bureau, started_on=day(0), **fields)
    client = log_in(reader)
    assert rows(client.get("/tasks/?light=green&sort=code")) == ["将超期", "将沉默"]
    later = timezone.now() + dt.timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = log_in(reader)
    assert rows(client.get("/tasks/?light=red")) == rows(client.get("/tasks/?flag=overdue")) == ["将超期"]
    assert rows(client.get("/tasks/?light=yellow")) == ["将沉默"]
    assert rows(client.get("/tasks/?flag=silent&sort=code")) == ["将超期", "将沉默"]


def test_case_12_of_ten_tasks_closed_together_three_that_can_not_be_are_listed(make_task, coordinator, log_in):
    fit = [make_task(title=f"可销号{n}") for n in range(7)]
    unfit = [make_task(title=f"不可销号{status}", status=status) for status in ("candidate", "suspended", "closed")]
    chosen = [f"{task.pk}-1" for task in fit + unfit]
    page = text_of(log_in(coordinator).post("/tasks/bulk/", {"verb": "close_out", "chosen": chosen}))
    assert Task.objects.filter(title__startswith="可", status="closed").count() == 7
    assert [Task.objects.get(pk=task.pk).status for task in unfit] == ["candidate", "suspended", "closed"]
    assert TaskEvent.objects.filter(verb="close_out", field="status").count() == TaskEvent.objects.count() == 7
    refused, done = page.split("Refused 3")[1].split("Done 7")
    for task in unfit:
        assert f"{task.title} “Close out” is not possible: the task's status is" in refused
    assert all(task.title in done for task in fit)


def test_case_15_editing_leads_back_to_exactly_that_list_and_page(make_task, coordinator, log_in):
    for number in range(60):
        make_task(title=f"第{number}项", owner="陈水生")
    client, here = log_in(coordinator), "/tasks/?owner=%E9%99%88&sort=-code&page=2"
    page = client.get(here)
    task = Task.objects.get(title=rows(page)[0])
    link = f"{task.get_absolute_url()}?next={quote(here, safe='')}"
    assert f'href="{link}"' in page.content.decode()
    edit = client.get(link).content.decode().split(f"/tasks/{task.pk}/edit/?")[1].split('"')[0]
    form = client.get(f"/tasks/{task.pk}/edit/?{edit}").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "改了", "next": here}
    done = client.post(f"/tasks/{task.pk}/edit/", data, follow=True)
    assert done.context["back"] == here
    assert rows(client.get(here))[0] == "改了"


def test_case_16_the_second_of_two_editors_sees_both_values(make_task, coordinator, administrator, log_in):
    task = make_task(owner="甲")
    data = {"title": task.title, "topic": task.topic_id, "year": task.year}
    act(log_in(administrator), task, "edit", **data, owner="乙")
    page = act(log_in(coordinator), task, "edit", version=1, **data, owner="丙")
    assert page.status_code == 409
    assert "Owner 丙 乙" in text_of(page)
    task.refresh_from_db()
    assert (task.owner, task.version) == ("乙", 2)


def test_case_17_a_second_chase_within_days_is_refused_with_the_date_of_the_first(
    make_task, bureau, coordinator, log_in
):
    task = make_task(status="in_progress", lead_unit=bureau, deadline=day(-3))
    client = log_in(coordinator)
    assert "Done: Chase." in text_of(act(client, task, "chase", text="请抓紧"))
    refusal = f"This task was chased on {day(0)} already; once in 3 days is enough."
    page = act(client, task, "chase", version=2, text="请再抓紧")
    assert refusal in text_of(page)
    assert ">\n请再抓紧</textarea>" in page.content.decode()
    bulk = client.post("/tasks/bulk/", {"verb": "chase", "chosen": f"{task.pk}-2", "text": ""})
    assert refusal in text_of(bulk)
    assert task.chases.count() == 1


def test_case_18_the_list_costs_the_same_for_10_100_and_1000_rows(
    make_task, coordinator, log_in, django_assert_num_queries
):
    client = log_in(coordinator)
    for number in (10, 90, 900):
        units = Unit.objects.bulk_create(Unit(name=f"单位{number}之{n}") for n in range(number))
        for unit in units:
            make_task(lead_unit=unit)
        with django_assert_num_queries(QUERIES):
            page = client.get("/tasks/?per_page=100")
    content = page.content.decode()
    assert page.context["table"].paginator.count == 1000
    assert '<input type="text" name="unit"' in content
    assert "<option" not in content[content.index('name="unit"') : content.index('name="reporting"')]
