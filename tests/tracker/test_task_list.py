"""The ledger: which rows an address shows, for whom, in which order, and at what cost."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Topic
from tracker.bulk import offered
from tracker.columns import COLUMNS
from tracker.flags import Flag
from tracker.listing import listing, page_of
from tracker.models import Status, Task

pytestmark = pytest.mark.django_db

#: Session, user, memberships, topics of the filter bar, columns and views of the user, count, rows, flags of the rows,
#: the figure in the navigation, what was asked for in the background.
QUERIES = 11


def rows(response) -> list[str]:
    """Return the titles that the list shows, in order."""
    return re.findall(r'<td class="headline"[^>]*><a href="[^"]*">([^<]*)</a>', response.content.decode())


@pytest.fixture
def ledger(make_task, bureau, town):
    """One task for each thing that can be asked for."""
    today = timezone.localdate()
    party = Topic.objects.create(name="发展党员")
    return {
        task.title: task
        for task in (
            make_task(title="清淤", lead_unit=bureau, reporting_unit=town, owner="陈水生", deadline=today, year=2023),
            make_task(title="管护", lead_unit=town, reporting_unit=bureau, kind="plan", year=2022, times_sent_back=1),
            make_task(title="逾期", status="in_progress", deadline=today - dt.timedelta(3), heard_on=today),
            make_task(title="待核", status="candidate", topic=party),
            make_task(title="按期", status="closed", deadline=today, closed_on=today - dt.timedelta(9)),
            make_task(title="迟办", status="closed", deadline=today - dt.timedelta(9), closed_on=today),
            make_task(title="中止", status="suspended", deadline=today + dt.timedelta(300)),
            make_task(title="不予", status="dismissed"),
        )
    }


ASKED = [
    ("", "清淤 管护 逾期 中止"),
    ("status=live", "清淤 管护 逾期 中止"),
    ("status=", "清淤 管护 逾期 中止"),
    ("status=all", "清淤 管护 逾期 待核 按期 迟办 中止 不予"),
    ("status=candidate", "待核"),
    ("status=closed", "按期 迟办"),
    ("kind=plan", "管护"),
    ("kind=problem", "清淤 逾期 中止"),
    ("year=2022", "管护"),
    ("unit=青石县水利局", "清淤"),
    ("unit=县水利局", "清淤"),
    ("unit=水利", "清淤"),
    ("unit=政府", "管护"),
    ("reporting=青石县水利局", "管护"),
    ("reporting=柳河", "清淤"),
    ("owner=水生", "清淤"),
    ("no_owner=1", "管护 逾期 中止"),
    ("no_deadline=1", "管护"),
    ("no_unit=1", "逾期 中止"),
    ("no_reporting=1", "逾期 中止"),
    ("no_year=1", ""),
    ("status=pending", "清淤 管护 逾期"),
    ("status=counted", "清淤 管护 逾期 按期 迟办"),
    ("status=counted&light=yellow", "清淤"),
    ("returned=1", "管护"),
    ("closed_from=2000-01-01", "按期 迟办"),
    ("closed_to=2000-01-01", ""),
    ("opened_from=2000-01-01", "清淤 管护 逾期 中止"),
    ("opened_to=2000-01-01", ""),
    ("opened_from=0001-01-01&opened_to=9999-12-31", "清淤 管护 逾期 中止"),
    ("mine=1", ""),
    ("lead=999999", ""),
    ("light=red", "逾期"),
    ("light=yellow", "清淤"),
    ("light=grey", "管护 中止"),
    ("light=on_time", "按期"),
    ("light=late", "迟办"),
    ("light=late&status=all", "迟办"),
    ("q=清淤", "清淤"),
    ("q=清 淤", "清淤"),
    ("q=清 护", ""),
    ("kind=plan&year=2022&unit=柳河镇人民政府", "管护"),
    # Several values of a filter: the tasks with any of them.
    ("status=closed&status=candidate", "待核 按期 迟办"),
    ("status=live&status=dismissed", "清淤 管护 逾期 中止 不予"),
    ("status=closed&status=closed&status=", "按期 迟办"),
    ("status=open&status=all", "清淤 管护 逾期 待核 按期 迟办 中止 不予"),
    ("light=red&light=late", "逾期 迟办"),
    ("light=red&light=grey&kind=plan", "管护"),
    ("kind=plan&kind=problem", "清淤 管护 逾期 中止"),
    ("flag=overdue&flag=sent_back", "逾期"),
    ("year=2022&year=2023", "清淤 管护 逾期 中止"),
    ("year=2022、2021", "管护"),
    ("unit=水利&unit=柳河镇人民政府", "清淤 管护"),
    ("unit=县水利局，柳河；", "清淤 管护"),
    ("reporting=青石县水利局、无此单位", "管护"),
    ("unit=水利&no_unit=1", "清淤 逾期 中止"),
    ("owner=水生&no_owner=1", "清淤 管护 逾期 中止"),
    # What makes no sense shows nothing rather than everything.
    ("kind=plan&kind=song", ""),
    ("year=2022&year=yesterday", ""),
    ("&".join(f"unit=第{n}局" for n in range(21)), ""),
    ("topic=99999999999999999999", ""),
    ("kind=song", ""),
    ("topic=999999", ""),
    ("topic=%00", ""),
    ("year=yesterday", ""),
    ("year=99999999999999999999", ""),
    ("batch=1", ""),
    ("due_from=soon", ""),
    ("status=open&light=blue", ""),
]


@pytest.mark.parametrize(("query", "titles"), ASKED)
def test_an_address_shows_exactly_its_rows(query, titles, ledger, log_in, reader):
    response = log_in(reader).get(f"/tasks/?{query}&sort=code")
    assert rows(response) == titles.split()
    assert response.context["table"].paginator.count == len(titles.split())


def test_every_status_opens_its_tasks(make_task, log_in, reader):
    client = log_in(reader)
    for status in Status.values:
        make_task(title=status, status=status)
    for status in Status.values:
        assert rows(client.get(f"/tasks/?status={status}")) == [status]


def test_topic_and_code(ledger, log_in, reader):
    client = log_in(reader)
    party, task = Topic.objects.get(name="发展党员"), ledger["管护"]
    assert rows(client.get(f"/tasks/?topic={party.pk}&status=all")) == ["待核"]
    for words in (task.code, str(task.pk), f"[{task.year}]{task.pk:05d}号"):
        assert "管护" in rows(client.get("/tasks/", {"q": words}))
    assert rows(client.get("/tasks/", {"q": f"〔1999〕{task.pk:04d}"})) == []


def test_words_of_the_document_are_searched(import_text, log_in, reader):
    import_text()
    (title,) = rows(log_in(reader).get("/tasks/?q=拖欠&status=all"))
    assert "管护资金不足" in title


def test_tasks_of_an_import(import_text, make_task, log_in, reader):
    batch = import_text().batch
    make_task(title="手工录入")
    found = rows(log_in(reader).get(f"/tasks/?batch={batch.pk}&status=all"))
    assert len(found) == batch.created == 5
    assert "手工录入" not in found


def test_a_date_range_holds_no_task_without_a_deadline(ledger, log_in, reader):
    client, today = log_in(reader), timezone.localdate()
    assert rows(client.get("/tasks/?due_from=1990-01-01&sort=code")) == ["清淤", "逾期", "中止"]
    assert rows(client.get(f"/tasks/?due_to={today}&sort=code")) == ["清淤", "逾期"]


def test_each_flag_opens_its_tasks_and_stands_beside_the_light(make_task, bureau, log_in, reader):
    today = timezone.localdate()
    long_ago, past = today - dt.timedelta(90), today - dt.timedelta(1)
    bearing = {
        "overdue": {"status": "assigned", "deadline": past},
        "due_soon": {"status": "open", "deadline": today},
        "silent": {"status": "in_progress", "heard_on": long_ago},
        "sent_back": {"status": "in_progress", "last_verb": "send_back"},
        "extended": {"times_extended": 1},
        "asks_extension": {"status": "assigned", "asks_extension": True},
        "review_late": {"status": "submitted", "submitted_on": long_ago},
    }
    for flag, fields in bearing.items():
        make_task(title=flag, lead_unit=bureau, **fields)
    client = log_in(reader)
    for flag in bearing:
        page = client.get(f"/tasks/?flag={flag}")
        assert rows(page) == [flag]
        assert str(Flag(flag).label) in page.content.decode().split("<tbody")[1]
    assert len(rows(client.get("/tasks/?flag=by_hand"))) == len(bearing)
    assert rows(client.get("/tasks/?flag=merry")) == []


def test_rows_can_be_ticked_by_who_may_do_something_with_many(make_task, bureau, request, log_in):
    task = make_task(lead_unit=bureau)
    tick = f'<input type="checkbox" form="bulk" name="chosen" value="{task.pk}-1"'
    for who in ("reader", "handler", "coordinator"):
        user = request.getfixturevalue(who)
        verbs = len(offered(user))
        page = log_in(user).get("/tasks/").content.decode()
        bar = re.search(r'<select name="verb".*?</select>', page, re.S)
        assert (bar[0].count("<option") if bar else 0, tick in page) == (verbs, bool(verbs))


SORTED = [
    ("code", "清淤 管护 逾期 待核 按期 迟办 中止 不予"),
    ("-code", "不予 中止 迟办 按期 待核 逾期 管护 清淤"),
    ("light", "逾期 清淤 中止 管护 按期 迟办 待核 不予"),
    ("deadline", "迟办 逾期 清淤 按期 中止 管护 待核 不予"),
    ("-deadline", "中止 清淤 按期 逾期 迟办 管护 待核 不予"),
    ("status", "待核 清淤 管护 逾期 按期 迟办 中止 不予"),
    ("nonsense", "清淤 管护 逾期 待核 按期 迟办 中止 不予"),
]


@pytest.mark.parametrize(("sort", "titles"), SORTED)
def test_order(sort, titles, ledger, log_in, reader):
    assert rows(log_in(reader).get(f"/tasks/?status=all&sort={sort}")) == titles.split()


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.order], ids=lambda column: column.key)
def test_every_header_sorts(column, ledger, log_in, reader):
    client = log_in(reader)
    for sort in (column.key, f"-{column.key}"):
        page = client.get(f"/tasks/?sort={sort}&columns=title,{column.key}")
        assert len(rows(page)) == 4
        assert "aria-sort" in page.content.decode()


def test_blanks_stand_last_in_both_directions(ledger, log_in, reader):
    client = log_in(reader)
    for sort in ("owner", "-owner", "year", "-lead_unit"):
        assert rows(client.get(f"/tasks/?sort={sort}&q=清淤"))[:1] == ["清淤"]
    assert rows(client.get("/tasks/?sort=-owner"))[0] == rows(client.get("/tasks/?sort=owner"))[0] == "清淤"


@pytest.mark.parametrize("sort", ["source", "-supporting_units", "reported_on", "-title", ""])
def test_a_file_of_the_list_has_its_rows_in_its_order(sort, import_text, make_task, bureau, log_in, reader):
    import_text()
    make_task(title="配合").supporting_units.add(bureau)
    query = f"status=all&sort={sort}&columns=title,words,status"
    listed = listing(QueryDict(query), reader)
    assert [column.key for column in listed.columns] == ["title", "words", "status"]
    assert [task.title for task in listed.tasks] == rows(log_in(reader).get(f"/tasks/?{query}"))
    assert listed.about == "Status: All"


def test_the_address_names_the_columns_and_their_order(import_text, log_in, reader):
    import_text()
    page = log_in(reader).get("/tasks/?columns=status,nonsense,words,title,status").content.decode()
    assert re.findall(r'<th scope="col"[^>]*>\s*(?:<a [^>]*>)?([^<]+?)(?:</a>)?\s*</th>', page) == [
        "Status",
        "Words of the document",
        "Task",
    ]
    assert "保洁员工资已拖欠两个月" in page.split("<tbody")[1]
    assert "Reporting unit</a>" in log_in(reader).get("/tasks/?columns=nonsense").content.decode()


def test_who_sees_what(ledger, make_task, bureau, log_in, reader, coordinator, handler, foreign_handler):
    make_task(title="配合").supporting_units.add(bureau)
    everything = ["清淤", "管护", "逾期", "中止", "配合"]
    assert rows(log_in(reader).get("/tasks/?sort=code")) == everything
    assert rows(log_in(coordinator).get("/tasks/?sort=code")) == everything
    assert rows(log_in(handler).get("/tasks/?sort=code")) == ["清淤", "管护", "配合"]
    assert rows(log_in(foreign_handler).get("/tasks/?sort=code")) == ["清淤", "管护"]


def test_a_row_shows_the_facts(ledger, log_in, reader):
    page = log_in(reader).get("/tasks/?q=清淤").content.decode()
    task = ledger["清淤"]
    for words in (task.code, "Problem", "河长制", "2023", "柳河镇人民政府", "青石县水利局", "陈水生", "Due soon"):
        assert words in page
    assert str(task.deadline) in page
    assert "Not stated" in log_in(reader).get("/tasks/?q=管护").content.decode()


def test_pages(make_task, log_in, reader):
    Task.objects.bulk_create(Task(kind="problem", title=f"第{n}项", started_on="2024-01-01") for n in range(60))
    client = log_in(reader)
    assert len(rows(client.get("/tasks/"))) == 25
    assert len(rows(client.get("/tasks/?per_page=50"))) == 50
    assert len(rows(client.get("/tasks/?per_page=100"))) == 60
    assert len(rows(client.get("/tasks/?per_page=100000"))) == 25
    assert rows(client.get("/tasks/?page=3&sort=code")) == [f"第{n}项" for n in range(50, 60)]
    assert rows(client.get("/tasks/?page=999&sort=code")) == rows(client.get("/tasks/?page=3&sort=code"))
    assert rows(client.get("/tasks/?page=first")) == rows(client.get("/tasks/"))
    assert "60 rows, 26–50 shown" in client.get("/tasks/?page=2").content.decode()


def test_filters_in_force_can_be_taken_away_one_by_one(ledger, log_in, reader):
    client = log_in(reader)
    chips = client.get("/tasks/?kind=problem&unit=水利&status=live&q=&page=2&sort=title").context["filter"].chips
    assert [(str(chip.label), chip.value) for chip in chips] == [("Kind", "Problem"), ("Lead unit", "水利")]
    assert chips[1].without == "?kind=problem&sort=title"
    assert rows(client.get("/tasks/" + chips[0].without)) == ["清淤"]
    assert "chip" not in client.get("/tasks/").content.decode()


def test_each_of_several_values_is_a_chip(ledger, log_in, reader):
    client, party = log_in(reader), Topic.objects.get(name="发展党员")
    page = client.get(f"/tasks/?status=open&status=candidate&topic={party.pk}&unit=水利、柳河&sort=code")
    chips = page.context["filter"].chips
    assert [(str(chip.label), chip.value) for chip in chips] == [
        ("Status", "To be assigned"), ("Status", "To be checked"), ("Topic", "发展党员"), ("Lead unit", "水利"),
        ("Lead unit", "柳河"),
    ]  # fmt: skip
    assert chips[0].without == "?" + urlencode(
        {"status": "candidate", "topic": party.pk, "unit": ["水利", "柳河"], "sort": "code"}, doseq=True
    )
    assert listing(page.context["filter"].data, reader).about == (
        "Status: To be assigned、To be checked；Topic: 发展党员；Lead unit: 水利、柳河"
    )


def test_the_form_shows_what_is_in_force(ledger, log_in, reader):
    client = log_in(reader)
    for query, ticked, typed in (
        ("", ["live"], ""),
        ("status=open&status=closed&unit=甲、乙", ["open", "closed"], "甲；乙"),
    ):
        page = client.get(f"/tasks/?{query}").text
        assert re.findall(r'name="status" value="(\w+)" checked', page) == ticked
        assert f'name="unit" id="id_unit" value="{typed}"' in page


def test_a_name_with_a_mark_in_it_is_one_name(make_task, log_in, reader):
    make_task(title="清淤", lead_unit=Unit.objects.create(name="纪委、监委"))
    make_task(title="管护", lead_unit=Unit.objects.create(name="监委机关"))
    client = log_in(reader)
    assert rows(client.get("/tasks/?unit=纪委、监委")) == ["清淤"]
    assert rows(client.get("/tasks/?unit=纪委、监委；机关&sort=code")) == ["清淤", "管护"]


def test_a_task_leads_back_to_the_list_as_it_was(ledger, log_in, reader):
    client = log_in(reader)
    page = client.get("/tasks/?unit=水利&sort=-code&page=1&q=").content.decode()
    (href,) = re.findall(r'<td class="headline"[^>]*><a href="([^"]*)"', page)
    back = "/tasks/?unit=%E6%B0%B4%E5%88%A9&sort=-code&page=1"
    assert f'href="{back.replace("&", "&amp;")}"' in client.get(href).content.decode()


def test_the_address_that_htmx_shows_is_the_plain_one(ledger, log_in, reader):
    response = log_in(reader).get("/tasks/?q=&kind=plan&status=&topic=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/tasks/?kind=plan"
    assert rows(response) == ["管护"]


def test_an_empty_list_says_so(log_in, reader):
    client = log_in(reader)
    assert "Nothing is being followed up that you may see." in client.get("/tasks/").content.decode()
    assert "No task fits these filters" in client.get("/tasks/?kind=plan").content.decode()


@pytest.mark.parametrize("who", ["coordinator", "handler"])
def test_cost_does_not_grow_with_the_rows(who, request, make_task, log_in, bureau, django_assert_num_queries):
    def add(number):
        for n in range(number):
            unit, topic = (
                Unit.objects.create(name=f"单位{Unit.objects.count()}"),
                Topic.objects.create(name=f"{n}{number}"),
            )
            make_task(topic=topic, lead_unit=bureau, reporting_unit=unit).supporting_units.add(unit)

    client = log_in(request.getfixturevalue(who))
    add(3)
    expected = QUERIES + (who == "handler")  # the units below the handler's
    with django_assert_num_queries(expected):
        assert len(rows(client.get("/tasks/?per_page=100"))) == 3
    add(27)
    with django_assert_num_queries(expected):
        assert len(rows(client.get("/tasks/?per_page=100"))) == 30


@pytest.mark.parametrize(("origin", "shown"), [("manual", "document: 年底前"), ("stated", ">年底前<")])
def test_words_of_the_document_are_not_taken_for_those_of_a_date_set_by_hand(origin, shown, log_in, reader, make_task):
    make_task(deadline=dt.date(2024, 6, 30), deadline_words="年底前", origins={"deadline": origin})
    assert shown in log_in(reader).get("/tasks/").text


@pytest.mark.parametrize("sort", ["", "code", "-code", "deadline", "-deadline", "lead_unit", "-light"])
@pytest.mark.parametrize("count", [0, 1, 6, 7])
def test_the_pages_together_are_the_list(coordinator, make_task, bureau, sort, count):
    """Later pages are counted from the end; blanks and tasks that are alike must keep their places all the same."""
    today = timezone.localdate()
    for number in range(count):
        day = today + dt.timedelta(number % 3)
        make_task(deadline=(None, day)[number % 2], lead_unit=(bureau, None)[number % 2])
    listed = listing(QueryDict(f"sort={sort}"), coordinator)
    first = page_of(listed.tasks, [], "1", 2)
    numbers = map(str, first.paginator.page_range)
    found = [task.pk for number in numbers for task in page_of(listed.tasks, [], number, 2)]
    assert found == list(listed.tasks.values_list("pk", flat=True))
    assert len(found) == count
