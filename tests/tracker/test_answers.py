"""Which plan answers which problem: decisions, their traces in both timelines, and what an import leaves of them."""

from __future__ import annotations

import pytest
from django.utils import translation

from tracker.answers import Answered, answered, candidates, decide
from tracker.batches import undo
from tracker.models import Answer, Task
from tracker.timeline import entries
from tracker.workflow import Refused, carry_out

pytestmark = pytest.mark.django_db
State = Answer.State


@pytest.fixture
def pair(make_task):
    return make_task(title="清淤进度偏慢"), make_task(title="加快清淤进度", kind="plan")


@pytest.fixture
def suggested(pair):
    return Answer.objects.create(problem=pair[0], plan=pair[1], score=0.5)


def states() -> list[tuple[str, int, bool]]:
    return [(each.state, each.version, each.by_hand) for each in Answer.objects.all()]


@pytest.mark.parametrize("backwards", [False, True])
def test_confirmed_rejected_and_taken_back(pair, suggested, coordinator, backwards):
    one, other = reversed(pair) if backwards else pair
    steps = [
        ("confirm_answer", "confirmed"),
        ("restore_answer", "suggested"),
        ("reject_answer", "rejected"),
        ("restore_answer", "suggested"),
    ]
    for version, (decision, state) in enumerate(steps, start=1):
        decide(one, other, decision, by=coordinator, version=version)
        assert states() == [(state, version + 1, False)]
    told = Answer.objects.get()
    assert (told.decided_by, told.score) == (coordinator, 0.5)


def test_both_timelines_tell_it(pair, suggested, coordinator):
    decide(*pair, "confirm_answer", by=coordinator, version=1)
    decide(*pair, "restore_answer", by=coordinator, version=2)
    for task, other in (pair, pair[::-1]):
        events = list(task.events.order_by("id"))
        assert [(each.version, each.verb, each.old, each.new["state"]) for each in events] == [
            (2, "confirm_answer", "suggested", "confirmed"),
            (3, "restore_answer", "confirmed", "suggested"),
        ]
        assert {each.by for each in events} == {coordinator}
        with translation.override("en"):
            _latest, first = entries(events)
        assert first.sentence == "杜小班 confirmed that the plan answers the problem."
        assert (first.changes[0].old, first.changes[0].new) == ("Suggested", f"{other.title} (Confirmed)")
        task.refresh_from_db()
        assert task.version == 3


def test_added_by_hand_and_gone_when_taken_back(pair, coordinator):
    decide(*pair, "confirm_answer", by=coordinator, version=0)
    assert states() == [("confirmed", 1, True)]
    decide(*pair, "restore_answer", by=coordinator, version=1)
    assert states() == []
    last = pair[0].events.latest("id")
    assert (last.old, last.new["state"]) == ("confirmed", None)
    with translation.override("en"):
        assert entries([last])[0].changes[0].new == "加快清淤进度 (no answer)"


@pytest.mark.parametrize(
    ("decision", "version", "said"),
    [
        ("confirm_answer", 0, "The site made it “Suggested”"),  # chosen by hand while an import suggested it
        ("confirm_answer", 2, "made it “Suggested”"),
        ("restore_answer", 1, "It is “Suggested” already"),
    ],
)
def test_a_stale_or_idle_decision_is_refused(pair, suggested, coordinator, decision, version, said):
    with translation.override("en"), pytest.raises(Refused, match=said):
        decide(*pair, decision, by=coordinator, version=version)
    assert states() == [("suggested", 1, False)]
    assert not pair[0].events.exists()


def test_the_second_of_two_coordinators_learns_who_decided(pair, suggested, coordinator, administrator):
    decide(*pair, "reject_answer", by=coordinator, version=1)
    with translation.override("en"), pytest.raises(Refused, match="杜小班 made it “Rejected”"):
        decide(*pair, "confirm_answer", by=administrator, version=1)
    assert states() == [("rejected", 2, False)]


