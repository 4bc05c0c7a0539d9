"""Word documents in the look of an office: fonts that Chinese programs understand, whole tables, any text."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn

from tracker.papers import HEAD_FONT, SUBHEAD_FONT, TEXT_FONT, TITLE_FONT, Paper, enumerator


def opened(paper: Paper):
    return Document(io.BytesIO(paper.content))


def test_each_part_has_the_font_of_its_rank():
    paper = Paper()
    paper.title("关于河长制的通报")
    paper.heading("一、总体情况")
    paper.heading("（一）办结", 2)
    paper.paragraph("共确定督办事项22件。", lead="县水利局。")
    paper.closing(["县委督查室", "2024年3月1日"])
    document = opened(paper)
    fonts = {paragraph.text: _font(paragraph.style) for paragraph in document.paragraphs}
    assert fonts == {
        "关于河长制的通报": TITLE_FONT,
        "一、总体情况": HEAD_FONT,
        "（一）办结": SUBHEAD_FONT,
        "县水利局。共确定督办事项22件。": TEXT_FONT,
        "县委督查室": TEXT_FONT,
        "2024年3月1日": TEXT_FONT,
    }
    assert document.core_properties.title == "关于河长制的通报"
    assert [run.bold for run in document.paragraphs[3].runs] == [True, None]


def _font(style) -> str:
    """Return the East Asian font that a style names itself or inherits."""
    while style.element.rPr is None or style.element.rPr.rFonts is None:
        style = style.base_style
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_a_table_repeats_its_headings_and_keeps_its_rows():
    paper = Paper(landscape=True)
    paper.table(["序号", "事项"], [[1, "<清淤> & 保洁"], [2, "两\n行"]], [1, 4])
    (table,) = opened(paper).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "事项"], ["1", "<清淤> & 保洁"], ["2", "两\n行"],
    ]  # fmt: skip
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert table.columns[1].width == pytest.approx(4 * table.columns[0].width, rel=0.01)


def test_the_last_cell_of_a_short_row_reaches_to_the_edge():
    paper = Paper()
    paper.grid([["事项", "清淤"], ["主责", "水利局", "配合", "财政局"]], [1, 2, 1, 2])
    (table,) = opened(paper).tables
    assert [cell.text for cell in table.rows[0].cells] == ["事项", "清淤", "清淤", "清淤"]
    assert len(table.rows[0]._tr.tc_lst) == 2


@pytest.mark.parametrize("text", ["\x00换页\x0c", "\ud800半个", "表情😀", "\ufffe"])
def test_text_that_xml_cannot_hold_costs_no_document(text):
    paper = Paper()
    for write in (paper.title, paper.heading, paper.paragraph):
        write(text)
    paper.table([text], [[text]])
    (table,) = opened(paper).tables
    assert table.rows[1].cells[0].text == "".join(each for each in text if each not in "\x00\x0c\ud800\ufffe")


@pytest.mark.parametrize(
    ("number", "first", "second"),
    [
        (1, "一、", "（一）"),
        (10, "十、", "（十）"),
        (12, "十二、", "（十二）"),
        (20, "二十、", "（二十）"),
        (99, "九十九、", "（九十九）"),
        (100, "100、", "（100）"),
    ],
)
def test_headings_are_counted_as_offices_do(number, first, second):
    with translation.override("zh-hans"):
        assert (enumerator(number), enumerator(number, 2)) == (first, second)
    with translation.override("en"):
        assert (enumerator(number), enumerator(number, 2)) == (f"{number}. ", f"({number}) ")
