"""Who may do what: every address × method × role × own, supported or foreign row, and every verb.

The tables here and those of docs/access.md say the same. An address that is in neither fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership, Unit, User
from tracker.bulk import BULK
from tracker.calendars import renew
from tracker.drafts import receive
from tracker.intake import import_file
from tracker.ledger.incoming import receive as receive_ledger
from tracker.models import Attachment, Extension, ImportBatch, Job, Task
from tracker.reports import File, report
from tracker.saved_views import save_view
from tracker.verbs import COORDINATOR, LEAD, SUPPORT, VERBS

pytestmark = pytest.mark.django_db
DOCUMENTED = Path(__file__).resolve().parent.parent / "docs/access.md"

#: The rows belong to the handler's unit, the supporter's supports them; the last two must not learn that they exist.
ROLES = (
    "anonymous", "reader", "handler", "supporter", "coordinator", "administrator", "foreign_handler", "nobody",
)  # fmt: skip
LOGIN, OK, AWAY, NOT_FOUND, FORBIDDEN, WRONG_METHOD = "log in", 200, 302, 404, 403, 405


def _but(answers: dict[str, Any], answer: Any, *roles: str) -> dict[str, Any]:
    return answers | dict.fromkeys(roles, answer)


EVERYBODY = dict.fromkeys(ROLES, OK)
USERS = _but(EVERYBODY, LOGIN, "anonymous")
WHO = {
    "everybody": EVERYBODY,
    "who is logged in": USERS,
    "who sees the row": _but(USERS, NOT_FOUND, "foreign_handler", "nobody"),
    "who sees all": _but(USERS, NOT_FOUND, "handler", "supporter", "foreign_handler", "nobody"),
    "coordinators": _but(USERS, FORBIDDEN, "reader", "handler", "supporter", "foreign_handler", "nobody"),
    "coordinators; others learn nothing": _but(
        USERS, NOT_FOUND, "reader", "handler", "supporter", "foreign_handler", "nobody"
    ),
    "coordinators who see the row": _but(
        _but(USERS, FORBIDDEN, "reader", "handler", "supporter"), NOT_FOUND, "foreign_handler", "nobody"
    ),
    "coordinators, and who asked for it": _but(
        USERS, NOT_FOUND, "reader", "handler", "supporter", "foreign_handler", "nobody"
    ),
    "coordinators, and who saved it": _but(
        USERS, FORBIDDEN, "reader", "handler", "supporter", "foreign_handler", "nobody"
    ),
    "who coordinates or handles": _but(USERS, FORBIDDEN, "reader", "nobody"),
    "coordinators and handlers": _but(_but(USERS, FORBIDDEN, "reader", "nobody"), AWAY, "foreign_handler"),
}


class Page(NamedTuple):
    """An address: its methods, who is answered, and which row its number (or word) is of."""

    methods: str
    who: str
    of: str | None = None


PAGES = {
    "dashboard": Page("GET", "who is logged in"),
    "my-work": Page("GET", "who is logged in"),
    "calendar": Page("GET POST", "who is logged in"),
    "calendar-feed": Page("GET", "everybody", "feed"),
    "task-list": Page("GET", "who is logged in"),
    "task-counts": Page("GET", "who is logged in"),
    "task-columns": Page("GET POST", "who is logged in"),
    "task-row": Page("GET POST", "coordinators who see the row", "task"),
    "saved-views": Page("GET", "who is logged in"),
    "saved-view-new": Page("GET POST", "who is logged in"),
    "saved-view-edit": Page("GET POST", "coordinators, and who saved it", "view"),
    "saved-view-act": Page("POST", "who is logged in", "view"),
    "task-export": Page("GET", "who is logged in"),
    "ledger-import": Page("GET POST", "who coordinates or handles"),
    "ledger-draft": Page("GET POST", "coordinators, and who asked for it", "ledger"),
    "task-new": Page("GET POST", "coordinators"),
    "task-bulk": Page("GET POST", "coordinators and handlers"),
    "task-bulk-all": Page("GET POST", "coordinators and handlers"),
    "task-bulk-outcome": Page("GET", "coordinators, and who asked for it", "bulk"),
    "task-detail": Page("GET", "who sees the row", "task"),
    "task-slip": Page("GET", "who sees the row", "task"),
    "task-watch": Page("POST", "who sees the row", "task"),
    "task-answers": Page("GET POST", "coordinators who see the row", "task"),
    "attachment-download": Page("GET", "who sees the row", "attachment"),
    "chase-overdue": Page("GET POST", "coordinators"),
    "bulletin": Page("GET POST", "coordinators"),
    "statistics": Page("GET", "who is logged in"),
    "topic-list": Page("GET", "who is logged in"),
    "topic-detail": Page("GET", "who sees the row", "topic"),
    "topic-export": Page("GET", "who sees the row", "topic"),
    "summary-list": Page("GET", "who is logged in"),
    "summary-detail": Page("GET", "who sees the row", "summary"),
    "summary-mark": Page("GET POST", "coordinators who see the row", "summary"),
    "import-list": Page("GET", "who sees all"),
    "import-new": Page("GET POST", "coordinators"),
    "import-draft": Page("GET POST", "coordinators; others learn nothing", "draft"),
    "import-detail": Page("GET", "who sees all", "import"),
    "import-check": Page("GET", "who sees all", "import"),
    "job-detail": Page("GET", "coordinators, and who asked for it", "job"),
    "job-cancel": Page("POST", "coordinators, and who asked for it", "job"),
    "search": Page("GET", "who is logged in"),
    "import-undo": Page("GET POST", "coordinators; others learn nothing", "import"),
    "health": Page("GET", "everybody"),
    "login": Page("GET POST", "everybody"),
    "logout": Page("POST", "who is logged in"),
    "password": Page("GET POST", "who is logged in"),
    "set_language": Page("POST", "everybody"),
}
ACTS = {"task-act"}  # below: verb by verb

#: What is sent where nothing at all would be no request.
BODIES = {
    "task-bulk": {"verb": "acknowledge"},
    "task-bulk-all": {"verb": "acknowledge"},
    "saved-view-act": {"act": "prefer"},
}

DOCUMENT = """青石县水利局2023年河长制工作总结
2023年，我局认真落实河长制各项任务。现将有关情况总结如下：
一、主要做法
（一）压实责任。县乡村三级河长全部到岗。
（二）整治乱象。清理河道垃圾三百余吨。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹，两条支流未能按计划开工。
三、下一步打算
（一）规范巡河记录。由县水利局牵头，2024年6月底前统一巡河记录样式。
（二）多渠道筹措清淤资金。积极争取上级补助。
"""


@pytest.fixture
def supporter(db):
    unit = Unit.objects.create(name="青石县财政局")
    user = User.objects.create_user("supporter", name="钱管家")
    Membership.objects.create(user=user, unit=unit, role="handler")
    return user


@pytest.fixture
def nobody(db):
    return User.objects.create_user("nobody", name="无单位")


@pytest.fixture
def rows(bureau, handler, supporter, coordinator, make_task):
    import_file(DOCUMENT.encode(), "河长制.txt")
    draft = next(receive(DOCUMENT.replace("2023", "2022").encode(), "上年.txt", by=coordinator)).draft
    task = Task.objects.get(lead_unit=bureau)
    reported = make_task(status="in_progress", lead_unit=bureau)
    for each in (task, reported):
        each.supporting_units.add(supporter.memberships.get().unit)
    report(reported, by=handler, version=1, done="已办", files=[File("清单.txt", b"1")])
    return {
        "task": task.pk,
        "topic": task.topic_id,
        "summary": task.items.get().edition.summary_id,
        "import": ImportBatch.objects.get().pk,
        "draft": draft.pk,
        "attachment": Attachment.objects.get().pk,
        "feed": renew(handler).secret,
        "view": save_view("全部", QueryDict(), by=coordinator, for_all=True).pk,
        "ledger": receive_ledger("序号,问题,责任单位\n1,清淤慢,水利局\n".encode(), "旧台账.csv", by=coordinator).pk,
        "job": Job.objects.create(kind="read", title="河长制.txt").pk,
        "bulk": Job.objects.create(kind="bulk", title="销号").pk,
    }


@pytest.fixture
def log_in(request):
    def log_in(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(request.getfixturevalue(role))
        return client

    return log_in


@pytest.fixture
def each(subtests, request):
    """Return a function that does something as each of some roles, and undoes all that it did to the database."""

    def each(roles: Iterable[str], do: Callable[[str], None]) -> None:
        for role in roles:
            if role != "anonymous":
                request.getfixturevalue(role)  # to be there for the next one, too
        for role in roles:
            with subtests.test(role=role), undone():
                do(role)

    return each


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def own_addresses(patterns=None) -> set[str]:
    """Return the names of all addresses outside the admin."""
    names = set()
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                names |= own_addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            names.add(pattern.name)
    return names


def test_every_address_is_in_the_table():
    assert own_addresses() == set(PAGES) | ACTS


def documented(columns: int) -> list[list[str]]:
    """Return the rows of the tables of docs/access.md with so many columns, without their heads."""
    lines = DOCUMENTED.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return [row for row in cells if len(row) == columns]


def test_the_addresses_are_documented():
    rows = {name: (methods, who) for name, _address, methods, who in documented(4)}
    assert rows.pop("task-act") == ("GET POST", "see above, verb by verb")
    assert rows == {name: (page.methods, page.who) for name, page in PAGES.items()}


def test_the_verbs_are_documented():
    actors = (COORDINATOR, LEAD, SUPPORT)
    rows = {name: marks for name, _label, *marks in documented(5)}
    assert rows == {verb.name: ["✓" if actor in verb.actors else "—" for actor in actors] for verb in VERBS.values()}


def answer(response) -> int | str:
    if response.streaming:
        b"".join(response.streaming_content)  # a file that is read to its end is closed
    if response.status_code == AWAY and response.url.startswith(("/accounts/login/", "/admin/login/")):
        return LOGIN
    return response.status_code


def stored() -> dict[str, list]:
    """Return all that the site knows, without what a request itself leaves behind; plainly, as it is asked often."""
    configs = map(apps.get_app_config, ("accounts", "summaries", "tracker"))
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        return {model.__name__: _rows(cursor, model._meta) for model in models}


def _rows(cursor, table) -> list[dict[str, Any]]:
    cursor.execute(f"SELECT * FROM {table.db_table} ORDER BY {table.pk.column}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def send(client, method: str, name: str, rows: dict[str, Any]):
    """Send a request; bulk actions name the task in their body, or for GET in the query."""
    page = PAGES[name]
    address = reverse(name, args=[rows[page.of]] if page.of else [])
    body = BODIES.get(name, {}) | ({"chosen": f"{rows['task']}-1"} if name == "task-bulk" else {})
    return getattr(client, method.lower())(address, body)


def expected(name: str, method: str, role: str) -> set[int | str]:
    page = PAGES[name]
    answered = WHO[page.who][role]
    if (name, method) == ("logout", "POST"):
        return {LOGIN}  # for everybody
    if method in page.methods:
        return {answered, AWAY} if method == "POST" and answered == OK else {answered}
    if name == "set_language":
        return {AWAY}  # Django's view does nothing then but lead back
    return {LOGIN} if answered == LOGIN else {WRONG_METHOD}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", PAGES)
def test_page(name, method, rows, log_in, each):
    def ask(role: str) -> None:
        client, allowed = log_in(role), expected(name, method, role)
        before = stored()
        assert answer(send(client, method, name, rows)) in allowed
        if method == "GET" or OK not in allowed:
            assert stored() == before

    each(ROLES, ask)


def without_log_ins(rows: dict[str, list]) -> dict[str, list]:
    return rows | {"User": [{**row, "last_login": None} for row in rows["User"]]}


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_change_nothing(name, rows, log_in, each):
    page = PAGES[name]
    address = reverse(name, args=[rows[page.of]] if page.of else [])

    def ask(role: str) -> None:
        client = log_in(role)
        before = stored()
        answers = {answer(send(address)) for send in (client.put, client.patch, client.delete)}
        if name not in ("login", "password", "set_language"):  # Django's own show their form, or lead back
            assert answers <= {LOGIN, WRONG_METHOD}
        assert stored() == before

    each(ROLES, ask)


#: As what a role acts on the task; None: it sees the task only; missing: it doesn't even see it.
ACTORS = {
    "reader": None,
    "handler": LEAD,
    "supporter": SUPPORT,
    "coordinator": COORDINATOR,
    "administrator": COORDINATOR,
}


@pytest.fixture
def task_for(make_task, bureau, supporter):
    """Return a maker of a task on which a verb could be carried out now."""

    def make(verb: str) -> Task:
        task = make_task(
            status=VERBS[verb].sources[0],
            status_before="open",
            lead_unit=bureau,
            deadline="2099-12-31",
            asks_extension=verb.endswith("_extension") and verb != "ask_extension",
        )
        task.supporting_units.add(supporter.memberships.get().unit)
        return task

    return make


@pytest.mark.parametrize("verb", VERBS)
def test_verb(verb, task_for, handler, log_in, each):
    """Opening or sending a verb's form: outsiders learn nothing, whoever may not changes nothing."""
    address = reverse("task-act", args=[task_for(verb).pk, verb])

    def ask(role: str) -> None:
        client, may = log_in(role), ACTORS.get(role) in VERBS[verb].actors
        before = stored()
        for response in (client.get(address), client.post(address, {"version": "1", "reason": "说明"})):
            if role == "anonymous":
                assert answer(response) == LOGIN
            elif role not in ACTORS:
                assert response.status_code == NOT_FOUND
            elif may:
                assert response.status_code in (OK, AWAY)
            else:
                assert response.status_code == FORBIDDEN
        if not may:
            assert stored() == before

    each(ROLES, ask)


