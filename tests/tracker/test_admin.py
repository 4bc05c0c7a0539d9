"""The admin's lists: actions with the verbs, rules and words of the ledger list, at a cost that rows don't raise."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.utils import timezone

from accounts import admin as accounts_admin
from tests.tracker.test_task_act import text_of
from tracker import jobs
from tracker.models import Answer, Chase, Extension, Job, ProgressReport, Task
from tracker.verbs import VERBS
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/tracker/task/"


def choose(client, verb, *tasks):
    """Tick tasks in the admin's list as it is now, and choose an action."""
    page = client.get(ADDRESS).content.decode()
    data = {
        "action": verb,
        "_selected_action": [task.pk for task in tasks],
        "shown": re.findall(r'name="shown" value="([^"]*)"', page),
    }
    return client.post(ADDRESS, data, follow=True)


def send(client, page, **given):
    """Send the form that an action led to."""
    content = page.content.decode()
    (address,) = re.findall(r'<form class="stack" method="post" action="([^"]*)"', content)
    hidden = dict(re.findall(r'type="hidden" name="(verb|next)" value="([^"]*)"', content))
    return client.post(address, {**hidden, "chosen": re.findall(r'name="chosen" value="([^"]*)"', content), **given})


def test_every_verb_but_splitting_is_an_action(make_task, coordinator, log_in):
    make_task()
    page = log_in(coordinator).get(ADDRESS).content.decode()
    assert re.findall(r'<option value="(\w+)">', page) == [name for name in VERBS if name != "split"]


def test_an_action_asks_and_lists_what_is_refused_with_its_reason(make_task, bureau, town, coordinator, log_in):
    fit, unfit = make_task(), make_task(title="已经销号", status="closed")
    client = log_in(coordinator)
    asked = choose(client, "assign", fit, unfit)
    assert f'href="{ADDRESS}"' in asked.content.decode()
    given = {"lead_unit": "县水利局", "supporting_units": town.name, "owner": "陈水生", "deadline_kind": "fixed"}
    page = text_of(send(client, asked, **given))
    fit.refresh_from_db()
    assert (fit.status, fit.lead_unit, fit.owner, fit.deadline_kind) == ("assigned", bureau, "陈水生", "fixed")
    assert list(fit.supporting_units.all()) == [town]
    assert "Done 1" in page
    assert "“Assign” is not possible: the task's status is “Closed out”." in page


def test_an_action_keeps_the_versions_that_the_list_showed(make_task, coordinator, administrator, log_in):
    task, client = make_task(), log_in(coordinator)
    asked = choose(client, "close_out", task)
    carry_out(task, "edit", by=administrator, version=1, changes={"owner": "乙"})
    assert "Somebody changed this task after you opened it." in text_of(send(client, asked))
    assert Task.objects.get().status == "open"


