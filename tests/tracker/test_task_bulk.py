"""A verb on many tasks of the list: who is offered what, what each task becomes, and the way back."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.tracker.test_task_act import text_of
from tests.tracker.test_task_list import rows
from tracker.bulk import AT_MOST, chosen_versions
from tracker.extensions import ask_extension
from tracker.models import Chase, Task, TaskEvent
from tracker.verbs import VERBS
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


def ticks(*tasks) -> list[str]:
    return [f"{task.pk}-{task.version}" for task in tasks]


def do(client, verb, *tasks, **given):
    return client.post("/tasks/bulk/", {"verb": verb, "chosen": ticks(*tasks), **given})


def statuses(*tasks) -> list[str]:
    return [Task.objects.get(pk=task.pk).status for task in tasks]


@pytest.mark.parametrize(
    ("values", "versions"),
    [
        (["12-3", "4-0"], {12: 3, 4: 0}),
        (["12", "-3", "12-", "a-b", "1-2-3", "", "12--3", "9" * 30 + "-1", "１-１x"], {}),
    ],
)
def test_what_was_ticked(values, versions):
    assert chosen_versions(values) == versions


def test_ticked_tasks_are_listed_and_what_the_verb_needs_is_asked(make_task, coordinator, log_in):
    tasks = make_task(title="清淤"), make_task(title="管护")
    make_task(title="巡河")
    page = log_in(coordinator).get("/tasks/bulk/", {"verb": "assign", "scope": "ticked", "chosen": ticks(*tasks)})
    content = page.content.decode()
    assert rows(page) == ["清淤", "管护"]
    assert re.findall(r'name="chosen" value="([^"]*)"', content) == ticks(*tasks)
    for name in ("lead_unit", "supporting_units", "owner", "deadline", "deadline_kind", "reason"):
        assert f'name="{name}"' in content
    assert re.findall(r'<option value=""[^>]*>([^<]*)<', content) == ["As each task has it"]
    assert statuses(*tasks) == ["open", "open"]


def test_all_tasks_of_the_list_on_whatever_page(make_task, coordinator, log_in):
    for number in range(30):
        make_task(title=f"第{number}项", kind="plan" if number % 3 else "problem")
    page = log_in(coordinator).get(
        "/tasks/bulk/", {"verb": "close_out", "scope": "all", "next": "/tasks/?kind=plan&page=1"}
    )
    assert len(rows(page)) == 20
    assert re.search(r'<a class="button quiet" href="/tasks/\?kind=plan&amp;page=1">', page.content.decode())


def test_assigning_many(make_task, bureau, town, coordinator, log_in):
    stated, plain = make_task(lead_unit=town, owner="柳青青"), make_task()
    client = log_in(coordinator)
    page = do(client, "assign", stated, plain, deadline="2024-06-30")
    assert "Done 1" in text_of(page)
    assert "Please fill in: lead unit." in text_of(page)
    stated.refresh_from_db()
    assert (stated.status, stated.lead_unit, stated.owner, str(stated.deadline)) == (
        "assigned", town, "柳青青", "2024-06-30",
    )  # fmt: skip
    page = do(client, "assign", plain, lead_unit="县水利局", owner="陈水生")
    plain.refresh_from_db()
    assert (plain.status, plain.lead_unit, plain.owner, plain.deadline) == ("assigned", bureau, "陈水生", None)


def test_editing_owner_and_deadline_of_many(make_task, coordinator, log_in):
    tasks = make_task(owner="甲", deadline="2024-01-31"), make_task(status="candidate")
    do(log_in(coordinator), "edit", *tasks, owner="乙")
    assert [(t.owner, str(t.deadline)) for t in Task.objects.order_by("pk")] == [("乙", "2024-01-31"), ("乙", "None")]


def test_chasing_many_with_the_usual_words_or_with_others(make_task, bureau, town, coordinator, log_in):
    tasks = [make_task(status="in_progress", lead_unit=unit) for unit in (bureau, town)]
    client = log_in(coordinator)
    assert "usual words" in text_of(client.get("/tasks/bulk/", {"verb": "chase", "chosen": ticks(*tasks)}))
    do(client, "chase", *tasks, text="")
    assert [unit.name in text for unit, text in zip((bureau, town), _chases(), strict=True)] == [True, True]
    third = make_task(status="assigned", lead_unit=town)
    do(client, "chase", third, text="请抓紧")
    assert _chases()[-1] == "请抓紧"


def _chases() -> list[str]:
    return list(Chase.objects.order_by("pk").values_list("text", flat=True))


def test_what_the_form_says_wrong_changes_nothing_and_keeps_the_ticks(make_task, coordinator, log_in):
    tasks = make_task(), make_task()
    client = log_in(coordinator)
    for verb, given, sentence in (
        ("assign", {"lead_unit": "外星联络处", "owner": "陈水生"}, "No unit is called “外星联络处”"),
        ("dismiss", {"reason": " "}, "This field is required."),
        ("edit", {"reason": "核实"}, "Please fill in at least one field."),
    ):
        page = do(client, verb, *tasks, **given)
        assert sentence in text_of(page)
        assert re.findall(r'name="chosen" value="([^"]*)"', page.content.decode()) == ticks(*tasks)
    assert statuses(*tasks) == ["open", "open"]


def test_a_task_that_changed_after_the_list_was_shown_is_refused(make_task, coordinator, administrator, log_in):
    fresh, overtaken = make_task(), make_task()
    carry_out(overtaken, "edit", by=administrator, version=1, changes={"owner": "乙"})
    page = do(log_in(coordinator), "close_out", fresh, overtaken)
    assert statuses(fresh, overtaken) == ["closed", "open"]
    assert "Somebody changed this task after you opened it." in text_of(page)


def test_nothing_ticked_and_too_much(make_task, coordinator, log_in):
    client, back = log_in(coordinator), "/tasks/?year=2023&page=2"
    asked = {"verb": "close_out", "next": back}
    page = client.get("/tasks/bulk/", asked, follow=True)
    assert page.redirect_chain == [(back, 302)]
    assert "Please tick the tasks first." in text_of(page)
    Task.objects.bulk_create(
        Task(kind="plan", title="x", year=2023, started_on=timezone.localdate()) for _ in range(AT_MOST + 1)
    )
    everything = ticks(*Task.objects.all())
    page = client.get("/tasks/bulk/", asked | {"chosen": everything}, follow=True)
    assert "At most 500 tasks at once; please narrow the list down." in text_of(page)
    client.post("/tasks/bulk/", {"verb": "close_out", "chosen": everything})
    assert not Task.objects.filter(status="closed").exists()


def test_the_way_back_is_the_list_as_it_was(make_task, coordinator, log_in):
    task, back = make_task(), "/tasks/?unit=x&sort=-code&page=3"
    page = do(log_in(coordinator), "close_out", task, next=back).content.decode()
    assert '<a class="button primary" href="/tasks/?unit=x&amp;sort=-code&amp;page=3">' in page
    assert f'href="{task.get_absolute_url()}?{urlencode({"next": back})}"' in page


def test_foreign_and_missing_tasks_answer_alike_and_stay_as_they_are(make_task, bureau, town, handler, log_in):
    own, foreign = (make_task(status="assigned", lead_unit=unit) for unit in (bureau, town))
    chosen = [*ticks(own, foreign), "987654-1"]
    client = log_in(handler)
    assert rows(client.get("/tasks/bulk/", {"verb": "acknowledge", "chosen": chosen})) == [own.title]
    page = client.post("/tasks/bulk/", {"verb": "acknowledge", "chosen": chosen})
    assert "2 chosen tasks were not found." in text_of(page)
    assert statuses(own, foreign) == ["in_progress", "assigned"]


def test_a_supporting_unit_may_see_but_not_acknowledge(make_task, bureau, town, handler, log_in):
    task = make_task(status="assigned", lead_unit=town)
    task.supporting_units.add(bureau)
    page = do(log_in(handler), "acknowledge", task)
    assert "You may not do this with this task." in text_of(page)
    assert statuses(task) == ["assigned"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may(method, make_task, bureau, reader, handler, coordinator, log_in):
    task = make_task(status="in_progress", lead_unit=bureau)
    for user, verb, expected in (
        (reader, "submit", 403),
        (handler, "close_out", 403),
        (handler, "conquer", 404),
        (handler, "", 404),
        (coordinator, "split", 403),
        (handler, "submit", 200),
    ):
        answer = getattr(log_in(user), method)("/tasks/bulk/", {"verb": verb, "chosen": ticks(task)})
        assert answer.status_code == expected
    assert statuses(task) == ["in_progress" if method == "get" else "submitted"]
    assert TaskEvent.objects.count() == (method == "post")


def test_every_verb_but_splitting_is_offered(make_task, bureau, coordinator, handler, log_in):
    make_task(lead_unit=bureau)
    offered = {
        user: re.findall(r'<option value="(\w+)">', text.split('id="bulk-verb"')[1].split("</select>")[0])
        for user in (coordinator, handler)
        for text in [log_in(user).get("/tasks/").text]
    }
    assert offered[coordinator] == [name for name in VERBS if name != "split"]
    assert offered[handler] == ["acknowledge", "report", "submit", "decline", "ask_extension"]


#: status before, verb, what its form is given, status after, and what it set
MANY = [
    ("assigned", "decline", {"reason": "职责不符"}, "open", {}),
    ("dismissed", "restore", {}, "candidate", {}),
    ("open", "merge", {"merged_into": "into"}, "merged", {}),
    ("in_progress", "report", {"done": "已办", "percent": "50"}, "in_progress", {}),
    (
        "in_progress", "ask_extension", {"wanted": "2099-12-31", "reason": "汛期"}, "in_progress",
        {"asks_extension": True},
    ),
    ("closed", "reopen", {"reason": "反弹"}, "in_progress", {}),
    (
        "open", "assign", {"supporting_units": "柳河镇人民政府", "deadline_kind": "long_term"}, "assigned",
        {"deadline_kind": "long_term"},
    ),
    ("open", "edit", {"year": "2025", "deadline_words": "年底前"}, "open", {"year": 2025, "deadline_words": "年底前"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "verb", "given", "after", "fields"), MANY)
def test_verb_on_many(before, verb, given, after, fields, make_task, bureau, town, coordinator, log_in):
    deadline = timezone.localdate() + dt.timedelta(5)
    tasks = [make_task(status=before, lead_unit=bureau, deadline=deadline) for _each in range(2)]
    if "merged_into" in given:
        given = {"merged_into": make_task(title="并入的事项").code}
    client = log_in(coordinator)
    assert client.get("/tasks/bulk/", {"verb": verb, "chosen": ticks(*tasks)}).status_code == 200
    page = text_of(do(client, verb, *tasks, **given))
    assert "Done 2" in page
    for task in Task.objects.filter(pk__in=[task.pk for task in tasks]):
        assert (task.status, task.version) == (after, 2)
        assert {name: getattr(task, name) for name in fields} == fields
        assert [each.verb for each in task.events.all()].count(verb) > 0
        assert ("supporting_units" in given) == (town in task.supporting_units.all())


@pytest.mark.parametrize(("verb", "deadline"), [("grant_extension", "2099-12-31"), ("refuse_extension", "2099-06-30")])
def test_deciding_many_extensions(verb, deadline, make_task, bureau, handler, coordinator, log_in):
    tasks = [make_task(status="in_progress", lead_unit=bureau, deadline=dt.date(2099, 6, 30)) for _each in range(2)]
    ask_extension(tasks[0], by=handler, version=1, wanted=dt.date(2099, 12, 31), reason="汛期")
    for task in tasks:
        task.refresh_from_db()
    page = text_of(do(log_in(coordinator), verb, *tasks, reason="统一研究"))
    assert "No extension is asked for." in page.split("Refused 1")[1].split("Done 1")[0]
    assert [str(task.deadline) for task in Task.objects.order_by("pk")] == [deadline, "2099-06-30"]


def test_unmerging_many(make_task, coordinator, log_in):
    into = make_task()
    tasks = [make_task(status="candidate") for _each in range(2)]
    for task in tasks:
        carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": into})
    do(log_in(coordinator), "unmerge", *Task.objects.filter(status="merged"))
    assert statuses(*tasks) == ["candidate", "candidate"]


def test_merging_many_into_one_of_them_refuses_that_one(make_task, coordinator, log_in):
    tasks = [make_task() for _each in range(3)]
    page = do(log_in(coordinator), "merge", *tasks, merged_into=tasks[1].code)
    assert "Done 2" in text_of(page)
    assert "only into another one that is not merged itself" in text_of(page)
    assert statuses(*tasks) == ["merged", "open", "merged"]