def test_an_unknown_verb_is_not_found(rows, log_in):
    assert log_in("coordinator").get(reverse("task-act", args=[rows["task"], "explode"])).status_code == NOT_FOUND


NUMBERED = [name for name, page in PAGES.items() if page.of]


@pytest.mark.parametrize("name", NUMBERED)
def test_a_missing_row_answers_as_a_foreign_one_does(name, rows, log_in):
    address = reverse(name, args=[987654])
    client = log_in("foreign_handler")
    answered = client.post(address) if PAGES[name].methods == "POST" else client.get(address)
    assert answered.status_code == NOT_FOUND


@pytest.mark.parametrize("role", ["handler", "supporter", "foreign_handler"])
def test_numbers_in_the_body_of_a_bulk_action(role, rows, make_task, town, bureau, log_in):
    """A bulk action touches what the handler's units lead, says why not what they support, and hides the rest."""
    led = make_task(status="assigned", title="本单位牵头的事项", lead_unit=bureau)
    led.supporting_units.add(Unit.objects.get(name="青石县财政局"))
    hidden = make_task(status="assigned", title="谁也看不见的事项", lead_unit=Unit.objects.create(name="别的单位"))
    chosen = [f"{task.pk}-1" for task in (led, hidden)]
    page = log_in(role).post(reverse("task-bulk"), {"verb": "acknowledge", "chosen": chosen}, follow=True).text
    assert Task.objects.get(pk=led.pk).status == ("in_progress" if role == "handler" else "assigned")
    assert Task.objects.get(pk=hidden.pk).status == "assigned"
    assert (led.title in page) == (role != "foreign_handler")
    assert hidden.title not in page


