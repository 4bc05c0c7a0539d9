"""Corrections of a preview: what each does to the rows, what can't be done, and what holds whatever is done."""

from __future__ import annotations

import datetime as dt
import json
from random import Random

import pytest
from django.utils import translation

from summaries.extraction import Document, extract
from summaries.readers import Reading, read
from tracker import draft_rows
from tracker.draft_rows import Preview, Row, corrected, preview_of
from tracker.draft_steps import cuts, ends, starts
from tracker.draft_wire import from_plain, to_plain
from tracker.workflow import Refused

TEXT = """\
青石县水利局2023年河长制工作总结
2023年，我局认真落实河长制各项任务。现将有关情况总结如下：
一、主要做法
（一）压实责任。县乡村三级河长全部到岗。
二、存在的问题
（一）巡河记录质量不高。部分村级河长只打卡不看河，记录里照片多、问题少。
（二）清淤经费缺口较大。中小河道清淤主要靠镇里自筹；两条支流未能按计划开工。
三、下一步打算
（一）规范巡河记录。由县水利局牵头，2024年6月底前统一巡河记录样式。按季抽查通报。
（二）多渠道筹措清淤资金。积极争取上级补助。"""

R1, R2 = "（一）巡河记录质量不高。", "（二）清淤经费缺口较大。"


@pytest.fixture
def found() -> Preview:
    return preview_of(extract(TEXT, name="河长制.txt", units=["县水利局"]))


def words(preview: Preview) -> list[tuple[int, str, str]]:
    return [(row.id, row.item.kind, row.item.text) for row in preview.rows]


def at(piece: str) -> int:
    return TEXT.index(piece)


def check(preview: Preview) -> None:
    """What always holds, whatever was done."""
    document = preview.document
    assert len({row.id for row in preview.rows}) == len(preview.rows)
    for row in preview.rows:
        summary = document.summaries[row.summary]
        assert summary.start <= row.start < row.end <= summary.end
        assert document.text[row.start : row.end] == row.item.text
        assert row.item.text == row.item.text.strip()
        assert row.item.title
    for one, other in zip(preview.rows, preview.rows[1:], strict=False):
        assert one.summary != other.summary or one.end <= other.start
    again = corrected(preview)
    assert sum(len(each.problems) + len(each.plans) for each in again.summaries) == len(preview.rows)
    for summary in again.summaries:
        paragraphs = {each.number: each for each in summary.paragraphs}
        for item in (*summary.problems, *summary.plans):
            assert paragraphs[item.paragraph].start <= item.start < paragraphs[item.paragraph].end
        for pair in summary.answers:
            assert pair.problem < len(summary.problems)
            assert all(plan < len(summary.plans) for plan in pair.plans)


def test_what_was_found_is_the_preview(found):
    check(found)
    assert [kind for _id, kind, _text in words(found)] == ["problem", "problem", "plan", "plan"]
    assert corrected(found) == found.document


#: Name, what is done, and the words of the rows that are other than before (None: gone).
CASES = [
    (
        "split behind a sentence",
        lambda p: draft_rows.split(p, 1, [at("部分村级")]),
        {1: R1, 5: "部分村级河长只打卡不看河，记录里照片多、问题少。"},
    ),
    (
        "split at two places in any order",
        lambda p: draft_rows.split(p, 2, [at("两条支流"), at("中小河道")]),
        {2: R2, 5: "中小河道清淤主要靠镇里自筹；", 6: "两条支流未能按计划开工。"},
    ),
    (
        "merge with the next one",
        lambda p: draft_rows.merge(p, 1),
        {1: TEXT[at("（一）巡河") : at("\n三、下一步")], 2: None},
    ),
    (
        "end one sentence back",
        lambda p: draft_rows.move(p, 3, side="end", step="sentence", way="back"),
        {3: "（一）规范巡河记录。由县水利局牵头，2024年6月底前统一巡河记录样式。"},
    ),
    (
        "begin one sentence on",
        lambda p: draft_rows.move(p, 1, side="start", step="sentence", way="on"),
        {1: "部分村级河长只打卡不看河，记录里照片多、问题少。"},
    ),
    (
        "begin one paragraph back",
        lambda p: draft_rows.move(p, 1, side="start", step="paragraph", way="back"),
        {1: "二、存在的问题\n" + TEXT[at("（一）巡河") : at("\n（二）清淤")]},
    ),
    (
        "other words",
        lambda p: draft_rows.reach(p, 4, at("积极争取"), len(TEXT)),
        {4: "积极争取上级补助。"},
    ),
    (
        "white space at the ends is left out",
        lambda p: draft_rows.reach(p, 2, at("\n（二）清淤"), at("三、下一步")),
        {2: TEXT[at("（二）清淤") : at("\n三、下一步")]},
    ),
    (
        "words that were not found",
        lambda p: draft_rows.add(p, "plan", at("（一）压实"), at("\n二、存在")),
        {5: "（一）压实责任。县乡村三级河长全部到岗。"},
    ),
]


