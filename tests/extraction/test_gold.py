"""Gold in its two forms."""

from summaries.extraction import Span, extract
from summaries.extraction.gold import is_marked, read_json, read_marked
from summaries.extraction.scoring import Score, score_document

MARKED = """# a case
# year: 2022
---
2022年工作总结
一、存在的问题
⟦P|（一）巡河不够经常。⟧
⟦P|（二）清淤经费不足。⟧
二、下一步打算
⟦L|（一）落实巡河制度，年底前建立台账。⟧{deadline=年底前>2023-12-31>fixed; lead=none}
⟦L|（二）由县水利局争取清淤经费。⟧{lead=县财政局}
⟦O|再接再厉。⟧
"""


def test_marks_are_taken_out_and_enclose_what_is_expected() -> None:
    gold = read_marked("河长.txt", MARKED)
    assert gold.keys == {"year": "2022"}
    assert [gold.text[span.start : span.end] for span in gold.spans("problem")] == [
        "（一）巡河不够经常。",
        "（二）清淤经费不足。",
    ]
    assert gold.text[slice(*astuple(gold.spans("optional")[0]))] == "再接再厉。"
    assert "⟦" not in gold.text
    assert "{" not in gold.text


def astuple(span: Span) -> tuple[int, int]:
    return span.start, span.end


def test_a_text_without_marks_is_no_gold() -> None:
    assert is_marked(MARKED)
    assert not is_marked("2022年工作总结\n一、存在的问题\n")


def test_a_wrong_clue_is_missed_and_too_much() -> None:
    gold = read_marked("河长.txt", MARKED.replace("县水利局争取", "县水利局牵头争取"))
    score = score_document(gold, extract(gold.text))
    assert score.items == Score(4, 4, 0)
    assert score.scores["deadline"] == Score(1, 1, 0)
    assert score.scores["lead"] == Score(0, 1, 1)


def test_json_of_the_contract() -> None:
    text = read_marked("", MARKED).text
    starts = [text.index(words) for words in ("（一）巡河", "（二）清淤", "（一）落实", "（二）由")]
    items = [{"start": start, "end": text.index("\n", start)} for start in starts]
    items[2] |= {"deadline": {"text": "年底前", "date": "2023-12-31", "kind": "fixed"}, "lead": None}
    record = {"problems": items[:2], "plans": items[2:], "answers": [{"problem": 0, "plans": [0]}]}
    gold = read_json({"file": "河长.txt", "summaries": [record]}, text)
    score = score_document(gold, extract(text))
    assert score.items == Score(4, 4, 0)
    assert score.scores["deadline"] == Score(1, 1, 0)
    assert score.scores["answer first"] == Score(1, 1, 0)
