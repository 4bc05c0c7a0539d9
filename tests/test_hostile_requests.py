"""Whatever somebody sends to whatever address: the answer is a page, never a failure, and only acts change anything.

The addresses come from the resolver by way of tests/test_access.py, fields of forms from the pages themselves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from summaries.models import Summary
from tests.test_access import PAGES, nobody, rows, stored, supporter, without_log_ins
from tracker.filters import TaskFilter
from tracker.forms.review import ReviewFilter
from tracker.models import Attachment, Task
from tracker.verbs import VERBS
from tracker.views.summaries import SummaryFilter

__all__ = ["nobody", "rows", "supporter"]  # fixtures
pytestmark = pytest.mark.django_db

BOUND = 20  # seconds that no single answer may take, on a machine that does other things as well

#: Percent-encoded, as they stand in an address or a body.
VALUES = {
    "NUL": "a%00b",
    "surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE%80",
    "beyond bigint": str(2**63),
    "far beyond": "1" + "0" * 30,
    "5000 digits": "9" * 5000,
    "negative": "-1",
    "no number": "NaN",
    "exponent": "1e308",
    "full-width digits": quote("１２"),
    "superscript": quote("²"),
    "no such day": "2024-02-30",
    "before all days": "0000-00-00",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "markup": quote("\"'><script>alert(1)</script>{{ 7|add:7 }}"),
    "right to left": quote("\u202e督查\u2066\ufeff"),
    "control characters": "%01%1B%0A%0D",
    "JSON": quote('{"$gt": ["]}'),
    "SQL": quote("') OR 1=1 -- %_\\"),
    "path": quote("../../../../etc/passwd"),
    "long": quote("督" * 20_000),
    "many words": quote("督 " * 2_000),
}
#: What breaks when it reaches a query or a calculation unchecked: tried in each field by itself.
SHARP = (
    "NUL",
    "far beyond",
    "5000 digits",
    "full-width digits",
    "superscript",
    "first day",
    "last day",
    "long",
    "many words",
)
#: What forms are tried with.
FEW = ("NUL", "surrogate", "5000 digits", "full-width digits", "last day", "markup", "control characters", "long")
LONG = {"long", "many words"}

FILTERS = {"task-list": TaskFilter, "statistics": TaskFilter, "bulletin": TaskFilter, "topic-detail": ReviewFilter}
FILTERS |= {"topic-export": ReviewFilter, "summary-list": SummaryFilter}
MORE = {
    "task-list": ("sort", "columns", "per_page", "format", "as"),
    "task-bulk": ("verb", "chosen", "scope"),
    "task-bulk-all": ("verb", "seen"),
    "task-bulk-outcome": ("of",),
    "task-answers": ("q", "everywhere"),
    "task-slip": ("as",),
    "chase-overdue": ("unit",),
    "statistics": ("by", "sort"),
    "topic-detail": ("from", "to"),
    "topic-export": ("from", "to"),
    "summary-detail": ("edition",),
    "import-new": ("job",),
    "import-draft": ("summary", "show", "order", "at", "step"),
    "search": ("q",),
}
#: Fields beside those that stand in the page: of buttons, and what scripts fill in.
SENT = {
    "task-bulk": ("verb", "chosen"),
    "task-bulk-all": ("verb", "seen"),
    "task-watch": ("watch",),
    "task-answers": ("other", "decision", "version", "stay"),
    "chase-overdue": ("chosen",),
    "import-draft": ("do", "tick", "start", "end", "row", "at-1", "step-1"),
}


def parameters(name: str) -> list[str]:
    filters = FILTERS[name].base_filters if name in FILTERS else {}
    return [*filters, *MORE.get(name, ()), "page", "next"]


@pytest.fixture
def address(rows):
    return lambda name: reverse(name, args=[rows[PAGES[name].of]] if PAGES[name].of else [])


@pytest.fixture
def clients(request):
    """Return a browser of each role that may see more than another."""
    return {role: _client(request, role) for role in ("coordinator", "handler", "foreign_handler")}


def _client(request: pytest.FixtureRequest, role: str) -> Client:
    client = Client()
    client.force_login(request.getfixturevalue(role))
    return client


def failures(requests: Iterator[tuple[str, Any]]) -> list[str]:
    """Make requests, each described by some words; return what failed, or took too long."""
    found = []
    for words, send in requests:
        began = time.perf_counter()
        try:
            response = send()
            if response.streaming:
                b"".join(response.streaming_content)
            if response.status_code >= 500:
                found.append(f"{words}: {response.status_code}")
        except Exception as error:
            found.append(f"{words}: {error!r}"[:300])
        if time.perf_counter() - began > BOUND:
            found.append(f"{words}: {time.perf_counter() - began:.1f} s")
    return found


def gets(client: Client, address: str, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Ask for each value in all parameters at once, and for the sharp ones in each that is no filter by itself."""
    for label in VALUES.keys() - LONG:
        query = "&".join(f"{name}={VALUES[label]}" for name in names)
        yield f"{label} everywhere", lambda query=query: client.get(f"{address}?{query}")
    for name in names:
        for label in () if name in TaskFilter.base_filters and name != "q" else ("NUL", "5000 digits", "last day"):
            query = f"{name}={VALUES[label]}"
            yield f"{label} as {name}", lambda query=query: client.get(f"{address}?{query}")


