"""Word documents: each case is what stands in the file and what its reader sees."""

from __future__ import annotations

import io

import docx
import pytest

from summaries.readers import Omission, Place, read
from tests.readers.builders import paragraph, part, relations, row, run, table, word, word_parts, zipped

BREAK = "<w:r><w:br/></w:r>"
CHAR = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
BEGIN, SEPARATE, END = (CHAR.format(kind) for kind in ("begin", "separate", "end"))
CODE = "<w:r><w:instrText> PAGEREF x </w:instrText></w:r>"


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


CASES = {
    "runs": (p(run("存在") + run("问题")), "存在问题"),
    "empty paragraphs stay": (paragraph("甲") + paragraph() + paragraph("乙"), "甲\n\n乙"),
    "tab and breaks": (p(run("甲") + "<w:r><w:tab/><w:t>乙</w:t></w:r>" + BREAK + run("丙")), "甲\t乙\n丙"),
    "spaces count only where they are preserved": (p("<w:r><w:t> 甲 </w:t></w:r>" + run(" 乙")), "甲 乙"),
    "hyphens": (p("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:t>C</w:t></w:r>"), "A-BC"),
    "symbols": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("完成")), "☑完成"),
    "insertions stay": (p(run("甲") + f"<w:ins>{run('乙')}</w:ins>"), "甲乙"),
    "deletions go": (p(run("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>" + run("丙")), "甲丙"),
    "moved text stands once": (
        p(f"<w:moveFrom>{run('甲')}</w:moveFrom>") + p(f"<w:moveTo>{run('甲')}</w:moveTo>"),
        "\n甲",
    ),
    "a deleted paragraph end joins": (p(run("甲"), "<w:rPr><w:del/></w:rPr>") + paragraph("乙"), "甲乙"),
    "a deleted end at the end": (p(run("甲"), "<w:rPr><w:del/></w:rPr>"), "甲"),
    "hyperlinks": (p(f"<w:hyperlink>{run('链接')}</w:hyperlink>"), "链接"),
    "smart tags and custom XML": (p(f"<w:smartTag><w:customXml>{run('地名')}</w:customXml></w:smartTag>"), "地名"),
    "content control in a line": (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('单位')}</w:sdtContent></w:sdt>"), "单位"),
    "content control around lines": (
        f"<w:sdt><w:sdtContent>{paragraph('甲')}{paragraph('乙')}</w:sdtContent></w:sdt>",
        "甲\n乙",
    ),
    "simple field": (p(f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'), "3"),
    "complex field": (p(run("第") + BEGIN + CODE + SEPARATE + run("3") + END + run("页")), "第3页"),
    "field in a field": (
        p(BEGIN + CODE + BEGIN + CODE + SEPARATE + run("坏") + END + SEPARATE + run("好") + END),
        "好",
    ),
    "field over paragraphs": (p(BEGIN + CODE + SEPARATE + run("甲")) + p(run("乙") + END), "甲\n乙"),
    "a field without an end swallows nothing": (p(BEGIN + CODE) + paragraph("甲"), "\n甲"),
    "hidden text goes": (p(run("甲", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>')), "乙"),
    "phonetic guides": (
        p(f"<w:r><w:ruby><w:rt>{run('jia')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>"),
        "甲",
    ),
    "formulas": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "text box once": (
        p(
            run("甲")
            + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box('框')}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box('框')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "甲\n框",
    ),
    "old text box": (p(f"<w:r><w:pict><v:shape><v:textbox>{box('框')}</v:textbox></v:shape></w:pict></w:r>"), "\n框"),
    "only a fallback": (p(f"<mc:AlternateContent><mc:Fallback>{run('甲')}</mc:Fallback></mc:AlternateContent>"), "甲"),
    "block alternatives": (
        f"<mc:AlternateContent><mc:Choice>{paragraph('甲')}</mc:Choice><mc:Fallback>{paragraph('乙')}</mc:Fallback>"
        "</mc:AlternateContent>",
        "甲",
    ),
    "table": (table(row("序号", "问题"), row("1", "缺人")), "序号\t问题\n1\t缺人"),
    "paragraphs of a cell": (table(row(f"<w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc>", "丙")), "甲 乙\t丙"),
    "tabs and breaks in a cell": (
        table(row(f"<w:tc>{p(run('甲') + '<w:r><w:tab/></w:r>' + BREAK + run('乙'))}</w:tc>", "丙")),
        "甲 乙\t丙",
    ),
    "cells merged down": (
        table(
            row('<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("甲") + "</w:tc>", "乙"),
            row("<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("旧") + "</w:tc>", "丙"),
        ),
        "甲\t乙\n\t丙",
    ),
    "cells merged across": (
        table(
            row('<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("甲") + "</w:tc>", "乙"),
            row("一", "二", "三"),
        ),
        "甲\t\t乙\n一\t二\t三",
    ),
    "deleted row": (table(row("甲", "乙"), row("丙", "丁", properties="<w:trPr><w:del/></w:trPr>")), "甲\t乙"),
    "table in a cell": (table(row(f"<w:tc>{table(row('甲', '乙'))}{paragraph()}</w:tc>", "丙")), "甲 乙\t丙"),
    "a frame keeps its paragraphs": (table(row(f"<w:tc>{paragraph('甲')}{paragraph('乙')}</w:tc>")), "甲\n乙"),
    "content control around rows and cells": (
        table(f"<w:sdt><w:sdtContent>{row('甲', '乙')}</w:sdtContent></w:sdt>"),
        "甲\t乙",
    ),
}


@pytest.mark.parametrize(("body", "text"), CASES.values(), ids=CASES.keys())
def test_text_is_what_the_reader_sees(body, text):
    assert read(word(body), "a.docx").text == text


OMISSIONS = {
    "picture": "<w:r><w:drawing><pic:pic/></w:drawing></w:r>",
    "chart": "<w:r><w:drawing><c:chart/></w:drawing></w:r>",
    "diagram": "<w:r><w:drawing><dgm:relIds/></w:drawing></w:r>",
    "object": "<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>",
    "comment": "<w:r><w:commentReference/></w:r>",
    "footnote": "<w:r><w:footnoteReference/></w:r>",
    "deletion": "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>",
    "hidden": run("密", "<w:vanish/>"),
    "symbol": '<w:r><w:sym w:font="Unknown" w:char="F0FE"/></w:r>',
    "control": "<w:r><w:control/></w:r>",
}


@pytest.mark.parametrize(("code", "inner"), OMISSIONS.items())
def test_what_is_not_read_is_told_where_it_stands(code, inner):
    reading = read(word(paragraph("甲") + p(run("乙") + inner + inner)), "a.docx")
    assert reading.text == "甲\n乙"
    assert reading.omissions == (Omission(code, 2, 2),)
    assert "2" in reading.omissions[0].message()
    assert "2" in reading.omissions[0].message("en")


@pytest.mark.parametrize(("words", "omissions"), [("— 3 —", ()), ("青石县水利局", (Omission("header", 1, 1),))])
def test_headers_are_told_unless_they_only_count_pages(words, omissions):
    assert read(word(paragraph("甲"), header=paragraph(words)), "a.docx").omissions == omissions


def test_hidden_by_a_character_style():
    styles = '<w:style w:type="character" w:styleId="X"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(run("密", '<w:rStyle w:val="X"/>') + run("甲"))
    assert read(word(body, styles=styles), "a.docx").text == "甲"


def test_places_name_paragraphs_and_tables_of_the_original():
    body = paragraph("甲乙") + paragraph() + table(row("一", "二"), row("三", "四")) + paragraph("丙")
    reading = read(word(body), "a.docx")
    assert reading.places == (Place(0, "paragraph", 1), Place(4, "table", 1), Place(12, "paragraph", 2))
    assert [reading.text[place.start] for place in reading.places] == ["甲", "一", "丙"]


def test_the_main_part_is_found_by_the_packages_relations():
    parts = word_parts(paragraph("假"))
    parts["_rels/.rels"] = relations({"officeDocument": "/Other/Main.xml"})
    parts["other\\main.XML"] = part("document", f"<w:body>{paragraph('真')}</w:body>")
    assert read(zipped(parts), "a.docx").text == "真"


def test_a_document_without_styles_or_relations_is_read():
    parts = word_parts(paragraph("甲"))
    del parts["word/_rels/document.xml.rels"], parts["_rels/.rels"]
    assert read(zipped(parts), "a.docx").text == "甲"


def test_what_python_docx_writes():
    document = docx.Document()
    document.add_heading("存在问题", 1)
    document.add_paragraph("人手不足", style="List Number")
    document.add_paragraph("经费不足", style="List Number")
    grid = document.add_table(1, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "左", "右"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(buffer.getvalue(), "a.docx").text == "存在问题\n1.人手不足\n2.经费不足\n左\t右"
