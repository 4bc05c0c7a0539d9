"""Whole texts through extract(): contents, splitting, identity, notes, paragraphs, answers, JSON."""

import gc
import json

import pytest

from summaries.extraction import extract, to_json

COMPILATION = """目录
2021年工作总结（河长制）\t1
2021年工作总结（人才工作）\t4
2021年工作总结（扶贫）\t9

2021年工作总结（河长制）

2019年，全县推行河长制，取得了一定成效。现将有关情况报告如下。
一、存在的问题
（一）巡河不够经常。个别河长一个月没有巡河。
（二）清淤经费不足。
（四）部门配合不够紧密。
二、下一步打算
（一）落实巡河制度。由县水利局牵头，各乡镇配合，年底前建立巡河台账。
（二）争取清淤经费。
2021年工作总结（人才工作）

全县引进人才23名。
一、主要做法
一是完善政策。二是搭建平台。
2021年工作总结（妇联工作）

全年慰问妇女120人，开展活动30场，各项工作取得新成绩。
"""


def codes(notes: tuple) -> list[str]:
    return [note.code for note in notes]


def test_compilation() -> None:
    document = extract(COMPILATION, name="汇编.txt")
    assert [(entry.topic, entry.page, entry.present) for entry in document.contents] == [
        ("河长制", 1, True),
        ("人才工作", 4, True),
        ("扶贫", 9, False),
    ]
    assert [summary.topic for summary in document.summaries] == ["河长制", "人才工作", "妇联工作"]
    assert codes(document.notes) == ["listed_but_missing", "present_but_not_listed"]
    first = document.summaries[0]
    assert len(first.problems) == 3
    assert len(first.plans) == 2
    assert first.year == 2021
    assert sorted(codes(first.notes)) == ["number_skipped", "year_mismatch"]
    assert set(codes(document.summaries[1].notes)) == {"missing_problem_part", "missing_plan_part"}
    plan = first.plans[0]
    assert plan.title == "落实巡河制度"
    assert plan.heading_path == ("下一步打算",)
    assert plan.lead is not None
    assert plan.lead.text == "县水利局"
    assert first.answers[0].plans[0] == 0


def test_notes_have_sentences_in_both_languages() -> None:
    document = extract(COMPILATION)
    for note in [*document.notes, *(note for summary in document.summaries for note in summary.notes)]:
        assert note.message("zh") != note.message("en")
        assert document.text[note.start : note.end]


def test_paragraphs_carry_level_and_section() -> None:
    summary = extract(COMPILATION).summaries[0]
    by_text = {paragraph.text: paragraph for paragraph in summary.paragraphs}
    assert (by_text["一、存在的问题"].level, by_text["一、存在的问题"].section) == (1, "problem")
    assert by_text["（二）争取清淤经费。"].section == "plan"
    assert [paragraph.number for paragraph in summary.paragraphs] == list(range(1, len(summary.paragraphs) + 1))


def test_parts_lie_inside_their_item() -> None:
    text = "2021年工作总结\n一、下步打算\n（一）加强学习。一是读原文。二是写体会。\n（二）改进作风。\n"
    plan = extract(text).summaries[0].plans[0]
    assert [part.text for part in plan.parts] == ["一是读原文。", "二是写体会。"]


@pytest.mark.parametrize("text", ["", "\n \n", "目录\n一、总结\t1\n二、计划\t2\n", "目录\n"])
def test_a_text_with_no_summary_has_none(text: str) -> None:
    assert extract(text).summaries == ()


def test_json_has_the_contract_of_the_design() -> None:
    told = json.loads(json.dumps(to_json(extract(COMPILATION, name="汇编.txt")), ensure_ascii=False))
    assert set(told) == {"file", "contents", "summaries", "notes"}
    assert set(told["summaries"][0]) == {
        "title",
        "topic",
        "year",
        "start",
        "end",
        "problems",
        "plans",
        "answers",
        "notes",
    }
    item_keys = "start end text title paragraph heading_path confidence deadline lead support parts"
    assert set(told["summaries"][0]["plans"][0]) == set(item_keys.split())
    assert told["summaries"][0]["plans"][0]["deadline"] == {"text": "年底前", "date": "2022-12-31", "kind": "fixed"}


TITLES = [
    ("关于2020年度安全生产工作情况的报告", "安全生产", 2020, None),
    ("城关镇2021年扶贫工作总结", "扶贫", 2021, "城关镇"),
    ("2018年工作总结（发展党员）", "发展党员", 2018, None),
    ("柳河镇人民政府2022年工作总结", "", 2022, "柳河镇人民政府"),
    ("XX局二〇二一年工作总结", "", 2021, None),
    ("关于柳河镇2024年度乡村振兴工作情况的报告", "乡村振兴", 2024, "柳河镇"),
]


@pytest.mark.parametrize(("title", "topic", "year", "unit"), TITLES)
def test_title(title: str, topic: str, year: int, unit: str | None) -> None:
    body = "\n一年来，各项工作按照年初部署稳步推进，现总结如下。\n一、存在问题\n1.人手不足。\n2.车辆老旧。\n"
    summary = extract(title + body).summaries[0]
    assert (summary.title, summary.topic, summary.year, summary.unit) == (title, topic, year, unit)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_cycle_collector_rests_and_is_left_as_it_was(enabled: bool) -> None:
    """It rests while a text is read, also if reading fails, and is nobody else's business."""
    runs: list[str] = []
    usual = gc.get_threshold()
    (gc.enable if enabled else gc.disable)()
    gc.set_threshold(10)
    gc.callbacks.append(lambda phase, info: runs.append(phase))
    try:
        extract(COMPILATION)
        assert gc.isenabled() is enabled
        with pytest.raises(TypeError):
            extract(None)  # type: ignore[arg-type]
        assert gc.isenabled() is enabled
        assert runs.count("start") < 20  # beside it, not within: there it would be hundreds
    finally:
        gc.callbacks.pop()
        gc.set_threshold(*usual)
        gc.enable()
