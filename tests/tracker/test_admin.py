"""Admin actions: the same verbs, rules and words as on the list page."""

from __future__ import annotations

import pytest

from tests.tracker.test_task_act import text_of
from tracker.bulk import BULK
from tracker.models import Chase, Task

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/tracker/task/"


def do(client, verb, *tasks, **given):
    data = {"action": verb, "_selected_action": [task.pk for task in tasks], **given}
    return client.post(ADDRESS, data, follow=True)


def test_every_bulk_verb_is_an_action(make_task, coordinator, log_in):
    make_task()
    page = log_in(coordinator).get(ADDRESS).content.decode()
    for verb in BULK:
        assert f'<option value="{verb}">' in page


def test_what_is_refused_is_listed_with_its_reason(make_task, bureau, coordinator, log_in):
    fit, unfit = make_task(), make_task(title="已经销号", status="closed")
    page = text_of(do(log_in(coordinator), "assign", fit, unfit, lead_unit="县水利局", owner="陈水生"))
    fit.refresh_from_db()
    assert (fit.status, fit.lead_unit, fit.owner) == ("assigned", bureau, "陈水生")
    assert "Assign: 1 task." in page
    assert "已经销号: “Assign” is not possible: the task's status is “Closed out”." in page


def test_chasing_uses_the_usual_words(make_task, bureau, coordinator, log_in):
    tasks = [make_task(title=title, status="in_progress", lead_unit=bureau) for title in ("清淤", "管护")]
    do(log_in(coordinator), "chase", *tasks)
    assert sorted(("清淤" in c.text, c.task.title) for c in Chase.objects.all()) == [(False, "管护"), (True, "清淤")]


@pytest.mark.parametrize(
    ("verb", "given", "sentence"),
    [
        ("assign", {"lead_unit": "外星联络处"}, "Lead unit: No unit is called “外星联络处”"),
        ("dismiss", {}, "Reason: This field is required."),
        ("edit", {"deadline": "soon"}, "Deadline: Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(verb, given, sentence, make_task, coordinator, log_in):
    task = make_task()
    assert sentence in text_of(do(log_in(coordinator), verb, task, **given))
    assert Task.objects.get().version == 1


def test_the_timeline_reads_as_sentences(make_task, bureau, coordinator, log_in):
    task = make_task()
    client = log_in(coordinator)
    do(client, "assign", task, lead_unit="县水利局", owner="陈水生")
    page = text_of(client.get(f"{ADDRESS}{task.pk}/change/"))
    assert "杜小班 assigned the task." in page
    assert "Owner: — → 陈水生" in page