@pytest.mark.parametrize("role", ["foreign_handler", "nobody"])
@pytest.mark.parametrize("of", ["summary", "topic", "import"])
def test_numbers_in_a_query_tell_nothing(of, role, rows, log_in):
    parameter = {"import": "batch"}.get(of, of)
    answered = log_in(role).get(reverse("task-list"), {parameter: rows[of], "status": "all"})
    assert answered.context["table"].paginator.count == 0
    assert "河长制" not in answered.text


ACTORS_IN_BULK = {**ACTORS, "foreign_handler": None, "nobody": None}
#: Enough for every verb to be carried out.
TYPED = {
    "reason": "说明", "done": "已办", "text": "请抓紧", "wanted": "2100-01-31", "owner": "陈水生", "year": "2024",
}  # fmt: skip


@pytest.mark.parametrize("verb", BULK)
def test_verb_in_bulk(verb, task_for, make_task, handler, log_in, each):
    """Every verb on a task that the handler's unit leads and the supporter's supports, and on one that is foreign."""
    task = task_for(verb)
    foreign = make_task(title="谁也看不见的事项", status=task.status, deadline=task.deadline, status_before="open")
    if task.asks_extension:
        asked = {"asked_by": handler, "reason": "x", "deadline": task.deadline, "wanted": "2100-01-31"}
        Extension.objects.create(task=task, **asked)
    chosen = [f"{each.pk}-1" for each in (task, foreign)]

    def ask(role: str) -> None:
        sees_all = role in ("coordinator", "administrator")
        typed = TYPED | {"merged_into": make_task().code if sees_all else ""}
        client = log_in(role)
        before = stored()
        page = client.post(reverse("task-bulk"), {"verb": verb, "chosen": chosen, **typed}, follow=True)
        may = ACTORS_IN_BULK[role] in VERBS[verb].actors
        assert (Task.objects.get(pk=task.pk).version > 1) == may, page.text
        if not may:
            assert stored() == before
        if not sees_all:
            assert Task.objects.get(pk=foreign.pk).version == 1
            assert foreign.title not in page.text

    each(ACTORS_IN_BULK, ask)


