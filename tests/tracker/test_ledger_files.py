"""The ledger as a file: the same rows, order and columns as asked for; text stays text; words are found again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from itertools import chain

import openpyxl
import pytest
from django.utils.translation import override

from summaries.models import Edition
from tests.tracker.test_intake import PROBLEMS, document
from tracker.columns import COLUMNS, columns
from tracker.intake import import_file
from tracker.ledger.plain import csv_lines, json_chunks
from tracker.ledger.sheet import Sheet, file_name
from tracker.ledger.workbook import KEY, VERSION, write_workbook
from tracker.lights import lit
from tracker.models import Task

pytestmark = pytest.mark.django_db
USUAL = [column for column in COLUMNS if column.chosen]
NASTY = ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "http://a.b", "00123", "1e5", "x" * 200, "两\n行", '引"号,逗号']


@pytest.fixture(autouse=True)
def _in_chinese():
    with override("zh-hans"):
        yield


def workbook_of(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    write_workbook(sheet, target)
    return target.getvalue()


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def all_tasks(*keys: str, about: str = "") -> Sheet:
    return Sheet(lit(Task.objects.order_by("pk")), columns(keys) or USUAL, about)


def test_a_workbook_has_title_headings_and_rows(make_task, bureau):
    first = make_task(title="甲", lead_unit=bureau, deadline=dt.date(2024, 6, 30))
    second = make_task(title="乙", version=7)
    page = opened(workbook_of(all_tasks("title", "lead_unit", "deadline", "status", about="专题：河长制")))
    rows = list(page.values)
    assert rows[0][0].startswith("督办台账（截至")
    assert rows[0][0].endswith("专题：河长制")
    assert rows[1] == ("序号", "事项", "责任单位", "完成时限", "状态", KEY, VERSION)
    assert rows[2] == (1, "甲", "青石县水利局", dt.datetime(2024, 6, 30), "待交办", first.pk, 1)
    assert rows[3] == (2, "乙", None, None, "待交办", second.pk, 7)


def test_a_workbook_can_be_printed_as_it_is(make_task):
    make_task()
    narrow = opened(workbook_of(all_tasks("title")))
    wide = opened(workbook_of(all_tasks(*(column.key for column in COLUMNS))))
    assert {narrow.page_setup.orientation, wide.page_setup.orientation} == {"landscape"}
    assert (narrow.page_setup.paperSize, wide.page_setup.paperSize) == (9, 8)
    assert narrow.sheet_properties.pageSetUpPr.fitToPage
    assert narrow.page_setup.fitToHeight == 0  # as many pages as it takes
    assert narrow.print_title_rows == "$2:$2"
    assert narrow.freeze_panes == "A3"
    assert narrow["B3"].alignment.wrap_text
    assert narrow.column_dimensions["C"].hidden
    assert narrow.auto_filter.ref == "A2:B3"


def test_an_empty_ledger_is_a_file_too(db):
    assert len(list(opened(workbook_of(all_tasks())).values)) == 2
    assert len(list(csv_lines(all_tasks()))) == 1
    assert json.loads("".join(json_chunks(all_tasks())))["tasks"] == []


def test_text_stays_text_in_a_workbook(make_task):
    for title in NASTY:
        make_task(title=title, owner=title[:50])
    data = workbook_of(all_tasks("title", "owner"))
    cells = list(chain.from_iterable(opened(data).iter_rows(min_row=3, min_col=2, max_col=3)))
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[::2]] == NASTY
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_csv_is_for_excel_and_calculates_nothing(make_task):
    for title in NASTY:
        make_task(title=title)
    text = "".join(csv_lines(all_tasks("title")))
    assert text.startswith("\ufeff序号,事项\r\n")
    titles = [row[1] for row in csv.reader(io.StringIO(text[1:], newline=""))][1:]
    assert [title.removeprefix("'") for title in titles] == NASTY
    assert not [title for title in titles if title.startswith(("=", "+", "-", "@", "\t"))]


def test_json_finds_the_words_again():
    import_file(document(), "河长制.txt")
    told = json.loads("".join(json_chunks(all_tasks("title", "deadline"))))
    assert [each["id"] for each in told["tasks"]] == list(Task.objects.order_by("pk").values_list("pk", flat=True))
    text = Edition.objects.get().text
    for each in told["tasks"]:
        (source,) = each["sources"]
        place, quote = source["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert len(quote["prefix"]) == min(32, place["start"])
        assert len(quote["suffix"]) == min(32, len(text) - place["end"])
    assert told["tasks"][0]["sources"][0]["selector"][1]["exact"] == PROBLEMS[0]


@pytest.mark.parametrize("write", [workbook_of, lambda s: list(csv_lines(s)), lambda s: list(json_chunks(s))])
def test_queries_grow_with_the_chunks_not_with_the_rows(write, make_task, django_assert_max_num_queries):
    for _number in range(30):
        make_task()
    with django_assert_max_num_queries(6):
        write(all_tasks())


def test_the_name_of_the_file_says_what_and_when():
    assert file_name("xlsx", dt.date(2024, 3, 1)) == "督办台账20240301.xlsx"
