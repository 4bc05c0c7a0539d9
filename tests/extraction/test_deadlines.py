"""Deadlines in the words of a plan, in an annual summary of 2021."""

import pytest

from summaries.extraction.deadlines import Years, find_deadline, read_cell

ANNUAL = Years(covered=2021, planned=2022)
HALF_YEAR = Years(covered=2021, planned=2021)

STATED = [
    ("2022年6月底前完成清淤", "2022年6月底前", "2022-06-30", "fixed"),
    ("10月15日前全部到位", "10月15日前", "2022-10-15", "fixed"),
    ("年底前建成", "年底前", "2022-12-31", "fixed"),
    ("一季度拿出方案", "一季度", "2022-03-31", "period"),
    ("上半年开工", "上半年", "2022-06-30", "period"),
    ("三年内培训千人", "三年内", "2024-12-31", "period"),
    ("明年3月底前整改", "明年3月底前", "2022-03-31", "fixed"),
    ("十二月十五日前交账", "十二月十五日前", "2022-12-15", "fixed"),
    ("逐户核对，岁末前完成", "岁末前", "2022-12-31", "fixed"),
    ("汛前完成加固", "汛前", None, "fixed"),
    ("春节前走访一遍", "春节前", None, "fixed"),
    ("立行立改", "立行立改", None, "fixed"),
    ("每年底前盘点库存", "每年底前", None, "recurring"),
    ("年内考取证书", "年内", "2022-12-31", "period"),
    ("7月份，上线电子作业票", "7月份", "2022-07-31", "period"),
    ("测算年底税源，12月20日前完成", "12月20日前", "2022-12-20", "fixed"),
    ("每周二集中学习", "每周二", None, "recurring"),
    ("长期坚持巡查", "长期坚持", None, "long_term"),
    ("县城门店Q1谈定，Q3前开业", "Q1", "2022-03-31", "period"),
    ("完成时限：验收会前", "验收会前", None, "fixed"),
    ("完成时限：2022年3月底", "2022年3月底", "2022-03-31", "fixed"),
]


@pytest.mark.parametrize(("text", "words", "date", "kind"), STATED)
def test_stated(text: str, words: str, date: str | None, kind: str) -> None:
    deadline = find_deadline(text, ANNUAL)
    assert deadline is not None
    assert (deadline.text, deadline.date and deadline.date.isoformat(), deadline.kind) == (words, date, kind)


@pytest.mark.parametrize(
    "text",
    [
        "每季度开展一次检查",
        "3个工作日内办结",
        "争取半年内提到每分钟80字",
        "7月1日前后走访",
        "截至11月底完成80%",
        "全年培训500人",
        "加强学习",
        "24小时内回复",
        "每年评选一次",
        "完成IQ1量表测评",
        "完成时限：当前",
    ],
)
def test_measures_of_the_work_are_no_deadlines(text: str) -> None:
    assert find_deadline(text, ANNUAL) is None


def test_a_half_year_summary_means_its_own_year() -> None:
    deadline = find_deadline("年底前完成", HALF_YEAR)
    assert deadline is not None
    assert deadline.date is not None
    assert deadline.date.year == 2021


def test_problems_take_labels_only() -> None:
    assert find_deadline("6月底前才发现", ANNUAL, labelled_only=True) is None
    assert find_deadline("账目不清\n整改时限：2022年6月底前", ANNUAL, labelled_only=True) is not None


def test_an_impossible_day_has_no_date() -> None:
    assert find_deadline("2月30日前", ANNUAL).date is None  # type: ignore[union-attr]


def test_a_bare_date_counts_in_a_cell() -> None:
    assert str(read_cell("2022年6月30日", ANNUAL).date) == "2022-06-30"  # type: ignore[union-attr]
