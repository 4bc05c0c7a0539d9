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


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("🚀 学习", "◈ 学习"),
        ("- 📚 读书", "-   读书"),
        ("## 🎯 展望", "##   展望"),
        ("加油💪", "加油 "),
        ("⚠️ 注意", "◈  注意"),
        ("1️⃣ 少加班", "1、  少加班"),
        ("• 一\n★ 二\n❶ 三", "• 一\n★ 二\n❶ 三"),
        ("一<!-- 问题\n很多 -->二", "一       \n      二"),
        ("<!--\n问题\n-->", "----\n--\n---"),
        ("<!-- 不闭合，存在问题", "<!-- 不闭合，存在问题"),
        ("<p>一</p><p>二</p>", "   一\n   \n  二    "),
        ("温度<5且压力>3", "温度<5且压力>3"),
        ("见[文档](https://a.b/c)。", "见 文档" + " " * 16 + "。"),
        ("---\ntags:\n- 总结\n---\n正文", "---\n-----\n----\n---\n正文"),
        ("---\n问题：人少\n---", "---\n问题：人少\n---"),
        ("---\r\ntitle: 问题\r\n---\r\n人少", "---\r\n---------\r\n---\r\n人少"),
        ("问题 {#wenti}", "问题         "),
        ("问题\n{: .lead}", "问题\n---------"),
        ("## 问题 #\n人少", "## 问题  \n人少"),
        ("## 问题##\r\n人少", "## 问题  \r\n人少"),
        ("甲\n> 乙", "甲\n  乙"),
        ("```python\nx = 1\n```\n人少", "---------\n-----\n---\n人少"),
        ("&nbsp;一", "      一"),
    ],
)
def test_view_without_markup(text: str, view: str) -> None:
    assert plain_view(text) == view
    assert len(view) == len(text)
