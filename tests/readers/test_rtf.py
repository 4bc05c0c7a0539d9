"""Rich text: the source and the text that Word shows."""

from __future__ import annotations

import pytest

from summaries.readers import Omission, read

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset2 Symbol;}}"


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


CASES = {
    "escaped bytes": (gbk("存在问题") + r"\par " + gbk("人手不足") + r"\par", "存在问题\n人手不足"),
    "Unicode with fallback": (r"\u23384?\u22312 ?\uc2\u38382\'ce\'ca\u-26472 --\par", "存在问题"),
    "Unicode beyond the basic plane": (r"\u-10187?\u-8704?\par", "\U0001d600"),
    "groups restore": (r"{\b A{\v B}C}D\par", "ACD"),
    "characters": (r"A\tab B\line C\emdash\ldblquote D\rdblquote\~E\_F\-G\\\{\}\par", "A\tB\nC—“D” E-FG\\{}"),
    "line ends in the source mean nothing": ("A\r\nB\\par\r\nC\\par", "AB\nC"),
    "list number": (r"{\listtext\pard\plain " + gbk("一、") + r"\tab}" + gbk("做法") + r"\par", "一、做法"),
    "old list number": (r"{\pntext\f0 1.\tab}A\par", "1. A"),
    "bullet": (r"{\listtext\f1\'b7\tab}" + gbk("做法") + r"\par", "•做法"),
    "fields": (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt " + gbk("链接") + r"}}\par", "链接"),
    "deleted": (r"A{\deleted B}{\revised C}\par", "AC"),
    "unknown destinations": (r"{\*\madeup secret}A{\info{\title t}}\par", "A"),
    "binary data": (r"A{\*\blob\bin5 {}}{\}B\par", "AB"),
    "table": (
        r"\trowd\intbl " + gbk("序号") + r"\cell A\par B\cell\row\trowd\intbl 1\cell\cell\row\pard C\par",
        "序号\tA B\n1\nC",
    ),
    "text box": (r"A{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt B\par}}{\shprslt C}}\par", "AB\n"),
    "no last paragraph end": (r"A\par B", "A\nB"),
}


@pytest.mark.parametrize(("source", "text"), CASES.values(), ids=CASES.keys())
def test_text(source, text):
    assert read((HEAD + source + "}").encode("latin-1"), "a.rtf").text == text


def test_raw_bytes_of_the_code_page_are_read():
    assert read((HEAD + r"\f0 ").encode() + "存在问题".encode("gbk") + b"\\par}", "a.rtf").text == "存在问题"


def test_what_is_not_read_is_told():
    source = HEAD + r"A{\pict 0102}{\*\shppict{\pict 01}}{\nonshppict{\pict 01}}{\footnote x}{\header y}\par}"
    assert read(source.encode(), "a.rtf").omissions == (
        Omission("footnote", 1, 0),
        Omission("header", 1, 0),
        Omission("picture", 2, 0),
    )
