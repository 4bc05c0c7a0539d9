"""Laws that hold for any text: no exception, spans in bounds and in order, line ends and blank lines do not matter."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summaries.extraction import Document, extract
from summaries.extraction.gold import read_marked

CASES = Path(__file__).parent / "cases"

LINES_OF_THE_GENRE = """2021年工作总结
一、存在的问题
二、下一步打算
（一）学习不够深入。
（二）加强学习。由教育局牵头，6月底前完成。
1.人手不足
2、车辆老旧，经费紧张。
存在着人少，车旧，钱紧等问题。
一是抓学习；二是抓作风；三是抓落实。
目录
工作总结\t3
序号\t问题\t措施\t责任单位
1\t人少不够\t增加编制\t人社局
整改措施：增加人手。
问题一：账目不清。
主要做法
全年完成投资3亿元，取得了新成绩。
2021年12月30日
（
——停车难
# 标题
各位代表！
附件：清单
下一步，我们将加强巡查。
XX局"""
LINES = st.sampled_from(LINES_OF_THE_GENRE.splitlines())
TEXTS = st.lists(LINES, max_size=25).map("\n".join)
WILD = st.text(max_size=120)


def told(document: Document) -> list[tuple]:
    """Return what was found, without offsets and with line ends made one kind."""
    return [
        (item.kind, item.text.replace("\r\n", "\n").replace("\n\n", "\n"), item.confidence)
        for summary in document.summaries
        for item in (*summary.problems, *summary.plans)
    ]


def check(text: str) -> Document:
    document = extract(text)
    for summary in document.summaries:
        assert 0 <= summary.start <= summary.end <= len(text)
        for items in (summary.problems, summary.plans):
            for before, after in pairwise(items):
                assert before.end <= after.start
            for item in items:
                assert summary.start <= item.start < item.end <= summary.end
                assert text[item.start : item.end] == item.text
                assert 0 <= item.confidence <= 1
                assert len(item.title) <= 80
                paragraph = summary.paragraphs[item.paragraph - 1]
                assert paragraph.start <= item.start <= paragraph.end
                for part in item.parts:
                    assert item.start <= part.start < part.end <= item.end
                    assert text[part.start : part.end] == part.text
        for paragraph in summary.paragraphs:
            assert text[paragraph.start : paragraph.end] == paragraph.text
        for pair in summary.answers:
            assert pair.problem < len(summary.problems)
            assert all(plan < len(summary.plans) for plan in pair.plans)
    return document


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_laws_hold_for_texts_of_the_genre(text: str) -> None:
    check(text)


@given(WILD)
@settings(max_examples=150, deadline=None)
def test_laws_hold_for_any_text(text: str) -> None:
    check(text)


@given(TEXTS)
@example("——停车难\n一、存在的问题\n——停车难")
@example("一、存在的问题\n（\n附件：清单\n下一步，我们将加强巡查。")
@example("一、问题\n（一）学习少。\n整改措施：加人。\n2021年总结\n问题一：账目不清。\n整改措施：加人。")
@settings(max_examples=60, deadline=None)
def test_line_ends_bom_and_blank_lines_do_not_matter(text: str) -> None:
    plain = told(extract(text))
    for other in (text.replace("\n", "\r\n"), "\ufeff" + text, text.replace("\n", "\n\n")):
        assert told(extract(other)) == plain


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "1.",
        "1.\n",
        "问题",
        "不足，",
        "一、打算\n",
        "（一）人少。\n1.车旧。\n",
        "存在“（",
        "一是不足；二是",
        "1\t人少不够\t加人手\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Ten times the text takes about ten times the time; the bound is loose, for a busy machine."""

    def seconds(count: int) -> float:
        text = "存在问题：" + unit * count
        begin = time.process_time()
        extract(text)
        return time.process_time() - begin

    small = max(min(seconds(600) for _ in range(3)), 0.003)
    assert min(seconds(6000) for _ in range(2)) < 25 * small


@pytest.mark.parametrize("start", ["informal-", "markup-", "converted-", "weekly-", "slides-", "labels-"])
def test_line_ends_of_markup_do_not_matter(start: str) -> None:
    for path in CASES.glob(f"{start}*.txt"):
        text = read_marked(path.name, path.read_text(encoding="utf-8")).text
        assert told(extract(text.replace("\n", "\r\n"))) == told(extract(text)), path.name
