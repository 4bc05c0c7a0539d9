"""The glossary has a word for everything that people and code speak of, and the interface uses that word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from accounts.models import Membership
from tracker.models import Status
from tracker.verbs import VERBS

TEXT = (Path(__file__).resolve().parent.parent / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")]
#: The words that the design fixes: Chinese, English.
FIXED = """
工作总结 summary · 汇编 compilation · 目录 contents · 专题 topic · 段落 paragraph · 标题 heading ·
序号 enumerator · 条目 item · 存在问题 problem · 下一步打算 plan · 措施 plan · 对应 answer · 事项 task ·
责任单位 lead unit · 配合单位 supporting unit · 责任人 owner · 完成时限 deadline · 立项 accept · 交办 assign ·
签收 acknowledge · 反馈 report progress · 催办 chase · 延期 extend · 报办结 submit · 退回 send back ·
销号 close out · 恢复 reopen · 并案 merge · 台账 ledger · 亮灯 light · 通报 bulletin · 再导入 re-import
"""


@pytest.mark.parametrize("word", FIXED.split("·"))
def test_fixed_word(word):
    chinese, english = word.strip().split(" ", 1)
    assert any(chinese in row[0] and english in row[1] for row in ROWS)


LABELS = {
    **{name: verb.label for name, verb in VERBS.items()},
    **{status.value: status.label for status in Status},
    **{role.value: role.label for role in Membership.Role},
}


@pytest.mark.parametrize("code", LABELS)
def test_verbs_statuses_and_roles_are_called_what_the_glossary_says(code):
    with translation.override("zh-hans"):
        label = str(LABELS[code])
    assert any(code in re.findall(r"`(\w+)`", row[2]) and label in row[0] for row in ROWS), label


def test_every_row_is_whole():
    assert {len(row) for row in ROWS} == {4}
    assert all(row[0] and row[1] for row in ROWS)