def test_what_is_gone_can_not_be_decided(pair, coordinator):
    with translation.override("en"):
        with pytest.raises(Refused, match="There is no such answer"):
            decide(*pair, "reject_answer", by=coordinator, version=0)
        with pytest.raises(Refused, match="took this answer away"):
            decide(*pair, "reject_answer", by=coordinator, version=1)
        carry_out(pair[1], "dismiss", by=coordinator, version=1, reason="重复")
        with pytest.raises(Refused, match="dismissed or merged"):
            decide(*pair, "confirm_answer", by=coordinator, version=0)
    assert states() == []


def test_two_of_a_kind_answer_nothing(make_task, coordinator):
    one, other = make_task(), make_task()
    for pair in ((one, other), (one, one)):
        with translation.override("en"), pytest.raises(Refused, match="one of each"):
            decide(*pair, "confirm_answer", by=coordinator, version=0)


@pytest.mark.parametrize("who", ["handler", "reader"])
def test_only_coordinators_decide(pair, suggested, who, request):
    with pytest.raises(Refused):
        decide(*pair, "confirm_answer", by=request.getfixturevalue(who), version=1)
    assert states() == [("suggested", 1, False)]


def test_decisions_survive_a_reimport(import_text, text, coordinator):
    import_text()
    kept, dropped, *_others = Answer.objects.order_by("pk")
    decide(kept.problem, kept.plan, "confirm_answer", by=coordinator, version=1)
    decide(dropped.problem, dropped.plan, "reject_answer", by=coordinator, version=1)
    by_hand = Task.objects.get(title__startswith="健全巡河制度")
    free = Task.objects.filter(kind="problem").exclude(answers__plan=by_hand).first()
    if free:
        decide(free, by_hand, "confirm_answer", by=coordinator, version=0)
    before = list(Answer.objects.order_by("pk").values())
    import_text()
    assert list(Answer.objects.order_by("pk").values()) == before
    revised = text.replace("三处河段至今尚未动工", "两处河段至今尚未动工")
    outcome = import_text(revised)
    assert outcome.changed
    assert list(Answer.objects.order_by("pk").values()) == before
    assert Answer.objects.filter(state="rejected").count() == 1


def test_an_import_on_whose_answers_somebody_decided_stays(import_text, coordinator):
    batch = import_text().batch
    answer = Answer.objects.first()
    decide(answer.problem, answer.plan, "reject_answer", by=coordinator, version=1)
    with pytest.raises(Refused):
        undo(batch, by=coordinator)
    assert Answer.objects.filter(state="rejected").exists()


def test_how_far_a_task_is_answered(make_task):
    def tied(state, **plan):
        problem = make_task(title=f"problem {state} {plan}")
        if state:
            Answer.objects.create(problem=problem, plan=make_task(kind="plan", **plan), state=state)
        return problem

    confirmed, guessed, rejected, alone = (tied(state) for state in ("confirmed", "suggested", "rejected", ""))
    dismissed = tied("confirmed", status="dismissed")
    closed = tied("suggested", status="closed")
    expected = {
        Answered.CONFIRMED: {confirmed},
        Answered.ANY: {confirmed, guessed, closed},
        Answered.SUGGESTED: {guessed, closed},
        Answered.NONE: {rejected, alone, dismissed},
    }
    for how, tasks in expected.items():
        assert set(Task.objects.filter(answered(how), kind="problem")) == tasks, how
    plans = Task.objects.filter(kind="plan")
    of = {how: set(plans.filter(answered(how)).values_list("answered__problem", flat=True)) for how in Answered}
    assert of[Answered.CONFIRMED] == {confirmed.pk}
    assert of[Answered.NONE] == {rejected.pk, dismissed.pk}  # followed up by nobody: it answers nothing