@pytest.mark.parametrize(("do", "other"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_words(do, other, found):
    before = {row.id: row.item.text for row in found.rows}
    after = do(found)
    check(after)
    expected = {number: text for number, text in (before | other).items() if text is not None}
    assert {row.id: row.item.text for row in after.rows} == expected
    for row in after.rows:
        touched = row.id in other
        assert (row.by_hand, row.decision, row.confidence == "hand") == (
            touched,
            "accepted" if touched else "",
            touched,
        )


#: What can't be done, and a word of the sentence that says why.
REFUSED = [
    ("split at its begin", lambda p: draft_rows.split(p, 1, [p.row(1).start]), "inside"),
    ("split behind its end", lambda p: draft_rows.split(p, 1, [p.row(1).end + 3]), "inside"),
    ("split nowhere", lambda p: draft_rows.split(p, 1, []), "inside"),
    ("split without parts", lambda p: draft_rows.split_parts(p, 1), "inside"),
    ("merge problem and plan", lambda p: draft_rows.merge(p, 2), "same kind"),
    ("merge the last one", lambda p: draft_rows.merge(p, 4), "same kind"),
    ("grow into the next", lambda p: draft_rows.move(p, 1, side="end", step="paragraph", way="on"), "overlap"),
    ("move the end over the begin", lambda p: draft_rows.reach(p, 1, at("只打卡"), at("只打卡")), "within"),
    ("words of another", lambda p: draft_rows.reach(p, 1, at("（二）清淤"), at("\n三、")), "overlap"),
    ("words that are taken", lambda p: draft_rows.add(p, "problem", at("部分村级"), at("记录里")), "overlap"),
    ("mere white space", lambda p: draft_rows.add(p, "plan", at("\n二、"), at("二、")), "without words"),
    ("beyond the text", lambda p: draft_rows.add(p, "plan", len(TEXT) - 2, len(TEXT) + 2), "within"),
    ("the title", lambda p: draft_rows.add(p, "plan", 0, 5), "of a paragraph"),
    ("outside of any summary", lambda p: draft_rows.add(p, "plan", 10**6, 10**6 + 5), "one summary"),
    ("a row that is gone", lambda p: draft_rows.decide(p, [9], "accepted"), "not there"),
]


@pytest.mark.parametrize(("do", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refusals(do, why, found):
    with translation.override("en"), pytest.raises(Refused, match=why):
        do(found)


def test_the_end_of_the_text_is_the_end(found):
    with pytest.raises(Refused):
        draft_rows.move(found, 4, side="end", step="sentence", way="on")


def test_a_merge_undoes_a_split(found):
    split = draft_rows.split(found, 2, [at("两条支流")])
    assert [row.item.text for row in draft_rows.merge(split, 2).rows] == [row.item.text for row in found.rows]


def test_decisions_kinds_and_values(found):
    preview = draft_rows.decide(found, [1, 2], "ignored")
    assert [row.ignored for row in preview.rows] == [True, True, False, False]
    preview = draft_rows.decide(preview, [1], "")
    preview = draft_rows.retype(preview, [1, 3], "plan")
    assert [(row.item.kind, row.by_hand) for row in preview.rows] == [
        ("plan", True),
        ("problem", False),
        ("plan", False),
        ("plan", False),
    ]
    preview = draft_rows.put(preview, [3, 4], {"owner": "陈水生", "deadline": "2024-05-01"})
    preview = draft_rows.put(preview, [4], {"title": "筹钱", "deadline": ""})
    assert preview.row(3).values == {
        "title": "规范巡河记录",
        "lead_unit": "县水利局",
        "owner": "陈水生",
        "deadline": "2024-05-01",
    }
    assert preview.row(4).values == {"title": "筹钱", "lead_unit": "", "owner": "陈水生", "deadline": ""}
    check(preview)
    assert [item.title for item in corrected(preview).summaries[0].plans][-1] == "筹钱"


def test_clues_stay_with_the_words_that_state_them(found):
    preview = draft_rows.split(found, 3, [at("由县水利局"), at("按季抽查")])
    first, second, third = (preview.row(number).item for number in (3, 5, 6))
    assert (first.lead, first.deadline) == (None, None)
    assert second.lead.unit == "县水利局"
    assert second.deadline.date == dt.date(2024, 6, 30)
    assert (third.lead, third.deadline) == (None, None)
    whole = draft_rows.merge(draft_rows.merge(preview, 3), 3).row(3).item
    assert whole.lead.unit == "县水利局"
    assert whole.deadline.date == dt.date(2024, 6, 30)


def test_values_set_by_hand_stay_with_the_first_part_and_survive_a_merge(found):
    preview = draft_rows.put(found, [1], {"owner": "陈水生"})
    preview = draft_rows.put(preview, [2], {"owner": "钱管家", "lead_unit": "县水利局"})
    assert draft_rows.merge(preview, 1).row(1).given == {"owner": "陈水生", "lead_unit": "县水利局"}


def test_a_mixed_passage_may_overlap_as_it_was_found(found):
    """Where extraction itself found a problem inside a plan, both can be corrected, but not made one kind."""
    plan = found.row(3)
    inner = Row(9, 0, draft_rows.item_of(found, 0, "problem", plan.start, at("由县水利局"), []))
    mixed = Preview(found.document, (*found.rows[:2], inner, *found.rows[2:]))
    after = draft_rows.move(mixed, 3, side="end", step="sentence", way="back")
    assert after.row(3).item.text.endswith("样式。")
    with pytest.raises(Refused):
        draft_rows.retype(mixed, [9], "plan")


def test_steps_and_cuts(found):
    paragraphs = found.document.summaries[0].paragraphs
    for step in ("sentence", "paragraph"):
        for begin, end in zip(starts(paragraphs, step), ends(paragraphs, step), strict=True):
            assert begin < end
            assert not TEXT[begin].isspace()
            assert not TEXT[end - 1].isspace()
    assert [words for _at, words in cuts(found.row(2).item)] == [R2, "…口较大。中小河道清淤主要靠镇里自筹；"]


def random_change(preview: Preview, random: Random) -> Preview:
    rows = [row.id for row in preview.rows] or [1]
    number, place = random.choice(rows), sorted(random.sample(range(len(TEXT) + 1), 2))
    kind, side = random.choice(["problem", "plan"]), random.choice(["start", "end"])
    step, way = random.choice(["sentence", "paragraph"]), random.choice(["back", "on"])
    return random.choice(
        [
            lambda: draft_rows.split(preview, number, place[:1]),
            lambda: draft_rows.split_parts(preview, number),
            lambda: draft_rows.merge(preview, number),
            lambda: draft_rows.move(preview, number, side=side, step=step, way=way),
            lambda: draft_rows.reach(preview, number, *place),
            lambda: draft_rows.add(preview, kind, *place),
            lambda: draft_rows.retype(preview, [number], kind),
            lambda: draft_rows.decide(preview, [number], random.choice(["", "accepted", "ignored"])),
        ]
    )()


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_done_what_always_holds_holds(seed, found):
    random, preview, done = Random(seed), found, 0
    for _turn in range(40):
        try:
            preview = random_change(preview, random)
        except Refused:
            continue
        done += 1
        check(preview)
    assert done > 5


@pytest.mark.parametrize("name", ["河长制.txt", "空标题.txt"])
def test_a_draft_as_json_is_what_it_was(name, found):
    document, rows = found.document, found.rows
    plain = json.loads(json.dumps(to_plain(document, without="text")))
    assert "text" not in plain
    assert from_plain(Document, plain, text=TEXT) == document
    changed = draft_rows.put(found, [1], {"owner": "陈"}).rows
    assert tuple(from_plain(Row, each) for each in json.loads(json.dumps(to_plain(changed)))) == changed
    assert tuple(from_plain(Row, each) for each in to_plain(rows)) == rows
    reading = read(TEXT.encode(), name)
    assert from_plain(Reading, json.loads(json.dumps(to_plain(reading, without="text"))), text=TEXT) == reading
