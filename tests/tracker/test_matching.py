"""Which item is which: tables of old and new wordings."""

from __future__ import annotations

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
CASES = {
    "the same": (["甲处不足", "乙处不足"], ["甲处不足", "乙处不足"], {0: 0, 1: 1}),
    "moved": (["甲处不足", "乙处不足"], ["乙处不足", "甲处不足"], {0: 1, 1: 0}),
    "renumbered": (["（一）甲处不足"], ["1.甲处不足。"], {0: 0}),
    "two identical clauses keep their own": (["人手少", "人手少"], ["人手少", "人手少"], {0: 0, 1: 1}),
    "one of two identical clauses is gone": (["人手少", "人手少"], ["人手少"], {0: 0}),
    "one word changed": ([LONG], [LONG.replace("六人", "八人")], {0: 0}),
    "something else": ([LONG], ["信访积案化解不够及时，初信初访一次办结率不高"], {}),
    "two look-alikes: no guess": ([LONG], [LONG.replace("六人", "八人"), LONG.replace("六人", "五人")], {}),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_match(old, new, expected):
    assert match(wordings(*old), wordings(*new)) == expected


def test_a_problem_is_never_a_plan():
    assert match(wordings(LONG), wordings(LONG, kind="plan")) == {}