def test_candidates_are_of_the_other_kind_and_near(make_task, coordinator, town, bureau):
    problem = make_task(topic=None, reporting_unit=town)
    near = make_task(kind="plan", topic=None, reporting_unit=town, title="落实管护资金")
    far = make_task(kind="plan", topic=None, reporting_unit=bureau, title="健全巡河制度")
    make_task(kind="plan", topic=None, reporting_unit=town, status="dismissed")
    make_task(topic=None, reporting_unit=town)

    def found(*args):
        return [each.task for each in candidates(problem, coordinator, *args)]

    assert found() == [near]
    assert found("", True) == [near, far]
    assert found("资金 管护") == [near]
    assert found("巡河") == []
    assert found("巡河", True) == [far]
    assert found(far.code, True) == [far]


# --- Merging takes answers along ------------------------------------------------------------------------------


def merge(task, into, by):
    task.refresh_from_db()
    return carry_out(task, "merge", by=by, version=task.version, changes={"merged_into": into})


def unmerge(task, by):
    task.refresh_from_db()
    return carry_out(task, "unmerge", by=by, version=task.version)


@pytest.mark.parametrize("kind", ["problem", "plan"])
@pytest.mark.parametrize(
    ("merged", "own", "after"),
    [
        ("confirmed", None, "confirmed"),
        ("rejected", None, "rejected"),
        ("suggested", None, "suggested"),
        ("confirmed", "suggested", "confirmed"),
        ("rejected", "suggested", "rejected"),
        ("suggested", "suggested", "suggested"),
        ("confirmed", "rejected", "rejected"),
        ("suggested", "confirmed", "confirmed"),
        (None, "confirmed", "confirmed"),
    ],
)
def test_answers_go_where_their_task_goes_and_come_back(kind, merged, own, after, make_task, coordinator):
    task, stays = make_task(kind=kind, title="甲"), make_task(kind=kind, title="乙")
    other = make_task(kind="plan" if kind == "problem" else "problem", title="丙")
    side, beside = ("problem", "plan") if kind == "problem" else ("plan", "problem")
    for one, state in ((task, merged), (stays, own)):
        if state:
            Answer.objects.create(**{side: one, beside: other}, state=state, score=0.5)

    def state(of):
        return Answer.objects.filter(**{side: of, beside: other}).values_list("state", flat=True).first()

    merge(task, stays, coordinator)
    assert (state(stays), state(task)) == (after, merged)
    unmerge(task, coordinator)
    assert (state(stays), state(task)) == (own, merged)
    told = list(other.events.order_by("version").values_list("verb", "old", "new__state"))
    changed = after != own and after != "suggested"
    assert told == ([("carry_answer", own, after), ("carry_answer", after, own)] if changed else [])
    for each in (stays, other):
        each.refresh_from_db()
        assert each.version == 1 + len(told)
        assert each.events.count() == len(told)


def test_what_a_person_decides_after_the_merge_stays(make_task, coordinator):
    task, stays, plan = make_task(title="甲"), make_task(title="乙"), make_task(title="丙", kind="plan")
    Answer.objects.create(problem=task, plan=plan, state="confirmed", decided_by=coordinator)
    merge(task, stays, coordinator)
    decide(stays, plan, "restore_answer", by=coordinator, version=1)
    decide(stays, plan, "reject_answer", by=coordinator, version=2)
    unmerge(task, coordinator)
    assert Answer.objects.get(problem=stays).state == "rejected"


def standing():
    """Return what answers there are: titles of problem and plan -> state."""
    return {f"{each.problem.title}{each.plan.title}": each.state for each in Answer.objects.all()}