def test_chasing_uses_the_usual_words(make_task, bureau, coordinator, log_in):
    tasks = [make_task(title=title, status="in_progress", lead_unit=bureau) for title in ("清淤", "管护")]
    client = log_in(coordinator)
    send(client, choose(client, "chase", *tasks), text="")
    assert sorted(("清淤" in c.text, c.task.title) for c in Chase.objects.all()) == [(False, "管护"), (True, "清淤")]


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("assign", {"lead_unit": "外星联络处"}, "No unit is called “外星联络处”"),
        ("dismiss", {}, "This field is required."),
        ("edit", {"deadline": "soon"}, "Enter a valid date."),
        ("edit", {"deadline": "0204-06-30"}, "greater than or equal to"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(verb, given, sentence, make_task, coordinator, log_in):
    task, client = make_task(), log_in(coordinator)
    assert sentence in text_of(send(client, choose(client, verb, task), **given))
    assert Task.objects.get().version == 1


def choose_all(client, verb, address):
    """Tick a page of the admin's list and all that match, choose an action, and return what its page would send."""
    ticked = [str(task.pk) for task in client.get(address).context["cl"].result_list]
    data = {"action": verb, "_selected_action": ticked, "select_across": "1", "index": "0"}
    page = client.post(address, data)
    assert f'<form class="stack" method="post" action="{address}"' in page.text
    return page, dict(re.findall(r'type="hidden" name="((?!csrf)\w+)" value="([^"]*)"', page.text))


def test_all_that_match_are_dealt_with_in_the_background(long_list, coordinator, log_in, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 600)  # a beat doesn't see the job of an open transaction
    client, address = log_in(coordinator), f"{ADDRESS}?year=2023"
    page, form = choose_all(client, "close_out", address)
    assert "501 tasks" in text_of(page)
    answer = client.post(address, form)
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert not Task.objects.filter(status="closed").exists()
    jobs.run.call(job.pk)
    assert Task.objects.filter(status="closed").count() == 501
    outcome = client.get(job.get_absolute_url(), follow=True)
    assert "0 Refused 501 Done 0 Not come to" in text_of(outcome)
    assert f'class="button primary" href="{address}"' in outcome.text


def test_all_that_match_must_be_those_that_were_seen(long_list, coordinator, log_in):
    client, address = log_in(coordinator), f"{ADDRESS}?year=2023"
    _page, form = choose_all(client, "close_out", address)
    carry_out(long_list[0], "edit", by=coordinator, version=long_list[0].version, changes={"year": 2022})
    page = client.post(address, form)
    assert "The list has changed since you looked." in text_of(page)
    assert not Job.objects.exists()
    client.post(address, form | {"seen": page.context["seen"]})
    assert Job.objects.get().rows.count() == 500


def test_what_is_wrong_for_all_that_match_starts_nothing(long_list, coordinator, log_in):
    client, address = log_in(coordinator), f"{ADDRESS}?year=2023"
    _page, form = choose_all(client, "dismiss", address)
    assert "This field is required." in text_of(client.post(address, form | {"reason": " "}))
    none = f"{ADDRESS}?year=1999"
    assert "Please tick the tasks first." in text_of(client.post(none, form | {"reason": "重复"}, follow=True))
    assert not Job.objects.exists()


def test_more_ticks_than_are_done_at_once_are_refused(long_list, coordinator, log_in):
    data = {"action": "close_out", "_selected_action": [task.pk for task in long_list]}
    assert "At most 500 tasks at once" in text_of(log_in(coordinator).post(ADDRESS, data, follow=True))


def test_the_timeline_reads_as_sentences(make_task, bureau, coordinator, log_in):
    task = make_task()
    client = log_in(coordinator)
    send(client, choose(client, "assign", task), lead_unit="县水利局", owner="陈水生")
    page = text_of(client.get(f"{ADDRESS}{task.pk}/change/"))
    assert "杜小班 assigned the task." in page
    assert "Owner: — → 陈水生" in page


#: Session, user, roles, Django's permissions (twice), topics and years of the filters, count, rows, their sources.
QUERIES = 10


def test_the_list_costs_the_same_for_one_row_and_for_many(import_text, coordinator, log_in, django_assert_num_queries):
    client = log_in(coordinator)
    for name in ("柳河镇", "青石镇", "白石镇"):
        import_text(unit=name)
        with django_assert_num_queries(QUERIES):
            page = client.get(ADDRESS)
    assert len(page.context["cl"].result_list) == 15


@pytest.mark.parametrize("owner", admin.site._registry.values(), ids=lambda each: each.opts.label_lower)
def test_lists_follow_no_relation_row_by_row_and_count_no_million(owner: ModelAdmin):
    relations = {field.name for field in owner.opts.get_fields() if field.many_to_one and field.concrete}
    followed = {name.split("__")[0] for name in owner.list_select_related or ()}
    assert relations & set(owner.list_display) <= followed
    assert owner.date_hierarchy is None
    if owner.opts.app_label in ("summaries", "tracker"):
        assert owner.paginator is accounts_admin.CappedPaginator
        assert owner.show_full_result_count is False


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("进度偏慢", ["清淤进度偏慢"]),
        ("尚未动工", ["清淤进度偏慢"]),  # words of the document
        ("县水利局", ["按名称", "按简称"]),
        ("老王", ["按责任人"]),
        ("县水利局 简称", ["按简称"]),
        ("没有这样的", []),
    ],
)
def test_what_the_search_finds(words, titles, import_text, make_task, bureau, coordinator, log_in):
    import_text()
    make_task(title="按名称", lead_unit=bureau)
    make_task(title="按简称", lead_unit=bureau)
    make_task(title="按责任人", owner="老王")
    client = log_in(coordinator)
    found = client.get(ADDRESS, {"q": words}).context["cl"].result_list
    assert sorted(task.title for task in found) == sorted(titles)
    for task in found:
        assert list(client.get(ADDRESS, {"q": task.code}).context["cl"].result_list) == [task]


