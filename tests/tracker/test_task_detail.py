"""One task: its facts, its words in their context, what answers it, and what the user may do with it."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.utils import timezone

from summaries.models import Item, Summary
from tracker.chasing import chase
from tracker.extensions import ask_extension, grant_extension
from tracker.handmade import task_from_words
from tracker.models import Answer, Task
from tracker.reports import report
from tracker.workflow import carry_out, record_creation

pytestmark = pytest.mark.django_db

FIRST = """\
柳河镇2023年河长制工作总结
2023年，柳河镇认真抓好河长制工作，现将有关情况总结如下。
二、存在的问题
（一）清淤进度偏慢。三处河段至今尚未动工。
（二）管护资金不足。保洁员工资已拖欠两个月。
三、下一步打算
（一）加快清淤进度。2024年6月底前完成三处河段清淤。
（二）落实管护资金。积极争取县级配套资金50万元。
"""
REWORDED = FIRST.replace("三处河段至今尚未动工", "两处河段至今尚未动工")
SHORTENED = FIRST.replace("（一）清淤进度偏慢。三处河段至今尚未动工。\n（二）", "（一）")


def stated(words: str) -> Task:
    return Task.objects.filter(items__text__contains=words).distinct().get()


def text_of(response) -> str:
    """Return the words of a page, without its marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def marked(response) -> str:
    return "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", response.content.decode(), re.S))


def actions(response) -> list[str]:
    """Return the verbs that the page offers; the notice to be printed is none."""
    linked = r'<(?:form method="post" action|a class="button[^"]*" href)="/tasks/\d+/(\w+)/'
    return [name for name in re.findall(linked, response.content.decode()) if name != "slip"]


def test_the_words_stand_highlighted_in_their_context(import_text, log_in, reader):
    import_text(FIRST)
    task = stated("管护资金不足")
    item = task.items.get()
    page = log_in(reader).get(task.get_absolute_url())

    assert marked(page) == item.text
    words = text_of(page)
    for around in ("三处河段至今尚未动工", "三、下一步打算", "柳河镇2023年河长制工作总结", "柳河镇河长制.txt"):
        assert around in words
    assert "现将有关情况总结如下" not in words
    assert f"/summaries/{item.edition.summary_id}/?edition=1#item-{item.pk}" in page.content.decode()


def test_facts_say_where_they_come_from(make_task, bureau, town, coordinator, log_in):
    task = make_task(
        reporting_unit=town, deadline="2024-06-30", deadline_words="六月底前", origins={"deadline": "stated"}
    )
    carry_out(task, "edit", by=coordinator, version=1, changes={"lead_unit": bureau})
    page = text_of(log_in(coordinator).get(task.get_absolute_url()))
    assert "青石县水利局 set by hand" in page
    assert "2024-06-30 六月底前 stated in the text" in page
    assert "Owner Not stated" in page
    assert "entered by hand; no document states it" in page


def test_a_reworded_item_shows_both_wordings(import_text, log_in, reader):
    import_text(FIRST)
    task = stated("清淤进度偏慢")
    import_text(REWORDED, name="修订稿.txt")
    page = log_in(reader).get(task.get_absolute_url())
    assert "两处河段" in marked(page)
    assert "Wording of edition 1" in text_of(page)
    assert "三处河段至今尚未动工" in text_of(page)
    assert "no longer holds these words" not in text_of(page)


def test_an_item_that_the_current_edition_lacks_is_said_to_have_vanished(import_text, log_in, reader):
    import_text(FIRST)
    vanished, kept = stated("清淤进度偏慢"), stated("管护资金不足")
    import_text(SHORTENED, name="修订稿.txt")
    client = log_in(reader)
    assert "no longer holds these words" in text_of(client.get(vanished.get_absolute_url()))
    assert "no longer holds these words" not in text_of(client.get(kept.get_absolute_url()))


def test_answers_from_both_sides(make_task, log_in, reader, handler, bureau, town):
    problem = make_task(title="清淤偏慢", lead_unit=bureau)
    confirmed, suggested, rejected = (
        make_task(kind="plan", title=title) for title in ("筹措资金", "加快清淤", "植树造林")
    )
    Answer.objects.create(problem=problem, plan=suggested, score=0.9)
    Answer.objects.create(problem=problem, plan=confirmed, state="confirmed", score=0.1)
    Answer.objects.create(problem=problem, plan=rejected, state="rejected", score=0.5)

    page = text_of(log_in(reader).get(problem.get_absolute_url()))
    assert page.index("筹措资金") < page.index("Confirmed") < page.index("加快清淤") < page.index("Suggested")
    assert "植树造林" not in page
    assert "清淤偏慢" in text_of(log_in(reader).get(suggested.get_absolute_url()))
    # Whoever may not see a plan does not learn of it here either.
    assert "筹措资金" not in text_of(log_in(handler).get(problem.get_absolute_url()))