@pytest.mark.parametrize("undone", ["甲", "甲乙", "乙甲"])
@pytest.mark.parametrize(
    ("own", "left"),
    [({}, {}), ({"乙策": "suggested"}, {"丙策": "suggested"}), ({"丙策": "suggested"}, {"丙策": "suggested"})],
)
def test_of_a_chain_of_merges_nothing_stays_of_a_task_that_leaves_it(undone, own, left, make_task, coordinator):
    plan = make_task(title="策", kind="plan")
    chain = {title: make_task(title=title) for title in "甲乙丙"}
    for pair, state in {"甲策": "confirmed", **own}.items():
        Answer.objects.create(problem=chain[pair[0]], plan=plan, state=state)
    merge(chain["甲"], chain["乙"], coordinator)
    merge(chain["乙"], chain["丙"], coordinator)
    assert standing() == dict.fromkeys(["甲策", "乙策", "丙策"], "confirmed")
    for title in undone:
        unmerge(chain[title], coordinator)
    expected = {"甲策": "confirmed", **own} | (left if undone == "甲" else {})
    assert standing() == expected
    told = chain["丙"].events.order_by("-version").first()
    became = ({**own, **left} if undone[0] == "甲" else own).get("丙策")
    assert (told.verb, told.old, told.new["state"]) == ("carry_answer", "confirmed", became)


@pytest.mark.parametrize(("leaving", "left"), [("甲", "rejected"), ("丁", "confirmed")])
def test_of_two_merged_tasks_the_other_one_still_counts(leaving, left, make_task, coordinator):
    plan = make_task(title="策", kind="plan")
    tasks = {title: make_task(title=title) for title in "甲丁乙丙"}
    for title, state in {"甲": "confirmed", "丁": "rejected"}.items():
        Answer.objects.create(problem=tasks[title], plan=plan, state=state)
        merge(tasks[title], tasks["乙"], coordinator)
    merge(tasks["乙"], tasks["丙"], coordinator)
    unmerge(tasks[leaving], coordinator)
    assert (standing()["乙策"], standing()["丙策"]) == (left, left)
    unmerge(tasks["丁" if leaving == "甲" else "甲"], coordinator)
    assert standing() == {"甲策": "confirmed", "丁策": "rejected"}


def test_a_suggestion_that_gave_way_to_a_decision_leaves_with_its_task(make_task, coordinator):
    plan = make_task(title="策", kind="plan")
    tasks = {title: make_task(title=title) for title in "甲丁乙"}
    for title, state in {"甲": "suggested", "丁": "confirmed"}.items():
        Answer.objects.create(problem=tasks[title], plan=plan, state=state)
        merge(tasks[title], tasks["乙"], coordinator)
    unmerge(tasks["甲"], coordinator)
    unmerge(tasks["丁"], coordinator)
    assert standing() == {"甲策": "suggested", "丁策": "confirmed"}


@pytest.mark.parametrize("first", ["problem", "plan"])
def test_where_both_sides_were_merged_nothing_stays_either(first, make_task, coordinator):
    merges = {kind: [make_task(title=title, kind=kind) for title in "一二"] for kind in ("problem", "plan")}
    Answer.objects.create(problem=merges["problem"][0], plan=merges["plan"][0], state="confirmed")
    for kind in sorted(merges, key=lambda kind: kind != first):
        merge(*merges[kind], coordinator)
    assert standing() == dict.fromkeys(["一一", "一二", "二一", "二二"], "confirmed")
    unmerge(merges["problem"][0], coordinator)
    assert standing() == dict.fromkeys(["一一", "一二"], "confirmed")


def test_answers_of_another_kind_stay_behind(pair, make_task, coordinator):
    problem, plan = pair
    Answer.objects.create(problem=problem, plan=plan, state="confirmed")
    merge(problem, make_task(title="另一项", kind="plan"), coordinator)
    assert Answer.objects.count() == 1


def test_an_import_whose_task_took_another_one_in_can_not_be_undone(import_text, make_task, coordinator):
    batch = import_text().batch
    merge(make_task(), Task.objects.filter(batch=batch).first(), coordinator)
    with pytest.raises(Refused):
        undo(batch, by=coordinator)
