"""Gathering the branches of an alternation changes nothing but the time."""

import re

import pytest

from summaries.extraction.alternation import by_initial
from summaries.extraction.lexicon import prose


@pytest.mark.parametrize(
    ("pattern", "gathered"),
    [
        ("不够|不足|缺", "不(?:够|足)|缺"),
        ("不够|缺|不(?:能|会)", "不(?:够|(?:能|会))|缺"),
        ("多|多[，,|]一", "多(?:|[，,|]一)"),
        (r"(?<![不得])了|已经|\d月|已?办", r"(?<![不得])了|已经|\d月|已?办"),
    ],
)
def test_gathered(pattern: str, gathered: str) -> None:
    assert by_initial(pattern) == gathered


@pytest.mark.parametrize(
    "pattern", [prose.LACK, prose.DONE, prose.WILL, prose.IMPERATIVE, prose.AWARE, prose.CONFESSES]
)
def test_same_answers(pattern: str) -> None:
    told = "报送量不足，队伍老化；已完成清淤36公里。今后将加强巡河，也要看到做得不够好的地方，人手不多。争取达到98%"
    clauses = [told[start : start + size] for size in (3, 7, 15) for start in range(len(told))]
    plain, gathered = re.compile(pattern), re.compile(by_initial(pattern))
    found = [bool(plain.search(clause)) for clause in clauses]
    assert found == [bool(gathered.search(clause)) for clause in clauses]
    assert any(found)
    assert not all(found)