def test_the_timeline_tells_who_did_what_and_why(make_task, coordinator, handler, bureau, log_in):
    task = make_task(status="assigned", lead_unit=bureau)
    record_creation([task], by=coordinator)
    carry_out(task, "decline", by=handler, version=1, reason="不属本单位职责")
    page = text_of(log_in(coordinator).get(task.get_absolute_url()))
    assert "陈水生 declined the task." in page
    assert "To be acknowledged → To be assigned" in page
    assert "不属本单位职责" in page
    assert page.index("declined") < page.index("entered the task in the ledger")


ALLOWED = [
    ("candidate", "coordinator", "accept edit dismiss merge"),
    ("open", "coordinator", "assign close_out edit suspend dismiss merge"),
    ("assigned", "coordinator", "acknowledge close_out decline chase edit suspend"),
    ("in_progress", "coordinator", "report submit close_out chase edit suspend"),
    ("assigned", "handler", "acknowledge decline"),
    ("in_progress", "handler", "report submit"),
    ("submitted", "handler", ""),
    ("submitted", "coordinator", "close_out send_back edit"),
    ("closed", "administrator", "reopen"),
    ("suspended", "coordinator", "edit resume"),
    ("dismissed", "coordinator", "restore"),
    ("merged", "coordinator", "unmerge"),
    ("assigned", "reader", ""),
    ("open", "reader", ""),
]


@pytest.mark.parametrize(("status", "who", "verbs"), ALLOWED)
def test_actions_are_those_that_the_user_may_take(status, who, verbs, make_task, bureau, log_in, request):
    user = request.getfixturevalue(who)
    page = log_in(user).get(make_task(status=status, lead_unit=bureau).get_absolute_url())
    assert actions(page) == verbs.split()


def test_a_supporting_unit_sees_the_task_and_may_only_report(make_task, bureau, town, handler, foreign_handler, log_in):
    task = make_task(status="in_progress", lead_unit=bureau)
    assert log_in(foreign_handler).get(task.get_absolute_url()).status_code == 404
    task.supporting_units.add(town)
    page = log_in(foreign_handler).get(task.get_absolute_url())
    assert (page.status_code, actions(page)) == (200, ["report"])
    assert actions(log_in(handler).get(task.get_absolute_url())) == ["report", "submit"]


def test_what_there_is_no_occasion_for_is_not_offered(make_task, import_text, bureau, handler, coordinator, log_in):
    today = timezone.localdate()
    task = make_task(status="in_progress", lead_unit=bureau, deadline=today)
    asks, late = (
        make_task(status="in_progress", lead_unit=bureau, **fields)
        for fields in ({"deadline": today, "asks_extension": True}, {"deadline": today - dt.timedelta(1)})
    )
    client = log_in(handler)
    offered = [actions(client.get(each.get_absolute_url())) for each in (task, asks, late)]
    assert ["ask_extension" in verbs for verbs in offered] == [True, False, False]
    import_text()
    client = log_in(coordinator)
    offered = [
        actions(client.get(each.get_absolute_url())) for each in (task, asks, make_task(), stated("清淤进度偏慢"))
    ]
    assert ["grant_extension" in verbs for verbs in offered] == [False, True, False, False]
    assert ["split" in verbs for verbs in offered] == [False, False, False, True]
    page = client.get(f"/tasks/{task.pk}/grant_extension/", follow=True)
    assert "“Grant the extension” is not possible for this task now." in text_of(page)


def test_flags_stand_beside_the_light_with_words(make_task, bureau, log_in, reader):
    today = timezone.localdate()
    task = make_task(
        status="in_progress", lead_unit=bureau, last_verb="send_back", times_extended=2, heard_on=today,
        deadline=today - dt.timedelta(1), original_deadline=today - dt.timedelta(60),
    )  # fmt: skip
    page = text_of(log_in(reader).get(task.get_absolute_url()))
    assert "In progress Overdue Sent back Extended Without a source" in page
    assert f"Original deadline {today - dt.timedelta(60)} extended 2 times" in page
    assert page.count("Overdue") == 1


