"""/imports/: who imported which file, and what it did; only for those who see everything."""

from __future__ import annotations

import pytest
from django.urls import reverse

URL = reverse("import-list")


def test_who_what_and_how_many(client, reader, coordinator, import_text):
    import_text(by=coordinator)
    client.force_login(reader)
    page = client.get(URL).text
    assert "柳河镇河长制.txt" in page
    assert "杜小班" in page


def test_the_created_tasks_are_linked_exactly(client, reader, import_text):
    batch = import_text().batch
    client.force_login(reader)
    href = f"/tasks/?batch={batch.pk}&status=all"
    assert href.replace("&", "&amp;") + '">5</a>' in client.get(URL).text
    assert client.get(href).context["table"].paginator.count == 5


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("reader", 200), ("administrator", 200), ("handler", 404)]
)
def test_who_may(client, request, import_text, who, status):
    import_text()
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == status


def test_an_empty_site_says_what_to_do_next(client, coordinator, reader):
    client.force_login(coordinator)
    offer = '<a class="button primary" href="/imports/new/">'
    assert offer in client.get(URL).text
    client.force_login(reader)
    assert offer not in client.get(URL).text


@pytest.mark.parametrize("count", [2, 12])
def test_queries_do_not_grow_with_the_rows(client, reader, import_text, django_assert_num_queries, count):
    for number in range(count):
        import_text(name=f"{number}.txt", unit=f"第{number}村")
    client.force_login(reader)
    with django_assert_num_queries(5):  # session, user, roles, count, imports
        page = client.get(URL).text
    assert page.count("/imports/") >= count