@pytest.mark.parametrize("name", [name for name in PAGES if "GET" in PAGES[name].methods])
def test_parameters(name, address, clients):
    asked = address(name)
    before = stored()
    requests = gets(clients["coordinator"], asked, parameters(name))
    assert failures(requests) == []
    query = "&".join(f"{each}={VALUES['NUL']}" for each in parameters(name))
    others = ((role, lambda each=each: each.get(f"{asked}?{query}")) for role, each in clients.items())
    assert failures(others) == []
    assert without_log_ins(stored()) == without_log_ins(before)


@pytest.mark.parametrize("label", SHARP)
@pytest.mark.parametrize("of", ["tasks", "topic", "summaries"])
def test_filters(of, label, rows, coordinator, rf):
    """Each filter by itself: beside others that make no sense it would never reach the database."""
    value = unquote(VALUES[label])
    request = rf.get("/")
    request.user = coordinator
    made = {
        "tasks": lambda query: TaskFilter(query, coordinator),
        "topic": lambda query: ReviewFilter(query, queryset=Task.objects.all()),
        "summaries": lambda query: SummaryFilter(query, request=request, queryset=Summary.objects.all()),
    }[of]
    for name in made(QueryDict()).filters:
        query = QueryDict(mutable=True)
        query[name] = value
        if name == "until":
            query |= {"move": "opened", "since": "0001-01-01"}
        assert len(made(query).qs) < 100


def forms_of(client: Client, address: str) -> dict[str, str]:
    """Return the fields that a page's forms would send, with their values."""
    page = html.fromstring(client.get(address).content)
    return {name: value for form in page.forms for name, value in form.form_values()}


