"""The view that stages read: of the same length, with the usual digits and marks."""

import pytest

from summaries.extraction import extract
from summaries.extraction.plain import plain_view


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２００９年产量１．２万吨", "2009年产量1.2万吨"),
        ("夜班人少,高峰排队:最长11分钟.", "夜班人少，高峰排队：最长11分钟。"),
        ("完成100%,破了纪录!", "完成100%，破了纪录！"),
        ("三.做得不好的地方", "三.做得不好的地方"),
        ("二.存在问题\n四.打算", "二.存在问题\n四.打算"),
        ("电话214,380通, Redis 6.2 已上线", "电话214,380通， Redis 6.2 已上线"),
        ("见 www.example.com", "见 www.example.com"),
        ("一、存在的问题", "一、存在的问题"),
    ],
)
def test_view(text: str, plain: str) -> None:
    assert plain_view(text) == plain
    assert len(plain) == len(text)


def test_words_are_those_of_the_text() -> None:
    text = "水产站２０２２年工作总结\n一、下步打算\n１、６月底前更新渔政快艇,由县水利局牵头.\n２、清淤２０口.\n"
    summary = extract(text).summaries[0]
    first = summary.plans[0]
    assert summary.year == 2022
    assert summary.title == "水产站２０２２年工作总结"
    assert first.text == text[first.start : first.end] == "１、６月底前更新渔政快艇,由县水利局牵头."
    assert first.deadline is not None
    assert (first.deadline.text, first.deadline.date.isoformat()) == ("６月底前", "2023-06-30")
    assert [paragraph.text for paragraph in summary.paragraphs][-1] == "２、清淤２０口."
