"""Finding words in the documents: every span of two characters and more, in the latest editions only."""

from __future__ import annotations

import random

import pytest

from summaries import search
from summaries.models import Paragraph, SearchEntry
from tests.tracker.test_intake import document
from tracker.intake import import_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def paragraphs():
    import_file(document(), "河长制.txt")
    return list(Paragraph.objects.exclude(text=""))


def found(words: str) -> set[int]:
    return set(search.paragraphs_with(words).values_list("pk", flat=True))


def test_every_span_is_found_just_where_it_stands(paragraphs):
    pick = random.Random(5)
    for _number in range(60):
        text = pick.choice(paragraphs).text
        start = pick.randrange(len(text))
        words = text[start : start + pick.randint(2, 5)].strip()
        if not words or any(char.isspace() for char in words):
            continue
        assert found(words) == {each.pk for each in paragraphs if words in each.text}, words


def test_words_parted_by_blanks_need_not_stand_side_by_side(paragraphs):
    first = next(each for each in paragraphs if len(each.text) > 20)
    assert first.pk in found(f"{first.text[10:13]} {first.text[:2]}")
    assert found(f"{first.text[:2]} 查无此词") == set()


@pytest.mark.parametrize(
    "words", ["", "  ", "'\"", "a' OR 1=1 --", "NOT (x AND", "*", "%_", "\\", "😀😀", "\0", "问题\0无此"]
)
def test_odd_words_are_only_words(paragraphs, words):
    assert found(words) == {each.pk for each in paragraphs if words.strip("\0 ") and words.strip() in each.text}


def test_one_character_is_found_too_and_case_does_not_matter(paragraphs):
    assert found("河") == {each.pk for each in paragraphs if "河" in each.text}
    import_file("青石县水利局2023年信息化工作总结\n一、存在的问题\n（一）OA系统不够稳定。\n".encode(), "OA.txt")
    assert len(found("oa系统")) == 1


def test_a_revised_document_is_found_by_its_new_words_only(paragraphs):
    old, new = "巡河", "河湖巡查新办法"
    assert found(old)
    before = found(old)
    import_file(document().decode().replace(old, new).encode(), "河长制.txt")
    assert found(new)
    assert not found(old) & before


def test_the_index_is_made_again_with_what_was_stored_before(transactional_db, paragraphs):
    words = paragraphs[0].text[:4]
    SearchEntry.objects.all().delete()
    assert not found(words)
    search.create("default")
    assert found(words)
