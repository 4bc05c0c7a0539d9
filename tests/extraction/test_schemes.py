"""The same text under every pair of numbering schemes and in every layout: the same eight items come out."""

from collections.abc import Iterator

import pytest

from summaries.extraction import extract

CN = "一二三四"
SECTIONS = {
    "一、": [f"{n}、" for n in CN],
    "一.": [f"{n}." for n in CN],
    "一 ": [f"{n} " for n in CN],
    "（一）": [f"（{n}）" for n in CN],
    "1、": [f"{n}、" for n in range(1, 5)],
    "1.": [f"{n}." for n in range(1, 5)],
    "第一部分": [f"第{n}部分 " for n in CN],
    "第一章": [f"第{n}章 " for n in CN],
    "Ⅰ、": [f"{n}、" for n in "ⅠⅡⅢⅣ"],
    "##": ["## "] * 4,
    "bare": [""] * 4,
}
ENTRIES = {
    "一、": [f"{n}、" for n in CN],
    "（一）": [f"（{n}）" for n in CN],
    "(一)": [f"({n})" for n in CN],
    "1、": [f"{n}、" for n in range(1, 5)],
    "1.": [f"{n}." for n in range(1, 5)],
    "（1）": [f"（{n}）" for n in range(1, 5)],
    "1）": [f"{n}）" for n in range(1, 5)],
    "①": list("①②③④"),
    "一是": [f"{n}是" for n in CN],
    "第一，": [f"第{n}，" for n in CN],
    "首先，": ["首先，", "其次，", "再次，", "最后，"],
    "•": ["•"] * 4,
}
PROBLEMS = (
    ("思想认识不到位", "部分干部学习不深入，满足于一知半解"),
    ("人员力量不足", "全所仅有4名工作人员，还要兼顾其他岗位"),
    ("设施设备老化", "办公楼年久失修，电脑使用超过十年"),
    ("宣传覆盖面不广", "偏远村组群众知晓率低，政策落地慢"),
)
PLANS = (
    ("加强理论学习", "每月组织一次集中学习，撰写心得体会"),
    ("充实工作队伍", "争取编制2名，招聘公益性岗位3人"),
    ("更新设施设备", "申请专项资金20万元，更换电脑10台"),
    ("扩大宣传范围", "深入14个村组巡回宣讲，发放资料5000份"),
)
# How heading sentence, body and the next entry are joined.
LAYOUTS = {
    "headed": ("。", "。\n"),
    "sentence": ("，", "。\n"),
    "own line": ("\n", "。\n"),
    "one paragraph": ("，", "；"),
}
ALIKE = frozenset((("1.", "1、"), ("1、", "1."), ("（一）", "(一)"), ("一.", "一、"), ("一 ", "一、")))
NOT_ON_OWN_LINES = frozenset(("一是", "第一，", "首先，"))


def pairs() -> Iterator[tuple[str, str]]:
    for section in SECTIONS:
        for entry in ENTRIES:
            if section != entry and (section, entry) not in ALIKE:
                yield section, entry


def entries(scheme: str, layout: str, told: tuple[tuple[str, str], ...]) -> list[str]:
    inner, _ = LAYOUTS[layout]
    return [f"{ENTRIES[scheme][i]}{heading}{inner}{body}" for i, (heading, body) in enumerate(told)]


def text_of(section: str, layout: str, problems: list[str], plans: list[str], *, framed: bool) -> str:
    between = LAYOUTS[layout][1]
    marks = SECTIONS[section]
    lead = "工作虽有成效，但仍存在一些问题，主要表现在以下方面：\n" if framed else ""
    close = "总之，我们将以更加饱满的热情，再创佳绩。\n" if framed else ""
    return (
        f"青石镇2022年工作总结\n{marks[0]}主要工作情况\n全年完成投资3亿元，新建学校3所，举办培训12场。\n"
        f"{marks[1]}存在的问题\n{lead}{between.join(problems)}。\n"
        f"{marks[2]}下一步打算\n{between.join(plans)}。\n{close}青石镇人民政府\n2022年12月20日\n"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("section", "entry"), list(pairs()))
def test_numbering_does_not_matter(section: str, entry: str, layout: str) -> None:
    if (layout == "own line" and entry in NOT_ON_OWN_LINES) or (layout == "one paragraph" and entry == "•"):
        return  # nobody writes so
    problems, plans = entries(entry, layout, PROBLEMS), entries(entry, layout, PLANS)
    for framed in (False, True):
        summary = extract(text_of(section, layout, problems, plans, framed=framed)).summaries[0]
        assert [item.text.rstrip("；。") for item in summary.problems] == [told.lstrip("•") for told in problems]
        assert [item.text.rstrip("；。") for item in summary.plans] == [told.lstrip("•") for told in plans]