def test_what_went_with_the_verbs_is_shown(make_task, bureau, handler, coordinator, log_in):
    soon = timezone.localdate() + dt.timedelta(10)
    task = make_task(status="in_progress", lead_unit=bureau, deadline=soon)
    report(task, by=handler, version=1, done="清淤两公里", difficulty="缺设备", next_step="租设备", percent=40)
    ask_extension(task, by=handler, version=2, wanted=soon + dt.timedelta(30), reason="汛期无法施工")
    grant_extension(task, by=coordinator, version=3, reason="下不为例")
    chase(task, by=coordinator, version=4, text="请每周报送进展")
    page = text_of(log_in(coordinator).get(task.get_absolute_url()))
    for words in (
        "青石县水利局 陈水生", "40%", "What was done 清淤两公里 Difficulty 缺设备 Next step 租设备",
        f"Granted {soon} → {soon + dt.timedelta(30)} 陈水生", "汛期无法施工", "下不为例", "请每周报送进展",
        "陈水生 reported progress.", "陈水生 asked for an extension.", "杜小班 granted the extension.",
        "杜小班 chased the lead unit.", f"Original deadline {soon} extended once",
    ):  # fmt: skip
        assert words in page


def test_words_marked_by_hand_say_so(import_text, coordinator, log_in, reader):
    import_text()
    edition = Summary.objects.get().current
    start = edition.text.index("全年开展巡河320次")
    task = task_from_words(edition, start=start, end=start + 11, kind="plan", by=coordinator)
    page = log_in(reader).get(task.get_absolute_url())
    assert "marked by hand by 杜小班" in text_of(page)
    assert marked(page) == "全年开展巡河320次，"[:11]


@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        ("/tasks/?unit=x&page=2", "/tasks/?unit=x&amp;page=2"),
        ("/topics/1/", "/topics/1/"),
        ("https://elsewhere.example/tasks/", "/tasks/"),
        ("//elsewhere.example", "/tasks/"),
        ("javascript:alert(1)", "/tasks/"),
        ("", "/tasks/"),
    ],
)
def test_the_way_back_stays_on_this_site(wanted, back, make_task, log_in, reader):
    page = log_in(reader).get(make_task().get_absolute_url(), {"next": wanted}).content.decode()
    crumbs = page[page.index('class="crumbs"') :]
    assert re.search(r'href="([^"]*)"', crumbs)[1] == back


def test_words_of_a_document_cannot_act_in_the_page(make_task, log_in, reader):
    task = make_task(title="<script>alert(1)</script>", owner="<b>陈</b>")
    client = log_in(reader)
    for address in (task.get_absolute_url(), "/tasks/", "/tasks/?q=<b>陈&owner=<b>陈"):
        page = client.get(address).content.decode()
        assert "&lt;b&gt;陈" in page
        assert "<script>alert" not in page
        assert "<b>陈" not in page


def test_cost_does_not_grow_with_editions_and_events(import_text, log_in, coordinator, django_assert_max_num_queries):
    import_text(FIRST)
    task = stated("清淤进度偏慢")
    for number in range(4, 9):
        import_text(FIRST.replace("三处河段至今", f"{number}处河段至今"), name=f"{number}.txt")
        task.refresh_from_db()
        carry_out(task, "edit", by=coordinator, version=task.version, changes={"owner": f"第{number}人"})
    assert Item.objects.filter(tasks=task).count() == 6
    client = log_in(coordinator)
    with django_assert_max_num_queries(20):
        client.get(task.get_absolute_url())


def test_other_tasks_that_a_unit_does_not_see_are_not_named(make_task, bureau, town, coordinator, handler, log_in):
    """Merged into, split from: a task may have come from another unit's, or gone into it."""
    task, foreign = make_task(lead_unit=bureau), make_task(title="别的单位的事项", lead_unit=town)
    record_creation([task], coordinator, split_from=foreign)
    carry_out(task, "merge", by=coordinator, version=1, changes={"merged_into": foreign})
    page = text_of(log_in(handler).get(f"/tasks/{task.pk}/"))
    assert foreign.title not in page
    assert page.count("a task of another unit") == 3  # split from, merged into, and the line on top
    page = log_in(coordinator).get(f"/tasks/{task.pk}/").content.decode()
    assert page.count(foreign.title) == 3
    assert f'href="{foreign.get_absolute_url()}"' in page
