"""Which item is which: tables of old and new wordings."""

from __future__ import annotations

import time

import pytest

from tracker.matching import Wording, key, match


def wordings(*texts: str, kind: str = "problem") -> list[Wording]:
    return [Wording(kind, text) for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）加强 领导。", "1.加强领导"),
        ("一是学习不够；", "（1）学习不够。"),
        ("①完成１２项任务", "2、完成12项任务"),
        ("第三，经费 不足", "3．经费不足；"),
    ],
)
def test_key_forgets_enumerator_width_and_space(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("2023年完成清淤", "2024年完成清淤"), ("新建3座泵站", "新建5座泵站")])
def test_key_keeps_figures_that_are_no_enumerator(one, other):
    assert key(one) != key(other)


LONG = "河道管护队伍力量薄弱，专职巡河员只有六人，部分河段一个月巡查不到一次"
SIX, EIGHT, FIVE = LONG, LONG.replace("六人", "八人"), LONG.replace("六人", "五人")
AFTER, OTHER = "信访积案化解不够及时，初信初访一次办结率不高", "档案整理进度偏慢，仍有三年的卷宗没有归档"
CASES = {
    "the same": (["甲处不足", "乙处不足"], ["甲处不足", "乙处不足"], {0: 0, 1: 1}),
    "moved": (["甲处不足", "乙处不足"], ["乙处不足", "甲处不足"], {0: 1, 1: 0}),
    "renumbered": (["（一）甲处不足"], ["1.甲处不足。"], {0: 0}),
    "two identical clauses keep their own": (["人手少", "人手少"], ["人手少", "人手少"], {0: 0, 1: 1}),
    "of two identical clauses one is gone: neighbours tell which": (
        ["人手少", AFTER, "人手少", OTHER],
        [AFTER, "人手少", OTHER],
        {0: 1, 1: 2, 2: 3},
    ),
    "of two identical clauses one is gone: nothing tells which": (["人手少", "人手少"], ["人手少"], {}),
    "a second identical clause came: nothing tells which is new": (["人手少"], ["人手少", "人手少"], {}),
    "one word changed": ([LONG], [EIGHT], {0: 0}),
    "one of two look-alikes is gone": ([SIX, EIGHT], [EIGHT], {0: 1}),
    "one of two look-alikes is gone, the other reworded": ([SIX, EIGHT], [FIVE], {}),
    "look-alikes changed places": ([SIX, EIGHT, AFTER], [EIGHT, SIX, AFTER], {0: 1, 1: 0, 2: 2}),
    "both look-alikes reworded, with neighbours that tell them apart": (
        [SIX, AFTER, EIGHT],
        [SIX.replace("薄弱", "不足"), AFTER, EIGHT.replace("薄弱", "不足")],
        {0: 0, 1: 1, 2: 2},
    ),
    "something else": ([LONG], [AFTER], {}),
    "two look-alikes: no guess": ([SIX], [EIGHT, FIVE], {}),
    "XX got a name": (["由XX局XX同志负责清淤"], ["由水利局陈水生同志负责清淤"], {0: 0}),
    "a name became XX": (["（三）陈水生负责清淤"], ["（四）某某负责清淤"], {0: 0}),
    "the body rewritten under its title, between its neighbours": (
        [AFTER, "（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹。", OTHER],
        [AFTER, "（二）清淤经费缺口较大。两条支流至今没有开工，上级补助还没有下达，沿线群众多次反映。", OTHER],
        {0: 0, 1: 1, 2: 2},
    ),
    "the same title elsewhere with quite another body is another item": (
        [AFTER, "（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹。", OTHER],
        [AFTER, OTHER, "（三）清淤经费缺口较大。两条支流至今没有开工，上级补助还没有下达，沿线群众多次反映。"],
        {0: 0, 1: 2},
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_match(old, new, expected):
    assert match(wordings(*old), wordings(*new)).pairs == expected


def test_what_may_be_several_is_told_with_all_of_them():
    assert match(wordings(SIX), wordings(EIGHT, FIVE)).unsure == {0: [0], 1: [0]}
    assert match(wordings("人手少", "人手少"), wordings("人手少")).unsure == {0: [0, 1]}
    assert match(wordings(LONG), wordings(EIGHT)).unsure == {}


def test_a_problem_is_never_a_plan():
    assert match(wordings(LONG), wordings(LONG, kind="plan")).pairs == {}


@pytest.mark.parametrize("line", ["（{}）加强第{}项工作的督促检查，按月通报进展情况", "加强督促检查，按月通报"])
def test_many_items_that_are_all_alike_take_no_time(line):
    old = wordings(*(line.format(n, n) for n in range(600)))
    new = wordings(*(line.format(n, n).replace("按月", "按季" if n % 2 else "按月") for n in range(601)))
    begin = time.perf_counter()
    match(old, new)
    assert time.perf_counter() - begin < 10
