"""/statistics/: what is counted for whom, and that every figure opens exactly its rows, whatever is filtered."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Unit
from summaries.models import Topic
from tracker.lights import Light
from tracker.listing import listing
from tracker.models import Status, Task
from tracker.statistics import COUNTED, GROUPINGS, MEASURES, SHINING, percent, tally

pytestmark = pytest.mark.django_db
URL = "/statistics/"
TODAY = timezone.localdate()


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


@pytest.fixture
def ledger(make_task, bureau, town):
    """One task of the bureau for each thing that is counted, one of the town, and four that count nowhere."""
    closed = {"status": "closed", "started_on": day(-30), "lead_unit": bureau}
    make_task(**closed, deadline=day(-10), closed_on=day(-10))
    make_task(**closed, deadline=day(-10), closed_on=day(-5), times_sent_back=2)
    make_task(**closed, closed_on=day(-20))
    make_task(status="in_progress", lead_unit=bureau, deadline=day(-1), heard_on=TODAY, times_extended=2)
    make_task(status="in_progress", lead_unit=bureau, heard_on=day(-40))
    make_task(status="assigned", lead_unit=bureau, deadline=day(3))
    make_task(status="submitted", lead_unit=bureau, deadline=day(-3), year=2022)
    make_task(status="open", lead_unit=town, topic=None)
    for status in ("candidate", "suspended", "dismissed", "merged"):
        make_task(status=status, lead_unit=bureau, deadline=day(-9))


def test_what_is_counted(ledger):
    rows = {row.name: row for row in tally(Task.objects.all(), GROUPINGS["unit"]).rows}
    bureau = rows["青石县水利局"]
    assert {measure.key: bureau.counts[measure.key] for measure in MEASURES} == {
        "due": 7, "closed": 3, "on_time": 2, "red": 1, "yellow": 1, "silent": 1, "sent_back": 1, "extended": 1,
    }  # fmt: skip
    assert (bureau.closed_share.percent, bureau.on_time_share.percent) == (42.9, 50.0)
    assert bureau.average_days == round((20 + 25 + 10) / 3, 1)
    town = rows["柳河镇人民政府"]
    assert (town.closed_share.percent, town.on_time_share.percent, town.average_days) == (0.0, None, None)


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_rows_add_up_to_the_total_and_the_lights_to_what_is_due(by, ledger, make_task):
    make_task(year=None, topic=None)
    counted = tally(Task.objects.all(), GROUPINGS[by])
    assert counted.total.counts["due"] == Task.objects.filter(status__in=COUNTED).count()
    for row in (*counted.rows, counted.total):
        assert sum(row.counts[light] for light in SHINING) == row.counts["due"]
    for measure in MEASURES:
        assert sum(row.counts[measure.key] for row in counted.rows) == counted.total.counts[measure.key]
    assert [row.key for row in counted.rows].index(None) == len(counted.rows) - 1


PERCENTS = [
    (1, 3, 1, 33.3), (2, 3, 1, 66.7), (1, 8, 1, 12.5), (0, 5, 1, 0.0), (5, 5, 1, 100.0), (9999, 10000, 1, 99.9),
    (1, 10000, 1, 0.1), (6, 22, 0, 27), (16, 22, 0, 73), (999, 1000, 0, 99), (1, 1000, 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("part", "whole", "places", "expected"), PERCENTS)
def test_percent(part, whole, places, expected):
    assert percent(part, whole, places) == expected


# --- Every figure opens its rows ---------------------------------------------------------------------------


def many(seed: int, units: list[Unit]) -> random.Random:
    """Fill the ledger with tasks of every kind; return the dice for what comes next."""
    dice = random.Random(seed)
    topics = [None, *(Topic.objects.create(name=f"专题{number}") for number in range(3))]

    def some_day(among: range) -> dt.date | None:
        return dice.choice([None, day(dice.choice(among))])

    tasks = [
        Task(
            kind=dice.choice(["problem", "plan"]), title=f"事项{number}", topic=dice.choice(topics),
            year=dice.choice([None, 2022, 2023]), lead_unit=dice.choice([None, *units]),
            reporting_unit=dice.choice(units), status=dice.choice(Status.values), deadline=some_day(range(-60, 60)),
            started_on=day(dice.randint(-90, -20)), heard_on=some_day(range(-60, 0)), version=1,
            times_extended=dice.choice([0, 0, 1]), times_sent_back=dice.choice([0, 0, 1, 3]),
        )
        for number in range(120)
    ]  # fmt: skip
    for task in tasks:
        if task.status == Status.CLOSED:
            task.closed_on = day(dice.randint(-19, 0))
    Task.objects.bulk_create(tasks)
    for task in tasks:
        task.created_at = timezone.now() - dt.timedelta(days=dice.randint(0, 20), hours=dice.randint(0, 24))
    Task.objects.bulk_update(tasks, ["created_at"])  # which inserting sets to now
    through = Task.supporting_units.through
    supported = dice.sample(tasks, 30)
    through.objects.bulk_create([through(task=task, unit=dice.choice(units)) for task in supported])
    return dice


def some_filters(dice: random.Random) -> dict[str, object]:
    """Return parameters of the page; some have several values."""
    possible = {
        "by": list(GROUPINGS), "due_from": [day(-30)], "due_to": [day(10)], "undated": ["on"],
        "opened_from": [day(-15)], "opened_to": [day(-3)], "sort": ["name", "-red", "average_days"],
    }  # fmt: skip
    several = {
        "kind": ["problem", "plan"], "topic": list(Topic.objects.values_list("pk", flat=True)),
        "year": [2022, 2023], "unit": ["县水利局", "柳河", "青石县"],
    }  # fmt: skip
    found = {name: dice.choice(values) for name, values in possible.items() if dice.random() < 0.25}
    for name, values in several.items():
        if dice.random() < 0.3:
            found[name] = dice.sample(values, dice.randint(1, 2))
    return found


LINK = re.compile(r'<a href="(/tasks/\?[^"]*)"([^>]*)>([\d.]+%?|—)</a>')


def figures(page: str) -> list[tuple[str, str, str]]:
    """Return address, number as shown, and the title of every figure of the page."""
    return [(unescape(href), shown, title) for href, title, shown in LINK.findall(page)]


def rows_behind(address: str, user) -> int:
    return listing(QueryDict(urlsplit(address).query), user).tasks.count()


@pytest.mark.parametrize("who", ["coordinator", "reader", "handler", "foreign_handler"])
@pytest.mark.parametrize("seed", range(2))
def test_every_figure_opens_exactly_its_rows(seed, who, bureau, town, client, request):
    part = Unit.objects.create(name="青石县水利局河道管理所", parent=bureau)
    dice = many(seed, [bureau, town, part])
    user = request.getfixturevalue(who)
    client.force_login(user)
    for filters in ({}, *(some_filters(dice) for _each in range(2))):
        found = figures_of(client, urlencode(filters, doseq=True))
        assert len(found) > 20 or filters
        for address, shown, title in dice.sample(found, min(len(found), 20)):
            check(address, shown, title, user)


def figures_of(client, query: str) -> list[tuple[str, str, str]]:
    return figures(client.get(f"{URL}?{query}").text)


def check(address: str, shown: str, title: str, user) -> None:
    """Compare a figure with its list: a count with its length, a share with what its title says of how many."""
    behind = rows_behind(address, user)
    share = re.search(r'title="(\d+)/(\d+)"', title)
    if share:
        part, whole = map(int, share.groups())
        assert behind == part, address
        assert shown == (f"{percent(part, whole, 1):.1f}%" if whole else "—")
    elif "." in shown or shown == "—":
        assert bool(behind) == (shown != "—"), address  # an average, of the tasks that are listed
    else:
        assert behind == int(shown), address


def test_the_list_itself_shows_as_many(ledger, coordinator, client):
    client.force_login(coordinator)
    found = {address: shown for address, shown, title in figures_of(client, "") if shown.isdigit()}
    assert len(found) > 20
    for address, shown in found.items():
        assert client.get(address).context["table"].paginator.count == int(shown), address


def test_averages_are_those_of_the_rows(ledger, coordinator, client):
    client.force_login(coordinator)
    row = re.search(r'<th scope="row" class="headline">青石县水利局</th>(.*?)</tr>', client.get(URL).text, re.DOTALL)
    address, shown, _title = figures(row[1])[-1]
    tasks = listing(QueryDict(urlsplit(address).query), coordinator).tasks
    days = [(task.closed_on - task.started_on).days for task in tasks]
    assert float(shown) == round(sum(days) / len(days), 1)


def test_the_workbook_holds_the_table(ledger, make_task, coordinator, client):
    make_task(lead_unit=Unit.objects.create(name="=1+1"))
    client.force_login(coordinator)
    page = client.get(f"{URL}?year=2023&sort=name").text
    (link,) = re.findall(r'href="(\?[^"]*as=xlsx)"', page)
    response = client.get(URL + unescape(link))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)
    assert "2023" in rows[0][0]
    assert len(rows[1]) == 12
    assert [row[0] for row in rows[2:6]] == [*names(page), "合计"]
    assert len(names(page)) == 3
    shown = [[cell for _href, cell, _title in figures(line)] for line in page.split('<th scope="row"')[1:4]]
    assert [[_as_shown(cell, place) for place, cell in enumerate(row[1:12])] for row in rows[2:5]] == shown
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def _as_shown(cell: float | str, place: int) -> str:
    if isinstance(cell, str):
        return cell
    return {2: f"{cell * 100:.1f}%", 4: f"{cell * 100:.1f}%", 10: f"{cell:.1f}"}.get(place, str(cell))


# --- Who sees what ------------------------------------------------------------------------------------------


def test_a_handler_sees_what_own_units_lead(ledger, make_task, bureau, town, handler, client):
    supported = make_task(status="in_progress", lead_unit=town)
    supported.supporting_units.add(bureau)
    client.force_login(handler)
    page = client.get(URL).text
    assert "青石县水利局" in page
    assert "柳河镇人民政府" not in page
    assert figures(page)[0][1] == "7"


def test_who_has_no_unit_sees_nothing(ledger, django_user_model, client):
    client.force_login(django_user_model.objects.create_user("nobody"))
    page = client.get(URL).text
    assert not figures(page)
    assert "青石县水利局" not in page


# --- The page -----------------------------------------------------------------------------------------------


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="headline">(?:<a [^>]*>)?([^<]*)', page.split("</tbody>")[0])


ORDERS = [
    ("", ["多", "中", "少"]),
    ("sort=due", ["少", "中", "多"]),
    ("sort=-closed_share", ["少", "中", "多"]),
    ("sort=name", ["中", "多", "少"]),
    ("sort=-name", ["少", "多", "中"]),
    ("sort=average_days", ["少", "中", "多"]),  # what has none comes last, whichever way round
    ("sort=-average_days", ["中", "少", "多"]),
    ("sort=nonsense", ["中", "多", "少"]),
]


@pytest.mark.parametrize(("query", "expected"), ORDERS)
def test_order(query, expected, make_task, coordinator, client):
    for name, pending, closed in (("多", 3, 0), ("中", 1, 1), ("少", 0, 1)):
        unit = Unit.objects.create(name=name)
        for _each in range(pending):
            make_task(lead_unit=unit)
        for _each in range(closed):
            make_task(lead_unit=unit, status="closed", started_on=day(-pending - 5), closed_on=TODAY)
    client.force_login(coordinator)
    assert names(client.get(f"{URL}?{query}").text) == expected


def test_headings_turn_the_order_round_and_keep_the_filters(ledger, coordinator, client):
    client.force_login(coordinator)
    page = client.get(f"{URL}?year=2023&by=topic&sort=-red").text
    assert 'aria-sort="descending"><a href="?year=2023&amp;by=topic&amp;sort=red"' in page
    assert '<a href="?year=2023&amp;by=topic&amp;sort=name"' in page


@pytest.mark.parametrize("query", ["year=abc", "due_from=gestern", "topic=x", "kind=x", "year=99999999999999999999"])
def test_what_makes_no_sense_counts_nothing_and_is_said(query, ledger, coordinator, client):
    client.force_login(coordinator)
    page = client.get(f"{URL}?{query}").text
    assert not figures(page)
    assert 'class="errors"' in page or "99999999" in page


def test_definitions_stand_under_the_table(ledger, coordinator, log_in):
    page = log_in(coordinator).get(URL).text
    for measure in MEASURES:
        assert str(measure.meaning) in page
    assert "Closed out ÷ due." in page


def test_the_chart_says_its_figures_in_words(ledger, coordinator, log_in):
    chart = log_in(coordinator).get(URL).text.split("chart-table")[1]
    assert [str(Light(light).label) in chart for light in SHINING] == [True] * len(SHINING)
    assert sum(int(shown) for _href, shown, _title in figures(chart)) == 8


@pytest.mark.parametrize("count", [3, 40])
def test_queries_do_not_grow_with_the_rows(count, make_task, coordinator, client, django_assert_num_queries):
    for number in range(count):
        make_task(lead_unit=Unit.objects.create(name=f"单位{number}"), topic=Topic.objects.create(name=f"专题{number}"))
    client.force_login(coordinator)
    with django_assert_num_queries(6):  # session, user, roles, figures, topics of the filter, what waits
        page = client.get(URL).text
    assert len(names(page)) == count
