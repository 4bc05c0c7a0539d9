"""Units: the tree in the admin and in the ledger list's filter, merging two of them, what is offered where."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Membership, Unit, UnitAlias
from tracker.merging import merge_units
from tracker.models import Task

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/unit/"


@pytest.fixture
def station(bureau):
    unit = Unit.objects.create(name="青石县水文站", parent=bureau)
    UnitAlias.objects.create(unit=unit, name="县水文站")
    return unit


def test_the_list_shows_where_a_unit_belongs(station, bureau, coordinator, log_in):
    page = log_in(coordinator).get(LIST).text
    assert "县水文站" in page
    assert page.count(str(bureau)) >= 2  # as a unit, and as the one above


def test_no_unit_is_put_below_itself(station, bureau, coordinator, log_in):
    values = {
        "name": bureau.name,
        "parent": station.pk,
        "aliases-TOTAL_FORMS": 0,
        "aliases-INITIAL_FORMS": 0,
    }
    page = log_in(coordinator).post(f"{LIST}{bureau.pk}/change/", values)
    assert "belong to itself" in page.text
    bureau.refresh_from_db()
    assert bureau.parent is None


def test_the_lead_unit_of_the_ledger_list_includes_units_below(station, bureau, town, make_task, coordinator, log_in):
    for unit in (station, bureau, town):
        make_task(lead_unit=unit)
    client = log_in(coordinator)
    for name, count in (("县水利局", 2), ("县水文站", 1), ("柳河镇人民政府", 1)):
        assert client.get("/tasks/", {"unit": name}).context["table"].paginator.count == count


def choose(*units: Unit, **more: str) -> dict:
    return {"action": "merge", "_selected_action": [unit.pk for unit in units], **more}


def test_merging_asks_for_the_other_unit_first(station, bureau, make_task, coordinator, log_in):
    task = make_task(lead_unit=station)
    client = log_in(coordinator)
    page = client.post(LIST, choose(station)).text
    assert 'name="into"' in page
    assert Unit.objects.get(pk=station.pk).merged_into is None
    page = client.post(LIST, choose(station, into="县水利局"), follow=True).text
    assert "1 task changed hands" in page
    assert Task.objects.get(pk=task.pk).lead_unit == bureau
    assert task.events.get().by == coordinator
    assert Unit.objects.named("县水文站") == bureau


WRONG = [("", "This field is required."), ("没有的单位", "No unit is called"), ("县水文站", "not itself among those")]


@pytest.mark.parametrize(("into", "said"), WRONG)
def test_a_wrong_unit_is_told(into, said, station, coordinator, log_in):
    page = log_in(coordinator).post(LIST, choose(station, into=into))
    assert said in page.text
    assert not Unit.objects.exclude(merged_into=None).exists()


def test_merging_several_is_all_or_nothing(station, bureau, town, import_text, coordinator, log_in):
    import_text()  # the town's
    import_text(unit=bureau.name, name="同名.txt")
    page = log_in(coordinator).post(LIST, choose(station, town, into="县水利局"))
    assert "can&#x27;t be merged" in page.text
    assert not Unit.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("who", ["handler", "reader"])
def test_others_may_not_merge(who, station, log_in, request):
    log_in(request.getfixturevalue(who)).post(LIST, choose(station, into="县水利局"))
    assert Unit.objects.get(pk=station.pk).merged_into is None


def test_merged_units_are_out_of_the_way(station, bureau, administrator, coordinator, log_in):
    merge_units(station, bureau, by=coordinator)
    client = log_in(administrator)
    assert f">{station}<" not in client.get(LIST).text
    assert f">{station}<" in client.get(LIST + "?merged=1").text
    found = client.get(
        reverse("admin:autocomplete"),
        {"term": "水", "app_label": "accounts", "model_name": "membership", "field_name": "unit"},
    ).json()
    assert [each["text"] for each in found["results"]] == [bureau.name]
    values = {"user": coordinator.pk, "unit": station.pk, "role": "handler"}
    client.post("/admin/accounts/membership/add/", values)
    assert not Membership.objects.filter(unit=station).exists()


def test_merging_a_unit_into_one_below_it_leaves_no_circle(station, bureau, coordinator):
    office = Unit.objects.create(name="县政府", parent=None)
    bureau.parent = office
    bureau.save()
    sibling = Unit.objects.create(name="青石县水库所", parent=bureau)
    merge_units(bureau, station, by=coordinator)
    station.refresh_from_db()
    sibling.refresh_from_db()
    assert (station.parent, sibling.parent) == (office, station)
    assert Unit.objects.families([office.pk]) == {office.pk, station.pk, sibling.pk}


def test_names_of_units_merged_twice_lead_to_the_last(station, bureau, town, coordinator):
    merge_units(station, bureau, by=coordinator)
    merge_units(bureau, town, by=coordinator)
    assert {Unit.objects.named(name) for name in ("青石县水文站", "县水文站", "县水利局")} == {town}


def test_an_owner_needs_no_account(make_task, bureau, coordinator, log_in):
    task = make_task()
    values = {"version": 1, "lead_unit": "县水利局", "owner": "没有账号的老王"}
    log_in(coordinator).post(f"/tasks/{task.pk}/assign/", values)
    assert Task.objects.get(pk=task.pk).owner == "没有账号的老王"
