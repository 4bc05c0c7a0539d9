"""The cast: two towns, a bureau, and one user of each role. Every test speaks of the same people."""

from __future__ import annotations

import datetime as dt

import pytest

TODAY = dt.date(2024, 3, 1)


def _without_django(request: pytest.FixtureRequest) -> bool:
    """Tell whether this is `make test-fast`, which runs the pure parts only."""
    return not request.config.pluginmanager.hasplugin("django")


@pytest.fixture(autouse=True)
def _site(request):
    """A site of its own for each test: files in a temporary folder, static files without a manifest."""
    if _without_django(request):
        return
    settings, folder = request.getfixturevalue("settings"), request.getfixturevalue("tmp_path")
    settings.ORIGINALS_DIR = folder / "originals"
    settings.ATTACHMENTS_DIR = folder / "attachments"
    settings.STATIC_ROOT = folder  # WhiteNoise warns of a folder that is not there
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def bureau(db):
    from accounts.models import Unit, UnitAlias

    unit = Unit.objects.create(name="青石县水利局")
    UnitAlias.objects.create(unit=unit, name="县水利局")
    return unit


@pytest.fixture
def town(db):
    from accounts.models import Unit

    return Unit.objects.create(name="柳河镇人民政府")


@pytest.fixture
def office(db):
    from accounts.models import Unit

    return Unit.objects.create(name="县委督查室")


def _user(username: str, name: str, unit, role: str):
    from accounts.models import Membership, User

    user = User.objects.create_user(username, password=f"{username}-secret-1", name=name)
    Membership.objects.create(user=user, unit=unit, role=role)
    return user


@pytest.fixture
def coordinator(office):
    return _user("coordinator", "杜小班", office, "coordinator")


@pytest.fixture
def handler(bureau):
    return _user("handler", "陈水生", bureau, "handler")


@pytest.fixture
def foreign_handler(town):
    return _user("foreign", "柳青青", town, "handler")


@pytest.fixture
def reader(office):
    return _user("reader", "李观察", office, "reader")


@pytest.fixture
def administrator(db):
    from accounts.models import User

    return User.objects.create_superuser("administrator", password="administrator-secret-1", name="管理员")


@pytest.fixture
def topic(db):
    from summaries.models import Topic

    return Topic.objects.get_or_create(name="河长制")[0]


@pytest.fixture
def make_task(db, topic):
    """Return a maker of tasks: make_task(kind="problem", status="open", **fields)."""
    from tracker.models import Task

    def make(**fields):
        values = {
            "kind": "problem",
            "title": "河道清淤进度偏慢",
            "topic": topic,
            "year": 2023,
            "started_on": TODAY,
            "version": 1,
        } | fields
        return Task.objects.create(**values)

    return make


@pytest.fixture(autouse=True)
def _timeline_may_be_emptied(request):
    """Tests that commit are followed by emptying all tables, which the timeline's triggers would refuse."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker and marker.kwargs.get("transaction")
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    from tracker import triggers

    request.getfixturevalue("transactional_db")
    triggers.create()
    yield
    triggers.drop()
