"""Where words stand in the original, and what of it was not read, is told on every page that shows the words."""

from __future__ import annotations

import pytest

from summaries.models import Paragraph, Summary
from summaries.readers import Place, Reading
from tests.readers.builders import paragraph, row, table, word
from tests.tracker.test_intake import document
from tracker.drafts import confirm, receive
from tracker.intake import import_file
from tracker.models import ImportBatch, Task

PICTURE = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"


@pytest.fixture
def docx() -> bytes:
    """The document behind a table, with a picture in it."""
    lines = [paragraph(line) for line in document().decode().split("\n")]
    return word(table(row("填报单位", "青石县水利局")) + "".join(lines[:3]) + PICTURE + "".join(lines[3:]))


@pytest.mark.parametrize(
    ("places", "text", "starts", "expected"),
    [
        ((), "甲\n\n乙\n丙", [0, 3, 5], [("line", 1), ("line", 3), ("line", 4)]),
        ((Place(0, "page", 1), Place(4, "page", 2)), "甲乙丙丁戊", [0, 3, 4], [("page", 1), ("page", 1), ("page", 2)]),
        ((Place(2, "table", 1),), "甲乙丙", [0, 2], [("table", 1), ("table", 1)]),
    ],
)
def test_places_of_offsets(places, text, starts, expected):
    found = Reading("a", text, "utf-8", places).places_of(starts)
    assert [(place.kind, place.number) for place in found] == expected


def test_a_plain_text_counts_its_lines(db):
    import_file(document(), "河长制.txt")
    first = Paragraph.objects.order_by("number")[0]
    assert (first.place_kind, first.place_number) == ("line", 2)


def test_preview_reading_page_and_task_tell_them(docx, log_in, coordinator, bureau):
    client = log_in(coordinator)
    draft = next(receive(docx, "河长制.docx", by=coordinator)).draft
    page = client.get(f"/imports/drafts/{draft.pk}/").text
    assert "Paragraph 2 of the original" in page
    assert "Pictures not read: 1." in page[page.index('id="notes"') : page.index('class="card reading"')]
    confirm(draft, by=coordinator, version=1)
    summary, task = Summary.objects.get(), Task.objects.order_by("pk")[0]
    place = task.items.get().paragraph.place
    assert place.kind == "paragraph"
    told = f"Paragraph {place.number} of the original"
    assert f'title="{told}"' in client.get(f"/summaries/{summary.pk}/").text
    assert told in client.get(f"/tasks/{task.pk}/").text
    for address in (f"/summaries/{summary.pk}/", f"/imports/{ImportBatch.objects.get().pk}/"):
        assert "Pictures not read: 1." in client.get(address).text


def test_what_was_stored_before_places_were_counted_is_shown_without(db, log_in, coordinator):
    import_file(document(), "河长制.txt")
    Paragraph.objects.update(place_kind="", place_number=None)
    page = log_in(coordinator).get(f"/summaries/{Summary.objects.get().pk}/").text
    assert "of the original" not in page
