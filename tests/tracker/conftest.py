"""Documents for the tests of pages: imported as a user would, so that what is stored is what the site stores."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

TEXT = """\
柳河镇2023年河长制工作总结
2023年，柳河镇认真抓好河长制工作，现将有关情况总结如下。
一、主要工作
全年开展巡河320次，水质稳步向好。
二、存在的问题
（一）清淤进度偏慢。三处河段至今尚未动工。
（二）管护资金不足。保洁员工资已拖欠两个月。
三、下一步打算
（一）加快清淤进度。2024年6月底前完成三处河段清淤。
（二）落实管护资金。积极争取县级配套资金50万元。
（三）健全巡河制度。每季度通报一次巡河情况。
"""


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def import_text(db):
    """Return a function that imports a text for a unit and returns the outcome with its batch."""
    from tracker.intake import import_file

    def do(text=TEXT, *, name="柳河镇河长制.txt", unit="柳河镇人民政府", year=None, by=None):
        return import_file(text.encode(), name, unit=unit, year=year, by=by)

    return do


@pytest.fixture
def summary(import_text):
    """The summary of TEXT, reported by the town: two problems and three plans."""
    from summaries.models import Summary

    import_text()
    return Summary.objects.get(title="柳河镇2023年河长制工作总结")


@pytest.fixture
def log_in(client):
    """Return a function that logs a user in; pages and test then speak English, whatever the catalogue says today."""

    def do(user):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    with translation.override("en"):
        yield do


@pytest.fixture
def long_list(make_task):
    """Tasks of 2023, one more than is done at once, and a task of another year, which is not among them."""
    from tracker.bulk import AT_MOST
    from tracker.models import Task

    shared = {"kind": "plan", "year": 2023, "started_on": timezone.localdate(), "status": "open"}
    Task.objects.bulk_create(Task(title=f"第{n}项", **shared) for n in range(AT_MOST + 1))
    make_task(title="别的年度", year=2022)
    return list(Task.objects.filter(year=2023).order_by("pk"))
