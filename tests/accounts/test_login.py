"""Log-in, lock-out, log-out, the change of one's password, and the language of the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db

PASSWORD = "handler-secret-1"


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def log_in(client, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"username": "handler", "password": password, **more})


@pytest.mark.parametrize("address", ["/", "/tasks/", "/tasks/1/", "/topics/", "/summaries/", "/imports/"])
def test_pages_ask_for_a_log_in(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


def test_the_right_password_opens_the_dashboard_or_the_page_asked_for(client, handler):
    assert log_in(client)["Location"] == "/"
    assert log_in(client, next="/tasks/?kind=plan")["Location"] == "/tasks/?kind=plan"
    assert log_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_who_was_led_to_the_log_in_is_told_so(english, handler):
    told = "Please log in to open this page."
    assert told in english.get("/tasks/5/", follow=True).text
    assert told not in english.get("/", follow=True).text


def test_a_form_without_its_token_is_told_to_be_out_of_date(handler):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    client.force_login(handler)
    answer = client.post("/accounts/password/", {"old_password": PASSWORD})
    assert (answer.status_code, "<h1>The page has expired</h1>" in answer.text) == (403, True)


def test_a_log_in_lasts_while_it_is_used(client, handler, monkeypatch):
    client.force_login(handler)
    lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    begun = Session.objects.get().expire_date - lasts
    for days in (10, 20, 30):
        monkeypatch.setattr(timezone, "now", lambda days=days: begun + timedelta(days=days))
        assert client.get("/tasks/").status_code == 200
        assert Session.objects.get().expire_date == begun + timedelta(days=days) + lasts
    monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(days=45))
    assert client.get("/tasks/").status_code == 302


def test_a_visit_is_written_once_a_day(client, handler):
    client.force_login(handler)
    written = Session.objects.get().expire_date
    assert client.get("/tasks/").status_code == 200
    assert Session.objects.get().expire_date == written


def test_a_wrong_password_is_said_plainly(english, handler):
    page = log_in(english, "wrong").content.decode()
    assert "User name or password is wrong." in page
    assert 'value="handler"' in page
    assert "wrong&quot;" not in page
    assert english.get("/").status_code == 302


def test_too_many_wrong_passwords_lock_this_user_out(english, handler, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = log_in(english, "wrong")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
    assert log_in(english).status_code == 429


def test_a_user_who_left_cannot_log_in(english, handler):
    handler.is_active = False
    handler.save()
    assert "User name or password is wrong." in log_in(english).content.decode()


def test_log_out_takes_a_form(client, handler):
    client.force_login(handler)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302


def test_the_password_can_be_changed(english, handler):
    english.force_login(handler)
    data = {"old_password": PASSWORD, "new_password1": "河长制-2024-签收", "new_password2": "河长制-2024-签收"}
    wrong = english.post("/accounts/password/", data | {"old_password": "no"})
    assert "errors" in wrong.content.decode()
    assert "Your password has been changed." in english.post("/accounts/password/", data, follow=True).text
    english.logout()
    assert log_in(english).status_code == 200
    assert log_in(english, "河长制-2024-签收").status_code == 302


def test_the_language_can_be_chosen_before_the_log_in(client):
    assert '<html lang="zh-hans">' in client.get("/accounts/login/").content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/accounts/login/"})
    assert '<html lang="zh-hans">' in client.get("/accounts/login/").content.decode()


def test_chinese_is_the_language_whatever_the_browser_says(client):
    page = client.get("/accounts/login/", headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()
    assert '<html lang="zh-hans">' in page


def test_nothing_on_the_page_needs_what_its_policy_forbids(client, handler):
    client.force_login(handler)
    for address in ("/", "/tasks/", "/accounts/password/", "/nowhere/"):
        response = client.get(address)
        page = response.content.decode()
        assert "'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        for forbidden in (" style=", "<style", " onclick", " onchange", "http://", "https://"):
            assert forbidden not in page.replace("http://www.w3.org", "")
