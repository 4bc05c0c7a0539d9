"""send_digest: who gets which mail, one a day, never twice, and what a failing mail server does."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone, translation

from tests.tracker.test_races import at_once, together
from tracker.digest import AT_MOST, digests, send
from tracker.models import DigestMail

pytestmark = pytest.mark.django_db


class PickyServer(EmailBackend):
    """A mail server that accepts mail for one person only."""

    def send_messages(self, messages) -> int:
        if any(message.to != ["handler@duban.test"] for message in messages):
            raise SMTPRecipientsRefused({"": (550, b"no such mailbox")})
        return super().send_messages(messages)


class BreakingServer(EmailBackend):
    """A mail server that takes a mail, and whose connection then breaks before it can say so."""

    def send_messages(self, messages) -> int:
        super().send_messages(messages)
        raise TimeoutError("timed out")


@pytest.fixture
def people(coordinator, handler, foreign_handler, reader):
    for user in (coordinator, handler, foreign_handler, reader):
        user.email = f"{user.username}@duban.test"
        user.save()


def test_each_gets_what_is_due_overdue_sent_back_or_waits(people, make_task, bureau, office):
    """Who is mailed of which task: the coordinator of what is late, too, so that it can be chased."""
    today = timezone.localdate()
    common = {"lead_unit": bureau, "status": "in_progress", "heard_on": today}
    titles = {
        "快到期": {"deadline": today + dt.timedelta(2)},
        "已逾期": {"deadline": today - dt.timedelta(1)},
        "被退回": {"last_verb": "send_back"},
        "等签收": {"status": "assigned"},
        "等审核": {"status": "submitted", "submitted_on": today},
        "在办理": {},
    }
    for title, fields in titles.items():
        make_task(title=title, **common | fields)
    bodies = {digest.user.username: digest.body for digest in digests()}
    assert {title for title in titles if title in bodies["handler"]} == {"快到期", "已逾期", "被退回", "等签收"}
    assert {title for title in titles if title in bodies["coordinator"]} == {"已逾期", "等审核"}
    assert bodies.keys() == {"handler", "coordinator"}


@pytest.fixture
def task(make_task, bureau):
    soon = timezone.localdate() + dt.timedelta(3)
    fields = {"lead_unit": bureau, "deadline": soon, "heard_on": timezone.localdate(), "last_verb": "send_back"}
    return make_task(status="in_progress", **fields)


def run(*options: str) -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("send_digest", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def test_who_has_something_waiting_gets_one_mail_a_day(people, task, handler, settings):
    settings.DUBAN_SITE_ADDRESS = "http://duban.test"
    out, err, code = run()
    assert (err, code) == ("", 0)
    assert out.splitlines()[0].startswith("陈水生 <handler@duban.test>")
    (sent,) = mail.outbox
    assert sent.to == ["handler@duban.test"]
    assert "1" in sent.subject  # one task, though it is in several piles
    assert f"http://duban.test/tasks/{task.pk}/" in sent.body
    assert f"{task.code} {task.title}" in sent.body
    run()
    assert len(mail.outbox) == 1
    assert [each.user.username for each in digests(timezone.localdate() + dt.timedelta(1))] == ["handler"]


def test_nobody_is_bothered_for_nothing(people, handler, task):
    for change in ({"email": ""}, {"is_active": False}):
        type(handler).objects.filter(pk=handler.pk).update(
            **{"email": "handler@duban.test", "is_active": True} | change
        )
        run()
    assert not mail.outbox


def test_a_dry_run_prints_and_does_nothing(people, task):
    out, _err, code = run("--dry-run")
    assert task.title in out
    assert (code, len(mail.outbox), DigestMail.objects.count()) == (0, 0, 0)


def test_a_mail_that_fails_is_told_and_tried_again_and_the_others_go(people, task, make_task, settings):
    make_task(status="submitted", title="等待审核")
    settings.EMAIL_BACKEND = f"{__name__}.PickyServer"
    _out, err, code = run()
    assert code == 1
    assert "coordinator@duban.test" in err
    assert "no such mailbox" in err
    assert err.count("\n") == 1
    assert [each.to for each in mail.outbox] == [["handler@duban.test"]]
    assert [each.user.username for each in DigestMail.objects.all()] == ["handler"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run()[2] == 0
    assert [each.to for each in mail.outbox][1:] == [["coordinator@duban.test"]]


def test_a_mail_of_which_nobody_knows_whether_it_went_is_told_and_never_sent_again(people, task, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BreakingServer"
    _out, err, code = run()
    assert (code, "timed out" in err, len(mail.outbox)) == (1, True, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run()[2] == 0
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_not_there(people, task, settings, unused_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    _out, err, code = run()
    assert (code, err.count("\n"), DigestMail.objects.count()) == (1, 1, 0)


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_second_of_two_senders_sends_nothing(people, task):
    first, second = list(digests()), list(digests())
    assert [send(each) for each in first] == [True]
    assert [send(each) for each in second] == [False]
    assert len(mail.outbox) == 1


@together
def test_two_senders_at_once(people, task):
    (digest,) = digests()
    assert sorted(at_once(lambda: send(digest), lambda: send(digest))) == [False, True]
    assert len(mail.outbox) == 1


def test_long_lists_are_cut(people, make_task, bureau):
    for _each in range(AT_MOST + 3):
        make_task(status="assigned", lead_unit=bureau)
    (digest,) = digests()
    assert digest.body.count("/tasks/") == AT_MOST
    assert "3" in digest.body.split("/tasks/")[-1]
    assert f"{AT_MOST + 3}" in digest.subject


def test_the_mail_is_plain_text_in_the_language_of_the_site(people, make_task, bureau):
    make_task(status="assigned", lead_unit=bureau, title='"引号" & <尖括号>')
    with translation.override("en"):
        (digest,) = digests()
    assert digest.subject.startswith("督办")
    assert '"引号" & <尖括号>' in digest.body
    assert "陈水生" in digest.body
    assert "\n\n\n" not in digest.body
