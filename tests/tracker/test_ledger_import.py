"""The page where ledgers are brought in: who may, what it takes, what waits there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.tracker.test_ledger_files import all_tasks, workbook_of
from tests.tracker.test_ledger_old import old_ledger
from tracker.ledger.incoming import receive
from tracker.models import LedgerDraft, Task

pytestmark = pytest.mark.django_db
ADDRESS = "/tasks/import/"


def upload(client, data: bytes, name="台账.xlsx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def test_a_ledger_of_this_site_leads_to_its_preview(make_task, bureau, log_in, handler):
    make_task(lead_unit=bureau)
    answer = upload(log_in(handler), workbook_of(all_tasks()))
    draft = LedgerDraft.objects.get()
    assert (answer.status_code, answer.url, draft.kind) == (302, draft.get_absolute_url(), "returned")


def test_an_old_ledger_is_for_coordinators(log_in, handler, coordinator):
    page = upload(log_in(handler), old_ledger()).content.decode()
    assert "no ledger exported from this site" in page
    assert not LedgerDraft.objects.exists()
    answer = upload(log_in(coordinator), old_ledger())
    assert (answer.status_code, LedgerDraft.objects.get().kind) == (302, "old")
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.xlsx", "holds no text"),
        (b"%PDF-1.7", "a.pdf", "not a table"),
        (b"PK\x03\x04" + bytes(30), "a.xlsx", "damaged"),
        (b"\0" * (21 << 20), "a.xlsx", "larger than 20 MB"),
    ],
)
def test_what_can_not_be_read_is_said(data, name, sentence, log_in, coordinator):
    assert sentence in upload(log_in(coordinator), data, name).content.decode()


def test_no_file_is_said(log_in, coordinator):
    assert log_in(coordinator).post(ADDRESS).context["form"].errors["file"]


def test_the_same_file_waits_once(log_in, coordinator):
    data = old_ledger()
    client = log_in(coordinator)
    assert upload(client, data).url == upload(client, data).url
    assert LedgerDraft.objects.count() == 1
    assert "旧" not in client.get(ADDRESS).content.decode()
    assert "台账.xlsx" in client.get(ADDRESS).content.decode()


def test_a_handler_sees_own_files_only(make_task, bureau, log_in, handler, coordinator):
    make_task(lead_unit=bureau)
    foreign = receive(old_ledger(), "督办员的.xlsx", by=coordinator)
    client = log_in(handler)
    assert "督办员的" not in client.get(ADDRESS).content.decode()
    assert client.get(foreign.get_absolute_url()).status_code == 404


def test_the_number_of_queries_does_not_grow(log_in, coordinator, django_assert_max_num_queries):
    for number in range(12):
        receive(old_ledger(rows=[(number, "", f"问题{number}")]), f"{number}.xlsx", by=coordinator)
    client = log_in(coordinator)
    with django_assert_max_num_queries(12):
        client.get(reverse("ledger-import"))
