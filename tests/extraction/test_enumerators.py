"""Enumerators at the start of a paragraph and inside one."""

import pytest

from summaries.extraction.enumerators import inline_run, parse_number, read_marker

MARKERS = [
    ("一、存在的问题", "cn", 1, "存在的问题"),
    ("十二、结语", "cn", 12, "结语"),
    ("（三）加强学习", "cn_paren", 3, "加强学习"),
    ("(二) 改进作风", "cn_paren", 2, "改进作风"),
    ("1.人手不足", "num", 1, "人手不足"),
    ("２、车辆老旧", "num", 2, "车辆老旧"),
    ("1 、鱼种不足", "num", 1, "鱼种不足"),
    ("（4）经费紧张", "num_paren", 4, "经费紧张"),
    ("3）设备旧", "num_half", 3, "设备旧"),
    ("③培训少", "circle", 3, "培训少"),
    ("第二，抓落实", "ordinal", 2, "抓落实"),
    ("一是学习不够", "is", 1, "学习不够"),
    ("首先，补课", "order", 1, "补课"),
    ("第三部分 打算", "part", 3, "打算"),
    ("问题二：账目不清", "label", 2, "账目不清"),
    ("3.2 备件不足", "dec", 2, "备件不足"),
    ("## 二、打算", "markdown", 2, "打算"),
    ("——停车难", "dash", 0, "停车难"),
    ("• 开展培训", "bullet", 0, "开展培训"),
]


@pytest.mark.parametrize(("text", "scheme", "number", "rest"), MARKERS)
def test_marker(text: str, scheme: str, number: int, rest: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.scheme, marker.number, text[marker.end :]) == (scheme, number, rest)


@pytest.mark.parametrize("text", ["2021年，全县", "1.5万吨粮食", "一般来说", "十分重视", "", "3,000人", "第一书记驻村"])
def test_no_marker(text: str) -> None:
    assert read_marker(text) is None


@pytest.mark.parametrize(
    ("words", "value"), [("一", 1), ("十", 10), ("十九", 19), ("二十", 20), ("⑥", 6), ("08", 8), ("", 0)]
)
def test_number(words: str, value: int) -> None:
    assert parse_number(words) == value


RUNS = [
    ("主要有：一是人少；二是车旧；三是钱紧。", 3),
    ("1.人少。2.车旧。", 2),
    ("先干着，积累经验。2、多读书3、补短板", 2),
    ("一方面，课少；另一方面，人少。", 2),
    ("一是人少。", 0),
    ("完成1.5万亩、2.5万亩。", 0),
]


@pytest.mark.parametrize(("text", "count"), RUNS)
def test_inline_run(text: str, count: int) -> None:
    assert len(inline_run(text, 0, len(text))) == count
