"""/tasks/new/: a task that no document states, marked as such."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Unit
from tracker.models import Task

pytestmark = pytest.mark.django_db


def test_a_coordinator_enters_a_task(coordinator, topic, bureau, log_in):
    client = log_in(coordinator)
    assert f'value="{timezone.localdate().year}"' in client.get("/tasks/new/").text
    values = {"kind": "problem", "title": "群众来信反映排水不畅", "topic": topic.pk, "year": 2024, "unit": "县水利局"}
    page = client.post("/tasks/new/", values, follow=True)
    task = Task.objects.get()
    assert page.redirect_chain == [(f"/tasks/{task.pk}/", 302)]
    assert (task.title, task.topic, task.year, task.reporting_unit) == (values["title"], topic, 2024, bureau)
    assert (task.status, task.version, task.events.get().by) == ("open", 1, coordinator)
    assert "entered by hand" in page.text
    assert client.get("/tasks/?flag=by_hand").context["table"].paginator.count == 1


WRONG = [
    ({"title": " "}, "This field is required."),
    ({"kind": "wish"}, "wish"),
    ({"unit": "没有的单位"}, "No unit is called"),
    ({"year": "24"}, "1949"),
    ({"title": "长" * 201}, "200"),
]


@pytest.mark.parametrize(("values", "said"), WRONG)
def test_what_makes_no_sense_is_said_and_nothing_is_lost(values, said, coordinator, log_in):
    page = log_in(coordinator).post("/tasks/new/", {"kind": "plan", "title": "原来的标题", "owner": "", **values})
    assert said in page.text
    assert values.get("title", "原来的标题").strip() in page.text
    assert not Task.objects.exists()


def test_merged_units_are_not_offered(coordinator, bureau, log_in):
    Unit.objects.create(name="青石县河道管理所", merged_into=bureau)
    page = log_in(coordinator).get("/tasks/new/").text
    assert f"<option>{bureau}</option>" in page
    assert "河道管理所" not in page


def test_the_name_of_a_merged_unit_leads_to_the_other(coordinator, bureau, log_in):
    Unit.objects.create(name="青石县河道管理所", merged_into=bureau)
    log_in(coordinator).post("/tasks/new/", {"kind": "plan", "title": "规范台账", "unit": "青石县河道管理所"})
    assert Task.objects.get().reporting_unit == bureau


@pytest.mark.parametrize("who", ["handler", "reader"])
def test_others_may_not(who, log_in, request):
    client = log_in(request.getfixturevalue(who))
    for answer in (client.get("/tasks/new/"), client.post("/tasks/new/", {"kind": "plan", "title": "越权"})):
        assert answer.status_code == 403
    assert not Task.objects.exists()