def posts(client: Client, address: str, fields: dict[str, str], more: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Send each value in all fields at once, and an endless number in each field, beside what the page would send."""
    kind = "application/x-www-form-urlencoded"
    for label in FEW:
        body = "&".join(f"{quote(name)}={VALUES[label]}" for name in (*fields, *more))
        yield f"{label} everywhere", lambda body=body: client.post(address, body, kind)
    for name in (*fields, *more):
        others = urlencode({each: value for each, value in fields.items() if each != name})
        body = f"{others}&{quote(name)}={VALUES['far beyond']}"
        yield f"far beyond as {name}", lambda body=body: client.post(address, body, kind)


def still_shown(client: Client, address: Any) -> list[str]:
    """Ask for the pages and files that show what people typed."""
    names = ("task-list", "task-detail", "task-slip", "topic-detail", "topic-export", "import-list", "search")
    return failures((name, lambda name=name: client.get(address(name), {"q": "督", "as": "docx"})) for name in names)


@pytest.mark.parametrize("name", [name for name in PAGES if "POST" in PAGES[name].methods])
def test_fields(name, address, clients, coordinator):
    asked = address(name)
    before = stored()
    query = {
        "task-bulk": "?verb=edit&scope=all",
        "task-bulk-all": "?verb=edit",
        "chase-overdue": f"?unit={quote('青石县水利局')}",
    }.get(name, "")
    fields = forms_of(clients["coordinator"], asked + query) if "GET" in PAGES[name].methods else {}
    for role in ("foreign_handler", "coordinator"):  # the one whose acts would hide what the other may do comes last
        assert failures(posts(clients[role], asked + query, fields, SENT.get(name, ()))) == []
        clients[role].force_login(User.objects.get(username={"foreign_handler": "foreign"}.get(role, role)))
        if role == "foreign_handler" and name not in PERSONAL:
            assert without_log_ins(stored()) == without_log_ins(before)
    assert still_shown(clients["coordinator"], address) == []


#: What everybody may change of one's own.
PERSONAL = {"calendar", "password", "logout", "login"}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs(verb, rows, bureau, clients):
    now = {"status": VERBS[verb].sources[0], "status_before": "open", "deadline": "2099-12-31"}
    now["asks_extension"] = verb in ("grant_extension", "refuse_extension")
    Task.objects.filter(pk=rows["task"]).update(**now)
    task = Task.objects.get(pk=rows["task"])
    asked = reverse("task-act", args=[task.pk, verb])
    fields = forms_of(clients["coordinator"], asked)
    assert failures(posts(clients["coordinator"], asked, fields, ("merged_into",))) == []
    assert failures([("shown", lambda: clients["coordinator"].get(task.get_absolute_url()))]) == []


ODD_BODIES = {
    "JSON": ('{"title": "x"}', "application/json"),
    "broken JSON": ('{"title', "application/json"),
    "multipart without an end": (
        '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
        "multipart/form-data; boundary=b",
    ),
    "multipart without a boundary": ("x", "multipart/form-data"),
    "bad boundary": ("x", "multipart/form-data; boundary=督"),
    "bad base64": (
        '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n=x=\r\n--b--',
        "multipart/form-data; boundary=b",
    ),
    "halves of characters": (
        "done=%5Cud800&reason=%5Cud800&title=%5Cud800",
        "application/x-www-form-urlencoded; charset=unicode-escape",
    ),
    "no encoding": ("a=b", "application/x-www-form-urlencoded; charset=base64"),
    "UTF-7": ("a=b", "application/x-www-form-urlencoded; charset=utf-7"),
    "too many fields": ("a=1&" * 20_001, "application/x-www-form-urlencoded"),
    "too much": ("a=" + "x" * 3_000_000, "application/x-www-form-urlencoded"),
    "the same field often": ("version=x&" * 5_000, "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("odd", ODD_BODIES)
def test_odd_bodies(odd, address, clients):
    body, kind = ODD_BODIES[odd]
    client, before = clients["coordinator"], stored()
    names = [
        name
        for name in PAGES
        if "POST" in PAGES[name].methods and name not in (*PERSONAL, "import-undo", "task-watch", "job-cancel")
    ]
    addresses = [address(name) for name in names] + [reverse("task-act", args=[Task.objects.first().pk, "report"])]
    sent = ((each, lambda each=each: client.generic("POST", each, body, content_type=kind)) for each in addresses)
    assert failures(sent) == []
    assert without_log_ins(stored()) == without_log_ins(before)


def test_encodings_in_addresses(client, coordinator, rows):
    client.force_login(coordinator)
    answer = client.get("/tasks/?q=%5Cud800", CONTENT_TYPE="text/plain; charset=unicode-escape")
    assert answer.status_code == 400
    assert "无法识别" in answer.text


@pytest.mark.parametrize("method", ["head", "options", "trace"])
def test_other_methods(method, address, clients):
    before = stored()
    sent = ((name, lambda name=name: getattr(clients["coordinator"], method)(address(name))) for name in PAGES)
    assert failures(sent) == []
    assert without_log_ins(stored()) == without_log_ins(before)


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30, "9" * 5000])
def test_numbers_in_addresses(number, clients, rows):
    for name in ("task-list", "topic-list", "summary-list", "import-list"):
        answer = clients["coordinator"].get(f"{reverse(name)}{number}/")
        assert answer.status_code == 404
        assert "页面不存在" in answer.text


OWN = "/%0d%0aX: y"  # an odd address, but of this site
ELSEWHERE = [
    "//evil.example", "https:evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example",
    "\t//evil.example", OWN, "///evil", "/\t/evil.example", "word", "dashboard", "x" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_way_out(wanted, clients, address, make_task, bureau):
    client = clients["coordinator"]
    task = make_task(status="assigned", lead_unit=bureau)
    act = reverse("task-act", args=[task.pk, "acknowledge"])
    answers = [
        client.post(act, {"version": 1, "next": wanted}),
        client.post(address("task-watch"), {"watch": "1", "next": wanted}),
        client.post(address("task-answers"), {"other": "1", "stay": wanted}),
        client.post(reverse("set_language"), {"language": "en", "next": wanted}),
        client.get(address("task-detail"), {"next": wanted}),
        client.post(reverse("login"), {"username": "coordinator", "password": "coordinator-secret-1", "next": wanted}),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert "evil" not in answer.headers.get("Location", "").split("?")[0]
        assert not answer.headers.get("Location", "").startswith(("javascript", "//"))
        assert f'href="{wanted}' not in answer.text or wanted == OWN


COOKIES = ['"\\000\\000\\000\\000\\000\\000\\000\\000"', "x" * 4000, "%00%00", "é", '"\\355\\240\\200aaaaaa"']


@pytest.mark.parametrize("value", COOKIES)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
def test_cookies(name, value, client):
    for path in ("/", "/accounts/login/", "/health/"):
        junk = {"HTTP_COOKIE": f"{name}={value}", "HTTP_ACCEPT_LANGUAGE": "xx-\x00;q=督,*;q=1e99"}
        assert client.get(path, **junk).status_code < 400


NAMES = [
    "a\0b.txt",
    "..\\..\\x.txt",
    "x" * 5000 + ".txt",
    "\"'><b>.txt",
    "\u202efdp.txt",
    "换\n行.txt",
    ".txt",
    "总结.docx",
    "a.zip",
]


@pytest.mark.parametrize("file_name", NAMES)
def test_file_names(file_name, address, clients, make_task, bureau):
    client, task = clients["coordinator"], make_task(status="in_progress", lead_unit=bureau)
    upload = SimpleUploadedFile("plain.txt", "没有标题的\u2028文字\x0c。".encode())
    upload._name = file_name
    sent = {"version": 1, "done": "已办", "files": upload}
    assert client.post(reverse("task-act", args=[task.pk, "report"]), sent).status_code < 500
    upload.seek(0)
    assert client.post(reverse("import-new"), {"files": upload}).status_code < 500
    for attachment in Attachment.objects.filter(report__task=task):
        answer = client.get(reverse("attachment-download", args=[attachment.pk]))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        b"".join(answer.streaming_content)
    assert still_shown(client, address) == []


MODELS = sorted(model._meta.label_lower.replace(".", "_") for model in admin.site._registry)


@pytest.mark.parametrize("model", MODELS)
def test_admin(model, administrator, rows, client):
    client.force_login(administrator)
    asked = reverse(f"admin:{model}_changelist")
    before = stored()
    page = html.fromstring(client.get(asked).content)
    filters = {name for each in page.xpath("//a/@href") if each.startswith("?") for name in QueryDict(each[1:])}
    names = ["q", "p", "o", "all", "_popup", "_to_field", "e", *filters]
    actions = [
        (f"action on {label}", lambda value=value: client.post(
            asked, f"action=delete_selected&_selected_action={value}", content_type="application/x-www-form-urlencoded"
        ))
        for label, value in VALUES.items()
    ]  # fmt: skip
    requests = [(f"{label} as {name}", lambda name=name, value=VALUES[label]: client.get(f"{asked}?{name}={value}"))
                for name in names for label in (SHARP if name == "q" else ("NUL", "far beyond"))]  # fmt: skip
    numbers = [(each, lambda each=each: client.get(f"{asked}{each}/change/")) for each in ("_00", "9" * 30, "x", "_")]
    assert failures([*requests, *actions, *numbers]) == []
    assert without_log_ins(stored()) == without_log_ins(before)
