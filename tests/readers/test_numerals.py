"""How Word writes numbers, label by label."""

from __future__ import annotations

import pytest

from summaries.readers.labels import Label
from summaries.readers.numerals import numeral
from summaries.readers.symbols import bullet, symbol


@pytest.mark.parametrize(
    ("style", "value", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalZero", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 50, "㊿"),
        ("decimalEnclosedCircleChinese", 51, "51"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("numberInDash", 3, "- 3 -"),
        ("ordinal", 1, "1st"),
        ("ordinal", 12, "12th"),
        ("ordinal", 23, "23rd"),
        ("lowerLetter", 3, "c"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("chineseCounting", 0, "〇"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 100, "一〇〇"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("chineseCountingThousand", 12_000, "一万二千"),
        ("chineseCountingThousand", 20_030, "二万零三十"),
        ("chineseLegalSimplified", 15, "壹拾伍"),
        ("ideographDigital", 10, "一〇"),
        ("japaneseCounting", 12, "十二"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 12, "亥"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("none", 5, ""),
        ("klingon", 5, "5"),
        ("upperLetter", 0, "0"),
        ("chineseCounting", -3, "-3"),
        ("upperRoman", 10**8, "100000000"),
    ],
)
def test_numerals(style, value, shown):
    assert numeral(value, style) == shown


@pytest.mark.parametrize(
    ("label", "suffix", "text", "line"),
    [
        ("一、", "tab", "主要做法", "一、主要做法"),
        ("（一）", "tab", "抓班子", "（一）抓班子"),
        ("1.", "tab", "抓班子", "1.抓班子"),
        ("1.", "tab", "5亿元项目落地", "1. 5亿元项目落地"),
        ("第一章", "tab", "总则", "第一章 总则"),
        ("第一章", "nothing", "总则", "第一章总则"),
        ("①", "tab", "修路", "①修路"),
        ("1.1", "tab", "修路", "1.1 修路"),
        ("1.", "space", "修路", "1. 修路"),
        ("1.", "space", "", "1."),
        ("", "tab", "修路", "修路"),
    ],
)
def test_label_stands_before_the_text_as_it_would_be_typed(label, suffix, text, line):
    assert Label(label, suffix).before(text) == line


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("\uf06c", "Wingdings", "●"),
        ("l", "Wingdings", "●"),
        ("\uf0d8", "Wingdings", "➢"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf0b7", "Nobody's Font", "●"),
        ("o", "Courier New", "○"),
        ("—", "宋体", "—"),
        (" ", "宋体", ""),
    ],
)
def test_bullets(text, font, shown):
    assert bullet(text, font) == shown


@pytest.mark.parametrize(
    ("code", "font", "shown"),
    [(0xF0FE, "Wingdings", "☑"), (0x52, "Wingdings 2", "☑"), (0x2460, "宋体", "①"), (0xF0F1, "宋体", "")],
)
def test_symbols(code, font, shown):
    assert symbol(code, font) == shown
