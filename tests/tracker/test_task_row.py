"""One field of a task in its row: saved through the workflow, refused when somebody was faster, only for who may."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tracker.models import Task
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db
LIST = {
    "HX-Request": "true",
    "HX-Current-URL": "http://testserver/tasks/?columns=title,owner,deadline,lead_unit&page=2",
}


@pytest.fixture
def task(make_task, bureau):
    return make_task(title="清淤", lead_unit=bureau, owner="陈水生")


def send(client, task, field, value, version=1):
    sent = {"edit": field, field: value, "version": version}
    return client.post(f"/tasks/{task.pk}/row/", sent, headers=LIST)


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("owner", "柳青青", "柳青青"),
        ("owner", "", ""),
        ("deadline", "2024-06-30", dt.date(2024, 6, 30)),
        ("deadline", "", None),
        ("lead_unit", "柳河镇人民政府", "柳河镇人民政府"),
    ],
)
def test_a_field_is_saved(field, value, stored, task, town, coordinator, log_in):
    page = send(log_in(coordinator), task, field, value)
    assert page.status_code == 200
    task.refresh_from_db()
    kept = getattr(task, field)
    assert (kept if kept is None or isinstance(kept, dt.date) else str(kept)) == stored
    changed = (field, value) not in (("deadline", ""),)
    assert task.events.filter(verb="edit", field=field).exists() is changed
    assert f'value="{task.pk}-{task.version}"' in page.text  # the tick carries the new version
    assert page.text.count("<td") == 5
    assert "%26page%3D2" in page.text  # and the link leads back to the list as it is


def test_the_form_stands_in_place_of_the_cell(task, coordinator, log_in):
    page = log_in(coordinator).get(f"/tasks/{task.pk}/row/?edit=owner", headers=LIST).text
    assert page.lstrip().startswith(f'<tr id="task-{task.pk}">')
    assert 'value="陈水生"' in page
    assert page.count("inline-form") == 1
    assert page.count('class="inline"') == 2


def test_what_is_wrong_is_said_in_the_row(task, coordinator, log_in):
    page = send(log_in(coordinator), task, "lead_unit", "水利厅")
    assert "No unit is called “水利厅”" in page.text
    assert Task.objects.get().version == 1


def test_who_is_too_late_sees_both_values_and_may_insist(task, coordinator, administrator, log_in):
    carry_out(task, "edit", by=administrator, version=1, changes={"owner": "钱管家"})
    client = log_in(coordinator)
    page = send(client, task, "owner", "柳青青")
    assert page.status_code == 409
    assert Task.objects.get().owner == "钱管家"
    for words in ("Somebody changed this task", "<b>钱管家</b>", 'value="柳青青"', "管理员"):
        assert words in page.text
    version = int(re.search(r'name="version" value="(\d+)"', page.text)[1])
    assert send(client, task, "owner", "柳青青", version).status_code == 200
    assert Task.objects.get().owner == "柳青青"


def test_a_closed_task_is_not_edited_and_has_no_links(make_task, coordinator, log_in):
    task = make_task(status="closed", owner="陈水生")
    client = log_in(coordinator)
    assert "not possible" in send(client, task, "owner", "柳青青").text
    assert 'class="inline"' not in client.get("/tasks/?status=closed").text
    assert Task.objects.get().owner == "陈水生"


def test_links_are_for_who_may_edit_and_lead_to_the_form(task, coordinator, handler, reader, log_in):
    for user, links in ((coordinator, 3), (handler, 0), (reader, 0)):
        page = log_in(user).get("/tasks/").text
        found = re.findall(r'<a class="inline" href="([^"]*)"', page)
        assert len(found) == links
        assert all(href.startswith(f"/tasks/{task.pk}/edit/?next=") for href in found)


def test_other_fields_are_none(task, coordinator, log_in):
    client = log_in(coordinator)
    for field in ("status", "title", "nonsense"):
        assert send(client, task, field, "x").status_code == 404