def test_a_year_is_a_filter(make_task, coordinator, log_in):
    make_task(title="今年", year=timezone.localdate().year)
    make_task(title="往年", year=2019)
    client = log_in(coordinator)
    found = client.get(ADDRESS, {"year": timezone.localdate().year}).context["cl"].result_list
    assert [task.title for task in found] == ["今年"]
    assert client.get(ADDRESS, {"year": "x" * 9}).context["cl"].result_count == 2


def test_a_list_that_is_too_long_to_count_says_so(make_task, coordinator, log_in, monkeypatch):
    monkeypatch.setattr(accounts_admin, "MOST_COUNTED", 3)
    for _each in range(5):
        make_task()
    page = log_in(coordinator).get(ADDRESS)
    assert page.context["cl"].result_count == 3
    assert "Only the first 3 rows are listed" in text_of(page)
    make_task(title="找得到的")
    assert "找得到的" in text_of(log_in(coordinator).get(ADDRESS, {"q": "找得到"}))


@pytest.fixture
def records(make_task, import_text, coordinator):
    """Records of the admin that name a user: one of each table that does."""
    batch = import_text(by=coordinator).batch
    problem, plan = make_task(), make_task(kind="plan")
    once = {"task": problem, "asked_by": coordinator, "deadline": "2024-06-30", "wanted": "2024-07-31"}
    return {
        "importbatch": batch,
        "sourcefile": batch.source,
        "answer": Answer.objects.create(problem=problem, plan=plan, decided_by=coordinator),
        "progressreport": ProgressReport.objects.create(task=problem, by=coordinator, done="已动工"),
        "chase": Chase.objects.create(task=problem, by=coordinator, text="请抓紧"),
        "extension": Extension.objects.create(**once),
    }


@pytest.mark.parametrize("table", ["importbatch", "sourcefile", "answer", "progressreport", "chase", "extension"])
def test_names_in_records_lead_only_where_one_may_go(table, records, coordinator, administrator, log_in):
    row = records[table]
    address = f"/admin/{row._meta.app_label}/{table}/{row.pk}/change/"
    account = f'<a href="/admin/accounts/user/{coordinator.pk}/change/">{coordinator}</a>'
    client = log_in(coordinator)
    page = client.get(address).text
    assert f'<div class="readonly">{coordinator}</div>' in page
    links = re.findall(r'href="(/[^"]*)"', page[page.index('id="content"') :])
    assert [link for link in links if client.get(link).status_code >= 400] == []
    assert account in log_in(administrator).get(address).text


def test_nobody_is_named_where_nobody_did_it(import_text, coordinator, log_in):
    batch = import_text().batch
    page = log_in(coordinator).get(f"/admin/tracker/importbatch/{batch.pk}/change/").text
    assert re.findall(r'field-(by|undone_by)">.*?class="readonly">(.*?)<', page, re.DOTALL) == [
        ("by", "-"),
        ("undone_by", "-"),
    ]
