"""Cutting a text where items begin and end, as a table: items in, marked text out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tracker.reading import passages, remarks


@dataclass(frozen=True)
class Block:
    number: int
    start: int
    text: str
    level: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Span:
    name: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """Make a block of each line that is not blank."""
    found, start = [], 0
    for line in text.split("\n"):
        if line:
            found.append(Block(len(found) + 1, start, line))
        start += len(line) + 1
    return found


def shown(text: str, *spans: tuple[str, int, int]) -> str:
    """Write what the page would show: <a for where item a opens, a> for where it closes, [] around covered text."""
    lines = []
    for passage in passages(blocks(text), [Span(*span) for span in spans]):
        line = ""
        for segment in passage.segments:
            covered = f"[{segment.text}]" if segment.items else segment.text
            opens = "".join(f"<{span.name}" for span in segment.opens)
            closes = "".join(f"{span.name}>" for span in segment.closes)
            line += opens + covered + closes
        lines.append(line)
    return "\n".join(lines)


CASES = {
    "no item": ("河道清淤慢。", [], "河道清淤慢。"),
    "a whole paragraph": ("河道清淤慢。", [("a", 0, 6)], "<a[河道清淤慢。]a>"),
    "inside a paragraph": ("还存在清淤慢等问题", [("a", 3, 6)], "还存在<a[清淤慢]a>等问题"),
    "two in one paragraph": ("清淤慢，管护弱。", [("a", 0, 3), ("b", 4, 7)], "<a[清淤慢]a>，<b[管护弱]b>。"),
    "touching": ("清淤慢；管护弱", [("a", 0, 4), ("b", 4, 7)], "<a[清淤慢；]a><b[管护弱]b>"),
    "given in another order": ("清淤慢；管护弱", [("b", 4, 7), ("a", 0, 4)], "<a[清淤慢；]a><b[管护弱]b>"),
    "over two paragraphs": ("一、清淤\n进度慢。\n二、", [("a", 2, 9)], "一、<a[清淤]\n[进度慢。]a>\n二、"),
    "over a blank line": ("清淤慢\n\n缺资金\n完", [("a", 0, 8)], "<a[清淤慢]\n[缺资金]a>\n完"),
    "over three, next follows in the last": (
        "清淤\n进度\n慢；管护弱",
        [("a", 0, 8), ("b", 8, 11)],
        "<a[清淤]\n[进度]\n[慢；]a><b[管护弱]b>",
    ),
    "one inside another": ("管护弱要加强", [("a", 0, 6), ("b", 3, 6)], "<a[管护弱]<b[要加强]a>b>"),
    "the same words twice": ("要加强", [("a", 0, 3), ("b", 0, 3)], "<a<b[要加强]a>b>"),
    "beyond the Basic Plane": ("𠮷河清淤慢", [("a", 2, 5)], "𠮷河<a[清淤慢]a>"),
    "signs of HTML stay text": ("<b>慢</b>", [("a", 3, 4)], "<b><a[慢]a></b>"),
}


@pytest.mark.parametrize(("text", "spans", "expected"), CASES.values(), ids=CASES.keys())
def test_segments(text, spans, expected):
    assert shown(text, *spans) == expected


@pytest.mark.parametrize(("text", "spans", "expected"), CASES.values(), ids=CASES.keys())
def test_segments_joined_are_the_text(text, spans, expected):
    found = passages(blocks(text), [Span(*span) for span in spans])
    joined = ["".join(segment.text for segment in passage.segments) for passage in found]
    assert joined == [line for line in text.split("\n") if line]


HEADINGS = {
    "body": (0, "河道清淤慢。", 0),
    "heading": (1, "二、存在的问题", 1),
    "heading with a stop": (2, "（一）河道清淤慢。", 2),
    "heading that opens a paragraph": (2, "（一）河道清淤慢。" + "三处河段至今没有动工，群众反映强烈。" * 2, 0),
}


@pytest.mark.parametrize(("level", "text", "heading"), HEADINGS.values(), ids=HEADINGS.keys())
def test_headings_that_stand_alone(level, text, heading):
    [passage] = passages([Block(1, 0, text, level)], [])
    assert passage.heading == heading


TEXT = "一、主要工作\n巡河到位。\n二、存在的问题\n河道清淤慢。"
NOTE = {"code": "missing_plan_part", "params": {"title": "总结"}}
PLACES = {
    "at a paragraph": (13, 20, 3),
    "inside one": (8, 10, 2),
    "at the end": (21, 27, 4),
    "about the whole": (0, 0, None),
}


@pytest.mark.parametrize(("start", "end", "number"), PLACES.values(), ids=PLACES.keys())
def test_remarks_lead_to_the_paragraph(start, end, number):
    [remark] = remarks([{**NOTE, "start": start, "end": end}], blocks(TEXT), "zh-hans")
    assert remark.paragraph == number


def test_remarks_speak_the_language_of_the_page():
    stored = [{"code": "number_repeated", "params": {"number": "4."}, "start": 0, "end": 0}]
    [chinese], [english] = (remarks(stored, [], language) for language in ("zh-hans", "en"))
    assert "重复" in chinese.message
    assert "twice" in english.message
