"""Saved views: what a name keeps, for whom, who may change it, and that nothing on the way loses it."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from accounts.models import Membership
from tracker.access import visible_views
from tracker.merging import merge_units
from tracker.models import SavedView
from tracker.saved_views import asked, delete_view, prefer_view, rename_view, save_view, update_view, views_of
from tracker.workflow import Refused

pytestmark = pytest.mark.django_db
QUERY = "unit=水利&sort=-code&columns=title,status&per_page=50&page=3&q="


@pytest.fixture
def view(coordinator):
    return save_view("水利在办", QueryDict(QUERY), by=coordinator, for_all=True)


def address(view) -> str:
    return f"/tasks/?view={view.pk}&{view.query}"


def test_a_view_keeps_all_but_the_page(view):
    assert view.query == asked(QueryDict("per_page=50&columns=title,status&unit=水利&sort=-code"))


def test_a_view_keeps_several_values_of_a_filter(log_in, coordinator):
    view = save_view("在手", QueryDict("status=submitted&unit=水利&status=open&unit=柳河"), by=coordinator)
    page = log_in(coordinator).get(f"/tasks/?view={view.pk}", follow=True)
    assert [chip.value for chip in page.context["filter"].chips] == ["To be assigned", "To be reviewed", "柳河", "水利"]
    assert page.context["changed"] is False
    other = log_in(coordinator).get(f"/tasks/?view={view.pk}&status=open&unit=柳河&unit=水利")
    assert other.context["changed"] is True


def test_its_number_alone_leads_to_its_whole_address(view, log_in, reader):
    page = log_in(reader).get(f"/tasks/?view={view.pk}", follow=True)
    assert page.redirect_chain == [(address(view), 302)]
    assert "changed" not in page.text.split("views")[1][:400]


def test_whoever_asks_for_something_else_sees_that_it_is_changed(view, log_in, coordinator):
    client = log_in(coordinator)
    for more, changed in (("", False), ("&page=2", False), ("&kind=plan", True), ("&columns=title", True)):
        page = client.get(address(view) + more)
        assert page.context["changed"] is changed, more
        assert ("Let “水利在办” show this list" in page.text) is changed


def test_editing_a_task_leads_back_to_view_filter_and_page(view, make_task, bureau, coordinator, log_in):
    task = make_task(lead_unit=bureau, title="清淤")
    here = f"{address(view)}&kind=problem&page=1"
    client = log_in(coordinator)
    href = re.search(r'<td class="headline"[^>]*><a href="([^"]*)"', client.get(here).text)[1]
    edit = re.search(r'href="(/tasks/\d+/edit/[^"]*)"', client.get(href).text)[1]
    form = {"version": 1, "title": "清淤完成", "lead_unit": str(bureau), "next": client.get(edit).context["back"]}
    task_page = client.post(edit, form, follow=True)
    task.refresh_from_db()
    assert task.title == "清淤完成"
    back = client.get(task_page.context["back"])
    assert back.context["view"] == view
    assert [each.pk for each in back.context["table"].page] == [task.pk]
    assert set(QueryDict(task_page.context["back"].split("?")[1]).items()) == set(QueryDict(here.split("?")[1]).items())


def test_who_sees_which_view(view, bureau, handler, coordinator, reader, foreign_handler):
    own = save_view("我的", QueryDict(""), by=reader)
    of_unit = save_view("本单位", QueryDict(""), by=handler, unit=bureau)
    seen = {user: set(visible_views(user)) for user in (reader, handler, foreign_handler, coordinator)}
    assert seen == {reader: {view, own}, handler: {view, of_unit}, foreign_handler: {view}, coordinator: {view}}


def test_who_may_save_for_whom(bureau, town, handler, coordinator):
    for more in ({"for_all": True}, {"unit": town}):
        with pytest.raises(Refused):
            save_view("越权", QueryDict(""), by=handler, **more)
    assert not SavedView.objects.exists()


def test_who_may_change_and_delete(view, handler, coordinator, administrator):
    for change in (lambda by: update_view(view, QueryDict("kind=plan"), by=by), lambda by: delete_view(view, by=by)):
        with pytest.raises(Refused):
            change(handler)
    update_view(view, QueryDict("kind=plan&page=7"), by=administrator)
    assert SavedView.objects.get().query == "kind=plan"
    delete_view(view, by=coordinator)
    assert not SavedView.objects.exists()


def test_a_foreign_view_is_missing(view, handler, reader, log_in):
    own = save_view("我的", QueryDict("kind=plan"), by=reader)
    client = log_in(handler)
    for number in (own.pk, 987654, "x", "９", "9" * 30):
        assert client.get(f"/tasks/?view={number}").status_code == 404
    assert client.post(f"/tasks/views/{own.pk}/", {"act": "delete"}).status_code == 404
    assert client.get(f"/tasks/?view={own.pk}&kind=plan").context["view"] is None


def test_the_list_opens_with_the_view_that_a_user_prefers(view, log_in, coordinator, reader):
    client = log_in(reader)
    client.post(f"/tasks/views/{view.pk}/", {"act": "prefer"})
    assert client.get("/tasks/").url == address(view)
    assert client.get("/tasks/?status=live").status_code == 200
    client.post(f"/tasks/views/{view.pk}/", {"act": "forget"})
    assert client.get("/tasks/").status_code == 200
    prefer_view(view, by=reader)
    view.delete()
    assert client.get("/tasks/").status_code == 200


def test_saving_and_updating_through_the_pages(bureau, handler, log_in):
    client = log_in(handler)
    form = {"name": "本单位红灯", "circle": str(bureau.pk), "first": "on", "next": "/tasks/?light=red&page=2"}
    page = client.post("/tasks/views/new/", form, follow=True)
    view = SavedView.objects.get()
    assert (view.query, view.unit, view.for_all, view.owner) == ("light=red", bureau, False, handler)
    assert page.context["view"] == view
    assert client.get("/tasks/").url == address(view)
    here = address(view) + "&kind=plan"
    page = client.post(f"/tasks/views/{view.pk}/", {"act": "update", "next": here}, follow=True)
    assert not page.context["changed"]
    assert SavedView.objects.get().query == "kind=plan&light=red"
    assert "本单位红灯" in client.get("/tasks/views/").text
    assert client.post("/tasks/views/new/", form | {"circle": "all"}).context["form"].errors
    client.post(f"/tasks/views/{view.pk}/", {"act": "delete"})
    assert "No view yet" in client.get("/tasks/views/").text


def test_a_view_gets_another_name_and_other_people(view, bureau, handler, coordinator, log_in):
    own = save_view("我的", QueryDict("kind=plan"), by=handler)
    client = log_in(handler)
    page = client.get(f"/tasks/views/{own.pk}/edit/?next=/tasks/views/").text
    assert 'value="我的"' in page
    assert 'value="all"' not in page
    form = {"name": "本单位打算", "circle": str(bureau.pk), "first": "on", "next": "/tasks/views/"}
    assert client.post(f"/tasks/views/{own.pk}/edit/", form).url == "/tasks/views/"
    own.refresh_from_db()
    assert (own.name, own.unit, own.query, own.owner) == ("本单位打算", bureau, "kind=plan", handler)
    assert client.get("/tasks/").url == address(own)
    client.post(f"/tasks/views/{own.pk}/edit/", {**form, "first": ""})
    assert client.get("/tasks/").status_code == 200
    for circle in ("all", "987654"):
        assert client.post(f"/tasks/views/{own.pk}/edit/", form | {"circle": circle}).context["form"].errors
    assert client.get(f"/tasks/views/{view.pk}/edit/").status_code == 403
    with pytest.raises(Refused):
        rename_view(view, "改名", by=handler, for_all=True)
    with pytest.raises(Refused):
        rename_view(own, "越权", by=handler, for_all=True)


def test_a_coordinator_keeps_a_shared_view_with_its_people(bureau, handler, coordinator, log_in):
    """Even if it is for a unit that the coordinator doesn't belong to; taken back, it is its owner's again."""
    view = save_view("本单位", QueryDict(""), by=handler, unit=bureau)
    Membership.objects.create(user=coordinator, unit=bureau, role="reader")  # who sees it
    client, form = log_in(coordinator), {"name": "水利局", "circle": str(bureau.pk), "next": "/tasks/views/"}
    client.post(f"/tasks/views/{view.pk}/edit/", form)
    view.refresh_from_db()
    assert (view.name, view.unit, view.owner) == ("水利局", bureau, handler)
    assert f"for {handler} alone" in client.get(f"/tasks/views/{view.pk}/edit/").text
    client.post(f"/tasks/views/{view.pk}/edit/", form | {"circle": ""})
    assert set(visible_views(handler)) == {view}
    assert not visible_views(coordinator).exists()


def test_each_user_puts_the_views_in_order(view, coordinator, reader, log_in):
    first, second = (save_view(name, QueryDict(""), by=reader) for name in ("甲", "乙"))
    client = log_in(reader)

    def shown() -> list[str]:
        return [str(each) for each, _address in client.get("/tasks/?status=live").context["views"]]

    assert shown() == ["乙", "甲", "水利在办"]
    client.post(f"/tasks/views/{view.pk}/", {"act": "up"})
    client.post(f"/tasks/views/{second.pk}/", {"act": "down"})
    assert shown() == ["水利在办", "乙", "甲"]
    for act in ("up", "up", "up"):
        client.post(f"/tasks/views/{first.pk}/", {"act": act})
    save_view("丙", QueryDict(""), by=reader)
    assert shown() == ["甲", "水利在办", "乙", "丙"]
    assert [str(each) for each in views_of(coordinator)] == ["水利在办"]


def test_views_of_a_merged_unit_move_with_its_people(bureau, town, handler, administrator):
    view = save_view("本单位", QueryDict(""), by=handler, unit=bureau)
    merge_units(bureau, town, by=administrator)
    view.refresh_from_db()
    assert view.unit == town
    assert view in visible_views(handler)
