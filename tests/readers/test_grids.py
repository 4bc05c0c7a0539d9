"""Spreadsheets as grids of text: what is read, what is refused, and that nothing hostile takes long."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from xlsxwriter import Workbook

from summaries.guard import read_grids_guarded
from summaries.readers import Area, Grid, Unreadable, read_grids
from summaries.readers.limits import MAX_ROWS

TABLE = "序号,问题,责任单位\r\n1,清淤进度偏慢,县水利局\r\n"


def workbook(fill: Callable[[Any, Workbook], None], **options: Any) -> bytes:
    """Return an .xlsx file that `fill(sheet, book)` has written."""
    target = io.BytesIO()
    with Workbook(target, options) as book:
        fill(book.add_worksheet("台账"), book)
    return target.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a zip file with other bytes in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            assert name != part or old in body
            after.writestr(name, body.replace(old, new) if name == part else body)
    return target.getvalue()


ONE = workbook(lambda sheet, book: sheet.write(0, 0, "甲"))


def test_cells_become_text():
    def fill(sheet, book):
        sheet.write_row(0, 0, ["甲", 1, 2.5, 45473, True])
        sheet.write_datetime(1, 0, dt.datetime(2024, 6, 30), book.add_format({"num_format": "yyyy年m月d日"}))
        sheet.write_datetime(1, 1, dt.datetime(2024, 6, 30, 8, 5), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write_string(3, 1, " 两\n行 ")
        sheet.write_formula(3, 2, "=1+1", None, 2)
        sheet.write_blank(9, 9, None, book.add_format({"bold": True}))

    (grid,) = read_grids(workbook(fill), "a.xlsx")
    assert grid == Grid(
        "台账",
        (("甲", "1", "2.5", "45473", "True"), ("2024-06-30", "2024-06-30 08:05"), (), ("", "两\n行", "2")),
    )


def test_sheets_and_merged_cells():
    def fill(sheet, book):
        sheet.merge_range("A1:C1", "2024年整改台账")
        sheet.merge_range("B3:B5", "县水利局")
        book.add_worksheet("空")
        book.add_worksheet("藏").write(0, 0, "x")
        book.worksheets()[2].hide()
        book.add_worksheet("二").write(0, 0, "乙")

    first, second = read_grids(workbook(fill), "a.xlsx")
    assert first.merged == (Area(0, 0, 0, 2), Area(2, 1, 4, 1))
    assert first.rows == (("2024年整改台账",), (), ("", "县水利局"))
    assert (second.name, second.rows) == ("二", (("乙",),))


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.replace(",", ";").replace("\r\n", "\n").encode(),
        TABLE.replace("清淤进度偏慢", '"清淤进度偏慢"').encode(),
    ],
)
def test_csv(data):
    assert read_grids(data, "a.csv")[0].rows == (("序号", "问题", "责任单位"), ("1", "清淤进度偏慢", "县水利局"))


def test_csv_with_lines_in_cells():
    assert read_grids('a,"一\r\n二"\r\n,\r\n'.encode(), "a.csv")[0].rows == (("a", "一\n二"),)


@pytest.mark.parametrize("read", [read_grids, read_grids_guarded])
@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (workbook(lambda sheet, book: None), "a.xlsx", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "a.xls", "no_grid"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "no_grid"),
        (TABLE.encode(), "a.xlsx", "no_grid"),
        (b"%PDF-1.7", "a.csv", "no_grid"),
        (b"PK\x03\x04" + bytes(30), "a.xlsx", "damaged"),
        (changed(ONE, "xl/workbook.xml", b"<sheets>", b"<sheet"), "a.xlsx", "damaged"),
        (b"a,b\n" * (MAX_ROWS + 1), "a.csv", "too_many_rows"),
    ],
)
def test_refusals(read, data, name, code):
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    assert refused.value.code == code


def formatted_to_the_end(sheet, book):
    look = book.add_format({"bold": True})
    for row in range(0, 1_000_000, 50):
        sheet.write_blank(row, 0, None, look)


MERGED = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
HOSTILE = {
    "one far cell": (workbook(lambda s, b: s.write(1_048_575, 16_383, "x"), constant_memory=True), "empty"),
    "one far cell in reach": (workbook(lambda s, b: s.write(1_048_575, 0, "x"), constant_memory=True), "too_many_rows"),
    "everything merged": (changed(ONE, "xl/worksheets/sheet1.xml", b"</sheetData>", MERGED), None),
    "formatted to the end": (workbook(formatted_to_the_end), "empty"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_small_file_does_not_take_long(data, code):
    began = time.monotonic()
    if code:
        with pytest.raises(Unreadable) as refused:
            read_grids_guarded(data, "a.xlsx")
        assert refused.value.code == code
    else:
        assert read_grids_guarded(data, "a.xlsx")[0].rows == (("甲",),)
    assert time.monotonic() - began < 30  # without limits it never ends


@pytest.mark.slow
def test_an_abnormal_size_is_refused_before_it_is_read():
    data = workbook(lambda s, b: s.write(0, 0, "甲"))
    bomb = changed(data, "xl/worksheets/sheet1.xml", b"</worksheet>", b"</worksheet>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="解压后大得异常"):
        read_grids_guarded(bomb, "a.xlsx")


def test_what_comes_out_of_the_guarded_process_is_the_same():
    data = workbook(lambda s, b: s.merge_range("A1:B2", "甲"))
    assert read_grids_guarded(data, "a.xlsx") == read_grids(data, "a.xlsx")
