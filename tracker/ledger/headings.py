"""The words over the columns of offices' own ledgers 旧台账, and what stands below them: all of that wording."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

#: What a column may be taken for. "keep": its words stand in the first line of the task's timeline.
TARGETS = {
    "title": _("Problem or task"),
    "lead_unit": _("Lead unit"),
    "supporting_units": _("Supporting units"),
    "owner": _("Owner"),
    "deadline": _("Deadline"),
    "topic": _("Topic"),
    "year": _("Year"),
    "reporting_unit": _("Reporting unit"),
    "done": _("Whether it is done"),
    "keep": _("Keep as a note"),
    "": _("Leave out"),
}
#: Of these there is one column at most; of several the first is taken, the others are kept as notes.
SINGLE = frozenset(TARGETS) - {"keep", ""}

PROBLEM = (
    "问题", "存在问题", "存在的问题", "主要问题", "问题描述", "问题表述", "具体问题", "问题清单", "反馈问题",
    "整改问题", "突出问题", "问题内容", "发现问题", "发现的问题", "问题事项", "问题及表现", "问题具体表现", "反馈意见",
    "短板弱项",
)  # fmt: skip
PLAN = (
    "事项", "任务", "工作任务", "重点任务", "任务内容", "工作内容", "督办事项", "工作事项", "重点工作", "主要任务",
    "交办事项", "任务名称", "事项名称", "督办内容", "议定事项", "具体任务", "任务清单", "整改任务", "下一步打算",
    "工作打算", "项目名称", "批示内容", "决定事项",
)  # fmt: skip
MEASURE = ("整改措施", "措施", "具体措施", "工作措施", "细化措施", "推进措施", "主要措施", "下一步措施", "落实措施")
_WORDS: dict[str, tuple[str, ...]] = {
    "lead_unit": (
        "责任单位", "牵头单位", "主责单位", "承办单位", "责任部门", "主办单位", "牵头部门", "承办部门", "整改单位",
        "整改责任单位", "责任科室", "责任股室", "落实单位", "牵头责任单位", "主要责任单位", "责任主体",
        "牵头单位责任单位",
    ),
    "supporting_units": ("配合单位", "协办单位", "协助单位", "参与单位", "配合部门", "协办部门", "协同单位"),
    "owner": ("责任人", "承办人", "具体责任人", "经办人", "直接责任人", "整改责任人", "具体负责人", "负责人"),
    "deadline": (
        "完成时限", "整改时限", "时限", "完成时间", "整改期限", "办理时限", "截止时间", "截止日期", "计划完成时间",
        "要求完成时间", "完成期限", "办结时限", "时限要求", "完成日期", "整改完成时限", "期限", "时间节点",
        "拟完成时间",
    ),
    "topic": ("专题", "领域", "类别", "工作类别", "问题类别", "分类", "工作领域", "条线", "所属专题", "问题类型"),
    "year": ("年度", "年份", "报告年份"),
    "reporting_unit": ("单位", "报告单位", "单位名称", "填报单位", "上报单位", "所在单位"),
    "done": (
        "是否完成", "是否销号", "是否办结", "状态", "销号情况", "办结情况", "完成状态", "是否整改到位",
        "是否已完成整改", "整改状态", "是否整改完成", "办理状态",
    ),
    "keep": (
        "进展情况", "整改进展", "工作进展", "办理情况", "落实情况", "整改情况", "完成情况", "目前进展", "整改落实情况",
        "推进情况", "进展", "工作进展情况", "整改进展情况", "整改成效", "备注", "说明", "问题来源", "来源", "任务来源",
        "整改目标", "目标", "工作目标", "目标要求", "工作要求", "责任领导", "分管领导", "牵头领导", "包保领导", "编号",
        "存在困难", "下一步工作", "下一步计划", "整改类型", "联系人", "联系电话", "原因分析", "销号时间", "未完成原因",
    ),
    "": ("序号", "号", "No", "NO", "№"),
}  # fmt: skip
_KNOWN = {word: target for target, words in _WORDS.items() for word in words}
_KNOWN |= dict.fromkeys((*PROBLEM, *PLAN), "title") | dict.fromkeys(MEASURE, "keep")
_OF_PROBLEMS = ("问题", "短板", "反馈意见")
_YEAR_IN_TITLE = re.compile(r"((?:19|20)\d{2})\s*年")
_YEAR_IN_CELL = re.compile(r"\s*((?:19|20)\d{2})\s*年?度?\s*")
_DONE = re.compile(r"(?:是|已?(?:销号|完成|办结|整改完成|整改到位|整改|完成整改|完成销号)|√|✓|100%|1)[。.]?")
_ASIDE = re.compile(r"\([^)]*\)|\s|[:,、/]|\d+$")


def plain(heading: str) -> str:
    """Return a heading without what offices put into it: 「责任\\n单位（牵头）」 -> 「责任单位」."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", heading))


def target_of(heading: str) -> str | None:
    """Return what a column under this heading is taken for, None if no word is known in it."""
    words = plain(heading)
    if words in _KNOWN:
        return _KNOWN[words]
    if len(words) > 12:  # a sentence, not a heading
        return None
    inside = [word for word in _KNOWN if len(word) > 1 and word in words]
    return _KNOWN[max(inside, key=len)] if inside else None


def kind_of(heading: str) -> str:
    """Return the kind of the tasks below a heading of the column of titles: "problem" or "plan"."""
    return "problem" if any(word in plain(heading) for word in _OF_PROBLEMS) else "plan"


def rank_of_title(heading: str) -> int:
    """Return how surely the tasks stand below a heading: of problem and task the problem, measures if nothing else."""
    words = plain(heading)
    groups = (PROBLEM, PLAN, MEASURE)
    exact = next((place for place, group in enumerate(groups) if words in group), None)
    if exact is not None:
        return exact
    return 3 if target_of(heading) == "title" else len(TARGETS)


def says_done(cell: str) -> bool:
    return bool(_DONE.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))))


def year_in_title(title: str) -> int | None:
    found = _YEAR_IN_TITLE.search(title)
    return int(found[1]) if found else None


def year_of(cell: str) -> int | None:
    """Return the year that a cell of its own holds: 「2024年度」."""
    found = _YEAR_IN_CELL.fullmatch(cell)
    return int(found[1]) if found else None
