"""The samples that `make run` shows are understood as people marked them: items, titles, topics, years and contents."""

import json
from pathlib import Path

import pytest

from summaries.extraction import Document, extract
from summaries.extraction.gold import read_json
from summaries.extraction.scoring import Score, score_document
from summaries.extraction.titles import title_of
from summaries.readers import read

ROOT = Path(__file__).resolve().parents[2]
GOLD = json.loads((ROOT / "tests" / "samples_gold.json").read_text(encoding="utf-8"))


# Reached of 110 items: a lead-in is taken for a plan, and one plan takes the closing paragraph along.
FOUND, EXTRA = 109, 2


@pytest.fixture(scope="module")
def understood() -> list[tuple[dict, str, Document]]:
    texts = [read((ROOT / "samples" / gold["file"]).read_bytes(), gold["file"]).text for gold in GOLD]
    return [(gold, text, extract(text, name=gold["file"])) for gold, text in zip(GOLD, texts, strict=True)]


def test_every_sample_is_marked() -> None:
    assert {gold["file"] for gold in GOLD} == {path.name for path in (ROOT / "samples").iterdir()}


def test_items_of_the_samples(understood: list[tuple[dict, str, Document]]) -> None:
    scores = [score_document(read_json(gold, text), document).items for gold, text, document in understood]
    total = sum(scores, Score())
    assert total.expected == 110
    assert total.found >= FOUND
    assert total.extra <= EXTRA


def test_items_are_called_as_their_words_alone_would_be(understood: list[tuple[dict, str, Document]]) -> None:
    summaries = [summary for _, _, document in understood for summary in document.summaries]
    items = [item for summary in summaries for item in (*summary.problems, *summary.plans)]
    assert [item.title for item in items] == [title_of(item.text) for item in items]


def test_titles_topics_and_years_of_the_samples(understood: list[tuple[dict, str, Document]]) -> None:
    for gold, _, document in understood:
        assert [(s.title, s.topic, s.year) for s in document.summaries] == [
            (s["title"], s["topic"], s["year"]) for s in gold["summaries"]
        ]
        assert [entry.title for entry in document.contents] == [entry["title"] for entry in gold["contents"]]
