"""/summaries/<pk>/: the whole text, items highlighted and linked to the tasks that the user may see."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from summaries.models import Edition
from tracker.models import Task


@pytest.fixture
def url(summary):
    return reverse("summary-detail", args=[summary.pk])


def paragraphs(page: str) -> list[str]:
    """Return the text of each paragraph as it is read: without tags, labels and states."""
    shown = re.findall(r'<p class="text[^>]*>(.*?)</p>', page, flags=re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", _without_labels(html))) for html in shown]


def _without_labels(html: str) -> str:
    html = re.sub(r'<span class="item-tag.*?</span>', "", html)
    return re.sub(r'<span class="item-state">(?:<span[^>]*>[^<]*</span>)*</span>', "", html)


def marked(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r'<mark class="item item-\w+">([^<]*)</mark>', page)]


def test_the_whole_text_word_for_word(client, reader, summary, url):
    client.force_login(reader)
    assert paragraphs(client.get(url).text) == [each.text for each in summary.current.paragraphs.order_by("number")]


def test_every_item_is_highlighted_and_linked(client, reader, summary, url):
    client.force_login(reader)
    page = client.get(url).text
    _legend, text = page.split('id="p-1"')
    assert "".join(marked(text)) == "".join(item.text for item in summary.current.items.order_by("start"))
    for item in summary.current.items.all():
        assert f'id="item-{item.pk}"' in text
        assert f'href="#item-{item.pk}"' in text
        assert f'<a class="item-link" href="/tasks/{item.source.task_id}/">' in text


def test_kinds_differ_without_colour(client, reader, url):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    tags = re.findall(r'<span class="item-tag[^>]*>([^<]*)</span>', client.get(url).text)
    assert tags == ["Problem 1", "Problem 2", "Plan 1", "Plan 2", "Plan 3"]


def test_status_and_light_stand_at_the_item(client, reader, summary, url):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    Task.objects.update(status="in_progress", deadline="2020-01-01")
    state = re.findall(r'<span class="item-state">(.*?)</span></span>', client.get(url).text)
    assert len(state) == 5
    assert all("In progress" in each and "Overdue" in each for each in state)


def test_tasks_that_a_user_may_not_see_are_highlighted_but_not_linked(client, handler, bureau, summary, url):
    own, *foreign = Task.objects.order_by("pk")
    Task.objects.filter(pk=own.pk).update(lead_unit=bureau)
    client.force_login(handler)
    page = client.get(url).text
    assert len(marked(page.split('id="p-1"')[1])) == 5
    assert f'href="/tasks/{own.pk}/"' in page
    assert not [task for task in foreign if f'href="/tasks/{task.pk}/"' in page]


def test_a_foreign_document_is_missing(client, handler, reader, url):
    client.force_login(handler)
    assert client.get(url).status_code == 404
    client.force_login(reader)
    assert client.get(url).status_code == 200


def test_words_of_a_document_are_text(client, reader, import_text):
    text = "柳河镇2021年信访工作总结\n一、存在的问题\n（一）<script>alert(1)</script>宣传不够。群众不知晓。\n"
    import_text(text, name="信访.txt")
    client.force_login(reader)
    page = client.get(reverse("summary-detail", args=[Edition.objects.get().summary_id])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


NO_PART = "This text has no problem part."
NO_ITEM = "The problem part of this text holds no item that could be recognised."
PROBLEM_PARTS = {
    "no part": ("", NO_PART),
    "an empty part": ("一、存在的问题\n无。\n", NO_ITEM),
    "a problem": ("一、存在的问题\n（一）宣传不够。群众不知晓办理途径。\n", None),
}


@pytest.mark.parametrize(("part", "expected"), PROBLEM_PARTS.values(), ids=PROBLEM_PARTS.keys())
def test_a_missing_part_is_said_plainly(client, reader, import_text, part, expected):
    plans = "二、下一步打算\n（一）加强宣传。组织进村宣讲。\n"
    import_text(f"柳河镇2021年信访工作总结\n2021年，信访形势平稳。\n{part}{plans}", name="信访.txt")
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("summary-detail", args=[Edition.objects.get().summary_id])).text
    assert [sentence for sentence in (NO_PART, NO_ITEM) if sentence in page] == ([expected] if expected else [])
    assert "This text has no plan part." not in page


def test_notes_lead_to_their_place(client, reader, import_text):
    problems = "一、存在的问题\n1.宣传不够。群众不知晓。\n2.台账不全。部分缺失。\n2.回访不多。\n"
    import_text(f"柳河镇2021年信访工作总结\n{problems}二、下一步打算\n1.加强宣传。\n", name="信访.txt")
    edition = Edition.objects.get()
    client.force_login(reader)
    page = client.get(reverse("summary-detail", args=[edition.summary_id])).text
    notes = page.split('id="notes"')[1]
    assert edition.notes
    assert notes.count("<li>") >= len(edition.notes)
    assert re.search(r'href="#p-\d+"', notes)


@pytest.fixture
def second(summary, text, import_text):
    import_text(text.replace("三处河段", "四处河段"), name="修订.txt")


def test_editions(client, reader, url, second):
    client.force_login(reader)
    client.cookies["django_language"] = "en"
    current, first = client.get(url).text, client.get(f"{url}?edition=1").text
    assert "四处河段" in current
    assert "there is a newer one" not in current
    assert "三处河段" in first
    assert "there is a newer one" in first
    assert "修订.txt" in current
    assert "修订.txt" not in first


@pytest.mark.parametrize("number", ["0", "9", "-1", "x", "1.5", "99999999999999999999999"])
def test_an_edition_that_there_is_not(client, reader, url, number):
    client.force_login(reader)
    assert client.get(f"{url}?edition={number}").status_code == 404


def test_tasks_of_an_earlier_edition_keep_their_links(client, reader, summary, url, second):
    client.force_login(reader)
    page = client.get(f"{url}?edition=1").text
    assert {f'href="/tasks/{task.pk}/"' in page for task in Task.objects.all()} == {True}


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_items(client, reader, import_text, django_assert_num_queries, count):
    problems = "".join(f"{number}.第{number}段河道清淤进度偏慢。至今没有动工。\n" for number in range(1, count + 1))
    import_text(f"柳河镇2021年河道工作总结\n一、存在的问题\n{problems}", name="河道.txt")
    edition = Edition.objects.get()
    assert edition.items.count() == count
    client.force_login(reader)
    # session, user, roles; summary, edition, paragraphs, tasks, items, editions
    with django_assert_num_queries(9):
        client.get(reverse("summary-detail", args=[edition.summary_id]))
