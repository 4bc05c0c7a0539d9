"""The comparison with gold."""

import pytest

from summaries.extraction import Span
from summaries.extraction.scoring import Score, compare, overlap, trimmed

TEXT = "一是人手不足；二是经费紧张。"


@pytest.mark.parametrize(
    ("gold", "found", "optional", "score"),
    [
        ([Span(0, 7)], [Span(0, 6)], [], Score(1, 1, 0)),
        ([Span(0, 7)], [Span(7, 14)], [], Score(0, 1, 1)),
        ([Span(0, 7)], [Span(7, 14)], [Span(7, 14)], Score(0, 1, 0)),
        ([Span(0, 7)], [Span(0, 7), Span(0, 7)], [], Score(1, 1, 1)),
        ([], [], [], Score(0, 0, 0)),
    ],
)
def test_compare(gold: list[Span], found: list[Span], optional: list[Span], score: Score) -> None:
    assert compare(TEXT, gold, found, optional).score == score


def test_closing_punctuation_is_left_out() -> None:
    assert trimmed(TEXT, Span(0, 7)) == Span(0, 6)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(Span(0, 10), Span(5, 15)) == pytest.approx(1 / 3)


def test_scores_add_up() -> None:
    total = Score(3, 4, 1) + Score(1, 2, 0)
    assert (total.precision, total.recall) == (pytest.approx(0.8), pytest.approx(4 / 6))
    assert Score().f1 == 1.0
