"""Lead unit, supporting units and owner."""

import pytest

from summaries.extraction.units import find_duty

STATED = [
    ("由县水利局牵头，自然资源局、各乡镇配合。", "县水利局", ["自然资源局", "各乡镇"], None),
    ("清理河道。\n责任单位：镇水利站、镇财政所", "镇水利站", ["镇财政所"], None),
    ("牵头单位：教育局；配合单位：公安局、卫健局", "教育局", ["公安局", "卫健局"], None),
    ("建档立卡，责任人：王建国。", None, [], "王建国"),
    ("由XX局牵头，年底完成", None, [], None),
    ("我局将加强巡查", None, [], None),
    ("由专人负责日常管理", None, [], None),
    ("由教务处负责，学期初落实", "教务处", [], None),
    (
        "由县政务服务和大数据管理局牵头，县人力资源和社会保障局配合",
        "县政务服务和大数据管理局",
        ["县人力资源和社会保障局"],
        None,
    ),
    ("由县水利局和县财政局牵头，年底前完成", "县水利局", ["县财政局"], None),
    ("（牵头单位：县民政局；责任单位：各乡镇）", "县民政局", ["各乡镇"], None),
    ("牵头单位为县民政局，配合单位为县财政局。", "县民政局", ["县财政局"], None),
    ("由县民政局负责牵头，会同县财政局于6月底前完成。", "县民政局", ["县财政局"], None),
    ("县民政局要会同县财政局制定方案。", "县民政局", ["县财政局"], None),
    ("（办公室负责）", "办公室", [], None),
    ("（县发改局、县财政局按职责分工负责）", "县发改局", ["县财政局"], None),
    ("【牵头：区住建局 配合：区城管局】", "区住建局", ["区城管局"], None),
    ("举措：组建专班。\n责任：招商局、平台公司。", "招商局", ["平台公司"], None),
    ("联合县公安局、县交通局开展整治", None, [], None),
]


@pytest.mark.parametrize(("text", "lead", "support", "owner"), STATED)
def test_duty(text: str, lead: str | None, support: list[str], owner: str | None) -> None:
    duty = find_duty(text)
    assert (duty.lead.text if duty.lead else None) == lead
    assert [unit.text for unit in duty.support] == support
    assert duty.owner == owner


def test_known_units_are_matched() -> None:
    duty = find_duty("由水利局牵头，住建局配合", ("青石县水利局", "青石县财政局"))
    assert duty.lead is not None
    assert (duty.lead.text, duty.lead.unit) == ("水利局", "青石县水利局")
    assert duty.support[0].unit == "住建局"


def test_cells_of_a_row_come_first() -> None:
    duty = find_duty("完成管网铺设", row=(("lead", "县住建局"), ("support", "县财政局、各乡镇"), ("owner", "李明")))
    assert duty.lead is not None
    assert duty.lead.text == "县住建局"
    assert [unit.text for unit in duty.support] == ["县财政局", "各乡镇"]
    assert duty.owner == "李明"
