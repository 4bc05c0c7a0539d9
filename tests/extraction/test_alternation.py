"""Rewriting an alternation changes nothing but the time."""

import re

import pytest

from summaries.extraction.alternation import at_initials, by_initial
from summaries.extraction.lexicon import clues, prose

TOLD = (
    "报送量不足，队伍老化；已完成清淤36公里。今后将加强巡河，也要看到做得不够好的地方，人手不多。争取达到98%。"
    "虽然解决了存在的困难，但还面临人少、钱缺等突出问题：一是设备陈旧；以上问题，我们将认真研究，2023年6月底前、春节前整改到位，再创佳绩！"
    "与先进县相比，主要存在以下不足：责任单位：县水利局，责任人：王平，配合单位：各乡镇"
)
CLAUSES = [TOLD[start : start + size] for size in (3, 7, 15, 30) for start in range(len(TOLD))]


@pytest.mark.parametrize(
    ("pattern", "gathered"),
    [
        ("不够|不足|缺", "[不缺](?<=(?=不(?:够|足)|缺)(?s:.))"),
        ("不够|缺|不(?:能|会)", "[不缺](?<=(?=不(?:够|(?:能|会))|缺)(?s:.))"),
        (r"(?<![不得])了|[a-c\d]月|已?办", r"[了a-c\d已办](?<=(?=(?<![不得])了|[a-c\d]月|已?办)(?s:.))"),
        ("(?:多|少)?人|[(（]无", "[多少人(（](?<=(?=(?:多|少)?人|[(（]无)(?s:.))"),
        ("不够|不足|.缺", "不(?:够|足)|.缺"),
        ("不够|不足|[^有]缺", "不(?:够|足)|[^有]缺"),
        ("不够|不足|(?:无)?$", "不(?:够|足)|(?:无)?$"),
    ],
)
def test_gathered(pattern: str, gathered: str) -> None:
    assert by_initial(pattern) == gathered


@pytest.mark.parametrize(
    "pattern",
    [
        prose.LACK, prose.DONE, prose.WILL, prose.IMPERATIVE, prose.AWARE, prose.CONFESSES, prose.GENERIC_STATEMENT,
        prose.SOLVED, prose.SLOGAN, prose.LEAD_IN, prose.CONTRAST, prose.PRESENT, prose.LIST_AFTER, clues.DUTY_HINT,
    ],
)  # fmt: skip
def test_same_answers(pattern: str) -> None:
    plain, gathered = re.compile(pattern), re.compile(by_initial(pattern))
    found = [bool(plain.search(clause)) for clause in CLAUSES]
    assert found == [bool(gathered.search(clause)) for clause in CLAUSES]
    assert any(found)
    assert not all(found)


@pytest.mark.parametrize(
    "pattern",
    [
        prose.LACK, prose.PLAN_SWITCH, clues.EVENT, clues.DUTY_LABEL, clues.SUPPORT_LABEL, clues.OWNER_LABEL,
        r"(?:^|(?<=[。；]))(?:责任)?单位", *(pattern for _, _, pattern in clues.DATED),
    ],
)  # fmt: skip
def test_same_matches(pattern: str) -> None:
    rewritten = at_initials(pattern)
    assert rewritten != pattern
    spans = [[match.span() for match in re.finditer(pattern, clause)] for clause in CLAUSES]
    assert spans == [[match.span() for match in re.finditer(rewritten, clause)] for clause in CLAUSES]


def test_unknown_initials_stay() -> None:
    assert at_initials("[^，]{2,4}不足|缺") == "[^，]{2,4}不足|缺"
