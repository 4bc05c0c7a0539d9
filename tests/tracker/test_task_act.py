"""The verbs through their forms: what they ask for, what they do, and how they are refused."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest

from tracker.models import Task
from tracker.workflow import VERBS, carry_out

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def act(client, task, verb, *, version=None, **data):
    data = {"version": task.version if version is None else version, **data}
    return client.post(f"/tasks/{task.pk}/{verb}/", data, follow=True)


DETAILS = dict.fromkeys(("lead_unit", "supporting_units", "owner", "deadline", "deadline_words", "deadline_kind"), "")


def test_assigning_sets_what_the_form_says(make_task, bureau, town, office, coordinator, log_in):
    task = make_task()
    given = {
        "lead_unit": "县水利局",
        "supporting_units": "柳河镇人民政府、 县委督查室\n",
        "owner": "陈水生",
        "deadline": "2024-06-30",
        "deadline_words": "六月底前",
        "deadline_kind": "recurring",
    }
    page = act(log_in(coordinator), task, "assign", **given)
    task.refresh_from_db()
    assert (task.status, task.lead_unit, task.owner) == ("assigned", bureau, "陈水生")
    assert (task.deadline, task.deadline_words) == (dt.date(2024, 6, 30), "六月底前")
    assert (task.deadline_kind, "Kind of deadline recurring" in text_of(page)) == ("recurring", True)
    assert set(task.supporting_units.all()) == {town, office}
    assert "Done: Assign." in text_of(page)
    assert page.request["PATH_INFO"] == task.get_absolute_url()


def test_the_form_is_prefilled(make_task, bureau, town, coordinator, log_in):
    task = make_task(lead_unit=bureau, owner="陈水生", deadline="2024-06-30", deadline_words="六月底前")
    task.supporting_units.add(town)
    page = log_in(coordinator).get(f"/tasks/{task.pk}/assign/").content.decode()
    for value in ("青石县水利局", "陈水生", "2024-06-30", "六月底前"):
        assert f'value="{value}"' in page
    assert re.search(r"<textarea[^>]*>\s*柳河镇人民政府</textarea>", page)
    assert re.search(r'<input type="hidden" name="version" value="1"', page)


def test_a_unit_that_only_the_document_names_is_prefilled(import_text, bureau, coordinator, log_in):
    import_text()
    task = Task.objects.filter(kind="plan").first()
    task.items.update(clues={"lead": {"text": "由县清淤大队牵头", "unit": "县清淤大队"}})
    client = log_in(coordinator)
    assert 'value="县清淤大队"' in client.get(f"/tasks/{task.pk}/edit/").content.decode()
    carry_out(task, "edit", by=coordinator, version=task.version, changes={"lead_unit": bureau})
    assert 'value="青石县水利局"' in client.get(f"/tasks/{task.pk}/edit/").content.decode()


UNKNOWN = [
    ("水利局", "No unit is called “水利局”. Did you mean “青石县水利局”?"),
    ("县委", "Did you mean “县委督查室”?"),
    ("青石县水务局", "Did you mean “青石县水利局”"),
    ("外星联络处", "No unit is called “外星联络处”. New units are entered in the administration."),
]


@pytest.mark.parametrize(("name", "sentence"), UNKNOWN)
def test_an_unknown_unit_is_refused_with_those_that_are_near(
    name, sentence, make_task, bureau, office, coordinator, log_in
):
    task = make_task()
    for field in ("lead_unit", "supporting_units"):
        page = act(log_in(coordinator), task, "assign", **DETAILS | {"lead_unit": "青石县水利局", field: name})
        assert sentence in text_of(page)
        assert name in page.content.decode()
    task.refresh_from_db()
    assert (task.status, task.version) == ("open", 1)


def test_assigning_needs_a_lead_unit(make_task, coordinator, log_in):
    task = make_task()
    page = act(log_in(coordinator), task, "assign", **DETAILS)
    assert "This field is required." in text_of(page)
    task.refresh_from_db()
    assert task.status == "open"


NEED_A_REASON = [name for name, verb in VERBS.items() if verb.needs_reason and not verb.accompanied]


@pytest.mark.parametrize("verb", NEED_A_REASON)
def test_a_reason_is_asked_for_where_the_table_says_so(verb, make_task, coordinator, log_in):
    task = make_task(status=VERBS[verb].sources[0])
    client = log_in(coordinator)
    assert "This field is required." in text_of(act(client, task, verb, reason=" "))
    assert f"Done: {VERBS[verb].label}." not in text_of(act(client, task, verb))
    page = text_of(act(client, task, verb, reason="情况有变"))
    assert "情况有变" in page
    task.refresh_from_db()
    assert task.status == VERBS[verb].target


SIMPLE = [
    ("candidate", "accept", "open"),
    ("assigned", "acknowledge", "in_progress"),
    ("in_progress", "submit", "submitted"),
    ("submitted", "close_out", "closed"),
    ("open", "close_out", "closed"),
    ("in_progress", "suspend", "suspended"),
    ("dismissed", "restore", "candidate"),
]


@pytest.mark.parametrize(("before", "verb", "after"), SIMPLE)
def test_verbs_that_ask_for_nothing(before, verb, after, make_task, coordinator, log_in):
    task = make_task(status=before)
    client = log_in(coordinator)
    assert client.get(f"/tasks/{task.pk}/{verb}/").status_code == 200
    act(client, task, verb)
    task.refresh_from_db()
    assert task.status == after


def test_a_task_is_merged_into_the_one_whose_code_is_given(make_task, coordinator, log_in):
    task, other = make_task(), make_task(title="河道淤积严重", year=2022)
    client = log_in(coordinator)
    for wrong in (task.code, "〔1999〕0001", "999999", "河道", ""):
        page = act(client, task, "merge", merged_into=wrong)
        assert page.status_code == 200
        task.refresh_from_db()
        assert task.status == "open"
    page = act(client, task, "merge", merged_into=other.code)
    task.refresh_from_db()
    assert (task.status, task.merged_into) == ("merged", other)
    assert f'href="{other.get_absolute_url()}"' in page.content.decode()


def test_a_task_that_is_merged_itself_takes_no_other(make_task, coordinator, log_in):
    task, merged = make_task(), make_task(status="merged")
    page = act(log_in(coordinator), task, "merge", merged_into=str(merged.pk))
    assert "only into another one that is not merged itself" in text_of(page)


def test_two_people_at_once(make_task, bureau, coordinator, administrator, log_in):
    task = make_task(owner="甲")
    carry_out(task, "edit", by=administrator, version=1, changes={"owner": "乙", "lead_unit": bureau})
    client = log_in(coordinator)
    data = DETAILS | {"title": task.title, "topic": task.topic_id, "year": "2023", "owner": "丙", "reason": "核实"}
    page = client.post(f"/tasks/{task.pk}/edit/", data | {"version": 1})

    assert page.status_code == 409
    words = text_of(page)
    assert "Somebody changed this task after you opened it. Nothing was saved" in words
    assert "You entered Stored now" in words
    assert "Lead unit — 青石县水利局" in words
    assert "Owner 丙 乙" in words
    assert "In the meantime 管理员 edited the task." in words
    assert 'value="丙"' in page.content.decode()
    assert "核实" in words
    task.refresh_from_db()
    assert (task.owner, task.version) == ("乙", 2)

    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    assert version == "2"
    assert "Done: Edit." in text_of(act(client, task, "edit", **data, version=version))
    task.refresh_from_db()
    assert (task.owner, task.lead_unit) == ("丙", None)


def test_saving_without_a_change_says_so(make_task, coordinator, log_in):
    task = make_task()
    data = DETAILS | {"title": task.title, "topic": task.topic_id, "year": task.year}
    assert "Nothing was changed." in text_of(act(log_in(coordinator), task, "edit", **data))
    task.refresh_from_db()
    assert task.version == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_verb_that_the_status_rules_out_leads_back_with_a_message(method, make_task, coordinator, log_in):
    task = make_task(status="closed")
    page = getattr(log_in(coordinator), method)(f"/tasks/{task.pk}/submit/", {"version": 1}, follow=True)
    assert page.redirect_chain == [(task.get_absolute_url(), 302)]
    assert "“Submit” is not possible: the task's status is “Closed out”." in text_of(page)


def test_who_may(make_task, bureau, coordinator, handler, foreign_handler, reader, log_in):
    task = make_task(status="assigned", lead_unit=bureau)
    for user, verb, status in (
        (reader, "acknowledge", 403),
        (foreign_handler, "acknowledge", 404),
        (handler, "suspend", 403),
        (handler, "conquer", 404),
        (coordinator, "suspend", 200),
        (handler, "acknowledge", 200),
    ):
        client = log_in(user)
        asked, answered = client.get(f"/tasks/{task.pk}/{verb}/"), act(client, task, verb)
        assert (asked.status_code, answered.status_code) == (status, status) or status == 200 == asked.status_code
        if status == 403:
            assert "You may not do this with this task." in text_of(answered)
            task.refresh_from_db()
            assert (task.status, task.version) == ("assigned", 1)
        else:
            Task.objects.filter(pk=task.pk).update(status="assigned", version=1)


def test_after_the_act_the_way_back_is_kept(make_task, coordinator, log_in):
    task = make_task(status="candidate")
    back = "/tasks/?status=candidate&page=3"
    client = log_in(coordinator)
    asked = client.get(f"/tasks/{task.pk}/accept/", {"next": back})
    assert '<input type="hidden" name="next" value="/tasks/?status=candidate&amp;page=3">' in asked.content.decode()
    page = act(client, task, "accept", next=back)
    assert page.context["back"] == back
    assert act(client, task, "close_out", version=2, next="https://elsewhere.example/").context["back"] == "/tasks/"


@pytest.mark.parametrize("version", ["", "-1", "first", "99", "5.0", "9" * 30])
def test_a_form_without_a_proper_version_changes_nothing(version, make_task, coordinator, log_in):
    task = make_task()
    act(log_in(coordinator), task, "close_out", version=version)
    task.refresh_from_db()
    assert (task.status, task.version) == ("open", 1)
