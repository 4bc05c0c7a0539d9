"""One paragraph that tells several items."""

import pytest

from summaries.extraction.clauses import split_told

PROBLEMS = [
    ("目前还存在着培训不够，特色不突出，人才引进难等突出问题。", ["培训不够", "特色不突出", "人才引进难"]),
    ("当前仍存在就业质量不够高、培训对接不够紧等现象。", ["就业质量不够高", "培训对接不够紧"]),
    (
        "我们也清醒认识到：产业层次不高，链条短；城乡差距较大；一些干部作风不实，等等。这些问题要认真解决。",
        ["产业层次不高，链条短", "城乡差距较大", "一些干部作风不实"],
    ),
    ("工作虽有进步，但问题不容忽视。一是人少。二是车旧。以上问题必须解决。", ["一是人少。", "二是车旧。"]),
    ("工作也有毛病，早班有人迟到，车辆带病上路，垃圾箱擦不净。", ["早班有人迟到", "车辆带病上路", "垃圾箱擦不净"]),
    ("虽然数量上去了，但服务质量参差不齐。转诊不够顺畅。", ["服务质量参差不齐。", "转诊不够顺畅。"]),
]
PLANS = [
    (
        "下一步，我们将更换老旧管网，安装远传水表，清收陈欠水费，确保任务完成。",
        ["更换老旧管网", "安装远传水表", "清收陈欠水费"],
    ),
    ("加强学习，提高本领；完善制度，堵塞漏洞。", ["加强学习，提高本领", "完善制度，堵塞漏洞"]),
    ("重点抓好以下工作：一是修路；二是架桥。", ["一是修路；", "二是架桥。"]),
    ("明年，建立轮班制度。组织两次演练。让我们再创佳绩！", ["建立轮班制度。", "组织两次演练。"]),
]


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [("problem", *row) for row in PROBLEMS] + [("plan", *row) for row in PLANS]
)
def test_split(kind: str, text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_told(text, 0, len(text), kind)] == expected
