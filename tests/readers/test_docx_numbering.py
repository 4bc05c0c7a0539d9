"""Automatic numbering as Word shows it: each case a numbering part, numbered paragraphs, and the lines expected."""

from __future__ import annotations

import pytest

from summaries.readers import read
from tests.readers.builders import STRICT, W, abstract, level, num, paragraph, row, run, table, word

CHINESE = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)
ONE = CHINESE + num(1, 0)


def lines(body: str, numbering: str, styles: str = "") -> list[str]:
    return read(word(body, numbering=numbering, styles=styles), "a.docx").text.split("\n")


def numbered(*levels: int, num: int = 1) -> str:
    return "".join(paragraph("甲", num=num, level=each) for each in levels)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 0, 0), "一、甲 二、甲 三、甲"),
        ((0, 1, 1, 0, 1), "一、甲 （一）甲 （二）甲 二、甲 （一）甲"),
        ((0, 1, 2, 3, 3, 2, 3), "一、甲 （一）甲 1.甲 ①甲 ②甲 2.甲 ①甲"),
        ((1, 1, 0, 1), "（一）甲 （二）甲 一、甲 （一）甲"),
        ((0, 2, 1, 2), "一、甲 1.甲 （一）甲 1.甲"),
    ],
)
def test_levels_count_and_start_again_below_a_higher_one(levels, expected):
    assert lines(numbered(*levels), ONE) == expected.split()


def test_two_lists_of_one_definition_go_on_counting():
    body = numbered(0, 0) + numbered(0, num=2)
    assert lines(body, ONE + num(2, 0)) == ["一、甲", "二、甲", "三、甲"]


def test_start_override_starts_anew_once():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = numbered(0, 0) + numbered(0, 0, num=2) + numbered(0, num=1)
    assert lines(body, ONE + num(2, 0, override)) == ["一、甲", "二、甲", "一、甲", "二、甲", "三、甲"]


def test_level_override_gives_a_list_its_own_look():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.", start=4)}</w:lvlOverride>'
    assert lines(numbered(0, 0, num=2), CHINESE + num(2, 0, override)) == ["IV.甲", "V.甲"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", "1 1.1 1.1.1 1.2 1.2.1 2 2.1 2.1.1"),
        ('<w:lvlRestart w:val="0"/>', "1 1.1 1.1.1 1.2 1.2.2 2 2.1 2.1.3"),
        ('<w:lvlRestart w:val="1"/>', "1 1.1 1.1.1 1.2 1.2.2 2 2.1 2.1.1"),
    ],
)
def test_restart(restart, expected):
    numbering = abstract(
        0,
        level(0, "decimal", "%1", suffix="nothing"),
        level(1, "decimal", "%1.%2", suffix="nothing"),
        level(2, "decimal", "%1.%2.%3", suffix="nothing", more=restart),
    ) + num(1, 0)
    assert [line.rstrip("甲") for line in lines(numbered(0, 1, 2, 1, 2, 0, 1, 2), numbering)] == expected.split()


def test_legal_numbering_writes_higher_levels_in_figures():
    numbering = abstract(
        0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    ) + num(1, 0)
    assert lines(numbered(0, 0, 1), numbering) == ["第一章 甲", "第二章 甲", "2.1 甲"]


@pytest.mark.parametrize(("suffix", "line"), [("tab", "1.甲"), ("space", "1. 甲"), ("nothing", "1.甲")])
def test_what_follows_the_number(suffix, line):
    numbering = abstract(0, level(0, "decimal", "%1.", suffix=suffix)) + num(1, 0)
    assert lines(numbered(0), numbering) == [line]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


def test_numbers_come_through_styles_and_what_they_are_based_on():
    body = "".join(paragraph("甲", style=style) for style in ("H1", "H2", "Sub", "H1", "Loop"))
    assert lines(body, ONE, STYLES) == ["一、甲", "（一）甲", "（二）甲", "二、甲", "甲"]


def test_a_paragraph_takes_itself_out_of_its_styles_list():
    body = paragraph("甲", style="H1") + paragraph("甲", style="H1", num=0) + paragraph("甲", style="H1")
    assert lines(body, ONE, STYLES) == ["一、甲", "甲", "二、甲"]


def test_a_paragraph_moves_itself_to_another_level_of_its_styles_list():
    assert lines(paragraph("甲", style="H1", level=2), ONE, STYLES) == ["1.甲"]


def test_levels_that_name_their_style():
    numbering = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%2)", more='<w:pStyle w:val="Second"/>')
    ) + num(1, 0)
    second = (
        '<w:style w:type="paragraph" w:styleId="Second"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    )
    styles = STYLES + second + "</w:numPr></w:pPr></w:style>"
    assert lines(paragraph("甲", style="H1") + paragraph("甲", style="Second"), numbering, styles) == ["1.甲", "1)甲"]


def test_numbering_style_links():
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = CHINESE + abstract(5, '<w:numStyleLink w:val="L"/>') + num(1, 0) + num(2, 5)
    assert lines(numbered(0, num=2) + numbered(0, num=1), numbering, styles) == ["一、甲", "二、甲"]


def test_numbering_style_links_in_a_circle_are_no_list():
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(5, '<w:numStyleLink w:val="L"/>') + num(2, 5)
    assert lines(numbered(0, num=2), numbering, styles) == ["甲"]


def test_bullets_and_empty_labels():
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    bullets = level(0, "bullet", "\uf0d8").replace("</w:lvl>", f"{font}</w:lvl>")
    numbering = abstract(0, bullets, level(1, "none", "")) + num(1, 0)
    assert lines(numbered(0, 1), numbering) == ["➢甲", "甲"]


def test_an_unknown_list_and_a_missing_level_number_nothing():
    assert lines(numbered(0, num=7) + numbered(8), ONE) == ["甲", "甲"]


def test_an_empty_numbered_paragraph_counts():
    assert lines(numbered(0) + paragraph(num=1, level=0) + numbered(0), ONE) == ["一、甲", "二、", "三、甲"]


def test_a_deleted_paragraph_does_not_count():
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>"
    )
    assert lines(numbered(0) + gone + numbered(0), ONE) == ["一、甲", "二、甲"]


def test_numbers_in_tables_count_row_by_row():
    cell = f"<w:tc>{numbered(0)}</w:tc>"
    assert lines(table(row(cell, cell), row(cell, "乙")), ONE) == ["一、甲\t二、甲", "三、甲\t乙"]


def test_newer_number_formats_fall_back():
    modern = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = abstract(0, level(0, "decimal", "%1、").replace('<w:numFmt w:val="decimal"/>', modern)) + num(1, 0)
    assert lines(numbered(0), numbering) == ["01、甲"]


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_both_standards_are_read(namespace):
    data = word(numbered(0) + f"<w:p>{run('乙')}</w:p>", namespace=namespace, numbering=ONE)
    assert read(data, "a.docx").text == "一、甲\n乙"
