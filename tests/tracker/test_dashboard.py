"""The dashboard: each role's figures, every one a link to exactly its rows."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.utils import timezone

from accounts.models import Membership
from tracker.models import ImportBatch, Task
from tracker.workflow import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(make_task, bureau, town):
    past = timezone.localdate() - dt.timedelta(5)
    for status in ("candidate", "open", "open", "assigned", "in_progress", "submitted", "suspended", "closed"):
        make_task(status=status, lead_unit=bureau, reporting_unit=town)
    make_task(status="in_progress", lead_unit=bureau, deadline=past, heard_on=past)
    make_task(status="assigned", lead_unit=town, deadline=past)
    make_task(status="dismissed")


def links_to_lists(page: str) -> list[tuple[str, int]]:
    """Return (address, number shown) of every figure on the page that opens a list of tasks."""
    found = re.findall(r'<a[^>]*href="(/(?:tasks|my)/[^"]*)"[^>]*>\s*(?:<b>)?(\d+)', page)
    return [(unescape(address), int(number)) for address, number in found]


@pytest.mark.parametrize("who", ["coordinator", "handler", "foreign_handler", "reader", "administrator"])
def test_every_figure_opens_exactly_its_rows(who, ledger, import_text, log_in, request):
    import_text()
    client = log_in(request.getfixturevalue(who))
    figures = links_to_lists(client.get("/").content.decode())
    assert len(figures) > 8
    for address, number in figures:
        assert client.get(address).context["table"].paginator.count == number, address


MINE = "Waiting for me"
DESKS = [
    ("coordinator", MINE, {"To check": 1, "To assign": 2, "To review": 1, "Overdue: to chase": 2}),
    ("handler", MINE, {"To acknowledge": 1, "To report": 0, "To submit": 2, "Overdue": 1, "My units lead": 7}),
    ("foreign_handler", MINE, {"To acknowledge": 1, "To submit": 0, "Overdue": 1}),
    ("reader", "Overview", {"Followed up": 8, "Overdue": 2, "Closed out": 1}),
]


@pytest.mark.parametrize(("who", "title", "expected"), DESKS)
def test_what_waits_for_whom(who, title, expected, ledger, log_in, request):
    (desk,) = log_in(request.getfixturevalue(who)).get("/").context["desks"]
    counts = {str(each.label): each.count for each in desk.figures}
    assert str(desk.title) == title
    assert {label: counts[label] for label in expected} == expected


def test_a_coordinator_who_handles_tasks_too_has_both(ledger, coordinator, bureau, log_in):
    Membership.objects.create(user=coordinator, unit=bureau, role="handler")
    desks = log_in(coordinator).get("/").context["desks"]
    assert {"To assign", "To acknowledge"} <= {str(each.label) for desk in desks for each in desk.figures}


def test_lights_add_up_to_what_is_followed_up(ledger, reader, log_in):
    lights = log_in(reader).get("/").context["lights"]
    assert {str(figure.label): figure.count for figure in lights}["Overdue"] == 2
    assert sum(figure.count for figure in lights) == 8


def test_recent_imports_are_for_those_who_see_all(import_text, reader, handler, log_in):
    import_text()
    batch = ImportBatch.objects.get()
    assert f"/imports/{batch.pk}/" in log_in(reader).get("/").content.decode()
    page = log_in(handler).get("/").content.decode()
    assert "/imports/" not in page
    assert "柳河镇河长制.txt" not in page


STEPS = ("/admin/accounts/unit/add/", "/admin/accounts/user/add/", "/imports/new/")


@pytest.mark.parametrize(
    ("who", "steps"), [("administrator", STEPS), ("coordinator", (STEPS[0], STEPS[2])), ("reader", ()), ("handler", ())]
)
def test_an_empty_site_leads_each_through_the_first_steps_that_he_may_take(who, steps, log_in, request):
    client = log_in(request.getfixturevalue(who))
    page = client.get("/").content.decode()
    assert tuple(step for step in STEPS if f'<a href="{step}">' in page) == steps
    assert all(client.get(step).status_code == 200 for step in steps)
    assert ("As soon as a coordinator has imported" in page) == (who == "reader")


def test_a_user_without_a_role_is_told_so(django_user_model, log_in):
    nobody = django_user_model.objects.create_user("nobody")
    page = log_in(nobody).get("/").content.decode()
    assert "You belong to no unit yet." in page


def test_navigation_offers_what_the_user_may_open(coordinator, handler, log_in):
    everything, less = (log_in(user).get("/").content.decode() for user in (coordinator, handler))
    for address in ("/tasks/", "/topics/", "/summaries/", "/accounts/password/"):
        assert f'href="{address}"' in everything
        assert f'href="{address}"' in less
    for address in ("/imports/", "/admin/"):
        assert f'href="{address}"' in everything
        assert f'href="{address}"' not in less


def test_cost_does_not_grow_with_the_rows(ledger, make_task, coordinator, log_in, django_assert_num_queries):
    client = log_in(coordinator)
    with django_assert_num_queries(QUERIES):
        client.get("/")
    for _each in range(20):
        make_task()
    with django_assert_num_queries(QUERIES):
        client.get("/")


#: Session, user, memberships, topics and their figures, the desk and its overdue tasks, handled units, lights, the
#: week, which units lag behind, their figures, what changed lately, imports.
QUERIES = 13


def test_the_week_to_come_and_the_week_that_went(make_task, reader, log_in):
    today = timezone.localdate()
    for offset, status in ((-1, "assigned"), (0, "assigned"), (7, "submitted"), (8, "assigned"), (3, "suspended")):
        make_task(status=status, deadline=today + dt.timedelta(offset))
    for offset in (0, -7, -8):
        make_task(status="closed", closed_on=today + dt.timedelta(offset))
    old = make_task(status="dismissed")
    Task.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(8))
    week = log_in(reader).get("/").context["week"]
    assert [figure.count for figure in week] == [2, 2, 8]


def test_units_with_most_overdue_tasks_come_first(ledger, make_task, town, reader, handler, log_in):
    past = timezone.localdate() - dt.timedelta(5)
    make_task(status="open", lead_unit=town, deadline=past)
    lagging = log_in(reader).get("/").context["lagging"]
    assert [(unit.name, unit.figures[2].count) for unit in lagging] == [("柳河镇人民政府", 2), ("青石县水利局", 1)]
    assert not log_in(handler).get("/").context["lagging"]


def test_what_changed_lately(make_task, coordinator, handler, foreign_handler, bureau, log_in):
    changed = [make_task(lead_unit=bureau) for _each in range(2)]
    for task in changed:
        task = carry_out(task, "assign", by=coordinator, version=task.version, changes={"owner": "陈水生"})
    carry_out(task, "acknowledge", by=handler, version=task.version)
    acts = log_in(coordinator).get("/").context["acts"]
    assert [act.sentence for act in acts] == [
        "陈水生 acknowledged the task.", "杜小班 assigned the task.", "杜小班 assigned the task.",
    ]  # fmt: skip
    assert [act.task for act in acts] == [changed[1], changed[1], changed[0]]
    assert len(log_in(handler).get("/").context["acts"]) == 3
    assert not log_in(foreign_handler).get("/").context["acts"]


def test_imports_are_not_told_line_by_line(import_text, coordinator, log_in):
    import_text()
    assert not log_in(coordinator).get("/").context["acts"]