REGISTERED = {model._meta.label_lower: owner for model, owner in admin.site._registry.items()}
LOOK = ("look", "add", "change", "delete")


def test_the_admin_is_documented(administrator, coordinator, rf):
    """A table that is registered in the admin and not in the document fails the build, as a right does that is not."""
    rows = {name: (theirs, ours) for name, theirs, ours in documented(3)}
    found = {}
    for name, owner in REGISTERED.items():
        rights = []
        for user in (coordinator, administrator):
            request = rf.get("/admin/")
            request.user = user
            allowed = owner.get_model_perms(request)
            held = [word for word in LOOK if allowed[{"look": "view"}.get(word, word)]]
            rights.append(", ".join(held) or "—")
        found[name] = tuple(rights)
    assert rows == found


@pytest.mark.parametrize("name", REGISTERED)
def test_admin(name, rows, log_in, each):
    """Every page of every table, opened and sent: who may not is kept out, and who may only look changes nothing."""
    row = REGISTERED[name].model.objects.order_by("pk").first()
    key = [row.pk if row else 1]
    theirs, ours = next(rights for table, *rights in documented(3) if table == name)

    def ask(role: str) -> None:
        client, held = log_in(role), {"coordinator": theirs, "administrator": ours}.get(role, "")
        before = stored()
        for page, args, word in (
            ("changelist", [], "look"), ("add", [], "add"), ("change", key, "look"), ("history", key, "look"),
            ("delete", key, "delete"),
        ):  # fmt: skip
            address = reverse(f"admin:{name.replace('.', '_')}_{page}", args=args)
            got = answer(client.get(address))
            if role not in ("coordinator", "administrator"):
                assert got == LOGIN
            elif row is None and args:
                assert got in (AWAY, FORBIDDEN)  # the index says that there is no such row
            else:
                assert got == (OK if word in held else FORBIDDEN)
            sent = answer(client.post(address, {"post": "yes"} if word not in held else {}))
            assert sent == LOGIN or held
        if "change" not in held:
            assert stored() == before

    each(ROLES, ask)


@pytest.mark.parametrize("role", ["reader", "handler", "supporter", "foreign_handler", "nobody"])
def test_the_admin_index_is_for_coordinators(role, log_in):
    assert answer(log_in(role).get(reverse("admin:index"))) == LOGIN


def test_a_handler_sees_own_tasks_only(rows, log_in, make_task):
    foreign = make_task(title="别的单位的事项")
    page = log_in("handler").get(reverse("task-list")).content.decode()
    assert "规范巡河记录" in page
    assert foreign.title not in page
