"""/imports/<pk>/check/: every note beside its words, what is doubtful, and what the plans leave unsaid."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from summaries.extraction.notes import SENTENCES
from summaries.models import Item
from summaries.readers.omissions import OMITTED
from tests.tracker.test_import_detail import COMPILATION
from tracker.checkup import SUBJECTS
from tracker.models import Task

OPENING = "2024年，柳河镇信访形势总体平稳，来信来访批次比上年明显下降，没有发生越级上访。"
FLAWED = COMPILATION.replace("2023年，柳河镇信访形势总体平稳。", OPENING)


@pytest.fixture
def batch(import_text, coordinator):
    return import_text(FLAWED, name="汇编.txt", by=coordinator).batch


@pytest.fixture
def page(log_in, reader, batch):
    return log_in(reader).get(reverse("import-check", args=[batch.pk])).text


def test_every_kind_of_note_has_a_subject():
    assert set(SUBJECTS) == {*SENTENCES, OMITTED}


def test_each_note_stands_beside_its_words_and_leads_to_them(page, batch):
    petitions = batch.editions.get(summary__title__contains="信访")
    rows = re.findall(r'<th scope="row" class="headline">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    told = {html.unescape(message): rest for message, rest in rows}
    (year,) = (rest for message, rest in told.items() if "first paragraph says 2024" in message)
    assert f"<q>{OPENING}</q>" in year
    place = re.search(r'href="(/summaries/\d+/)\?edition=1#p-(\d+)"', year)
    assert place[1] == reverse("summary-detail", args=[petitions.summary_id])
    assert petitions.paragraphs.get(number=int(place[2])).text.startswith("2024年")
    assert any("has no part about plans" in message for message in told)
    assert any("安全生产" in message for message in told)


def test_the_head_counts_what_is_listed(page, batch):
    notes = len(batch.notes) + sum(len(edition.notes) for edition in batch.editions.all())
    assert f"{notes} notes" in page
    assert page.count('<th scope="row" class="headline">') == notes


def test_doubtful_items_lead_to_their_place(client, reader, batch):
    item = Item.objects.filter(edition__in=batch.editions.all()).first()
    Item.objects.filter(pk=item.pk).update(confidence=0.4)
    client.force_login(reader)
    page = client.get(reverse("import-check", args=[batch.pk])).text
    assert f"#item-{item.pk}" in page
    assert page.count("#item-") == 1


@pytest.mark.parametrize(("lack", "query"), [("lead_unit", "no_unit=on"), ("deadline", "no_deadline=on")])
def test_what_plans_leave_unsaid_opens_exactly_those(lack, query, client, reader, batch, bureau):
    client.force_login(reader)
    page = client.get(reverse("import-check", args=[batch.pk])).text
    links = re.findall(rf'href="(/tasks/\?summary=\d+&amp;kind=plan&amp;{query})">(\d+)</a>', page)
    assert links
    for address, count in links:
        rows = client.get(html.unescape(address)).context["table"].paginator.count
        assert rows == int(count)
    assert sum(int(count) for _address, count in links) == Task.objects.filter(kind="plan", **{lack: None}).count()


def test_queries_do_not_grow_with_the_file(client, reader, import_text, django_assert_max_num_queries):
    def part(number: int) -> str:
        return COMPILATION.split("\n\n")[1].replace("河长制", f"第{number}类河道整治")

    batches = [
        import_text("\n\n".join(map(part, range(first, first + size)))).batch for first, size in ((0, 1), (1, 9))
    ]
    client.force_login(reader)
    for batch in batches:
        with django_assert_max_num_queries(13):
            assert client.get(reverse("import-check", args=[batch.pk])).status_code == 200
