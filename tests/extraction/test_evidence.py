"""What headings say of their sections."""

import pytest

from summaries.extraction.evidence import HINTED, NAMED, PURE, heading_evidence

HEADINGS = [
    ("存在的主要问题", "problem", PURE),
    ("工作中存在的困难和不足", "problem", PURE),
    ("正视不足", "problem", PURE),
    ("河道管护存在的问题", "problem", NAMED),
    ("下一步工作打算", "plan", PURE),
    ("2022年工作思路", "plan", PURE),
    ("拟采取的整改措施", "plan", PURE),
    ("存在的问题和下一步努力方向", "mixed", PURE),
    ("存在的问题、原因分析和对策建议", "mixed", PURE),
    ("主要做法和成效", "achievement", PURE),
    ("问题整改情况", "achievement", PURE),
    ("工作计划完成情况", "achievement", PURE),
    ("成绩与不足", "problem", PURE),
    ("存在问题的原因分析", "cause", PURE),
    ("总体要求", "overview", PURE),
    ("着力解决突出问题", "", 0),
    ("坚持问题导向，破解发展难题", "", 0),
    ("人员力量不足", "", 0),
    ("强化措施，狠抓落实", "", 0),
    ("隐患", "problem", HINTED),
]


@pytest.mark.parametrize(("core", "kind", "strength"), HEADINGS)
def test_heading(core: str, kind: str, strength: int) -> None:
    evidence = heading_evidence(core, 2021)
    assert (evidence.kind, evidence.strength) == (kind, strength)


def test_a_year_to_come_makes_a_plan_and_the_own_year_does_not() -> None:
    assert heading_evidence("2022年重点工作", 2021).future
    assert not heading_evidence("2021年重点工作", 2021).future
    assert heading_evidence("2022年", 2021).kind == "plan"
    assert heading_evidence("2021年", 2021).kind == ""
