"""/imports/new/: files become previews; what can't be read is told, what is known already is shown, no task is made."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from summaries.models import SourceFile, Summary
from summaries.storage import original_path
from tracker import jobs
from tracker.drafts import confirm, correct
from tracker.import_jobs import AT_ONCE_FILES, confirm_later, room_to_read
from tracker.models import ImportBatch, ImportDraft, Job, Task

ADDRESS = "/imports/new/"


@pytest.fixture
def upload(log_in, coordinator):
    client = log_in(coordinator)

    def do(*files, **fields):
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        return client.post(ADDRESS, {"files": sent, **fields}, follow=True)

    return do


def test_one_file_leads_to_its_preview(upload, text, coordinator):
    response = upload(("河长制.txt", text.encode()))
    draft = ImportDraft.objects.get()
    assert response.redirect_chain == [(f"/imports/drafts/{draft.pk}/", 302)]
    assert (draft.name, draft.by, draft.state, draft.version) == ("河长制.txt", coordinator, "waiting", 1)
    assert original_path(draft.sha256).read_bytes() == text.encode()
    assert not any(model.objects.exists() for model in (Task, Summary, SourceFile))


def test_many_files_are_read_in_the_background(upload, text, client, coordinator):
    texts = [(f"{number}.txt", text.replace("河长制", f"信访{number}").encode()) for number in range(AT_ONCE_FILES + 1)]
    response = upload(*texts)
    assert not ImportDraft.objects.exists()
    received = read_in_the_background(client, response).context["received"]
    assert [(each.name, bool(each.draft)) for each in received] == [(name, True) for name, _text in texts]
    assert {draft.by for draft in ImportDraft.objects.all()} == {coordinator}
    again = read_in_the_background(client, upload(*texts)).context["received"]
    assert {each.known for each in again} == {True}
    assert ImportDraft.objects.count() == len(texts)


def test_a_large_draft_is_confirmed_in_the_background(upload, text, client, monkeypatch):
    monkeypatch.setattr("tracker.views.drafts.AT_ONCE_ROWS", 2)
    upload(("河长制.txt", text.encode()))
    draft = ImportDraft.objects.get()
    data = {"version": draft.version, "unit": "", "year": "", "do": "confirm"}
    response = client.post(reverse("import-draft", args=[draft.pk]), data, follow=True)
    assert not Task.objects.exists()
    page = read_in_the_background(client, response)
    assert page.redirect_chain == [(reverse("import-detail", args=[ImportBatch.objects.get().pk]), 302)]
    assert Task.objects.count() == len(draft.rows)


def test_a_draft_that_changed_meanwhile_is_not_confirmed(upload, text, client, coordinator):
    upload(("河长制.txt", text.encode()))
    job = confirm_later(ImportDraft.objects.get(), by=coordinator)
    correct(ImportDraft.objects.get(), by=coordinator, version=1, year=2020)
    jobs.run.call(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "杜小班" in job.sentence
    assert not Task.objects.exists()


def test_of_several_files_each_is_told(upload, text, client):
    other = text.replace("河长制", "信访")
    response = upload(("好.txt", text.encode()), ("坏.txt", b""), ("表.exe", b"MZ"), ("又好.md", other.encode()))
    response = read_in_the_background(client, response)
    received = response.context["received"]
    assert [(each.name, bool(each.draft), bool(each.refusal)) for each in received] == [
        ("好.txt", True, False),
        ("坏.txt", False, True),
        ("表.exe", False, True),
        ("又好.md", True, False),
    ]
    for each in received:
        assert each.name in response.text
        assert not each.refusal or each.refusal.replace("“", "").split("”")[0] in response.text
    assert ImportDraft.objects.count() == 2


def read_in_the_background(client, response):
    """Do the job that an upload led to, and return the page that the job leads to."""
    (address, _status) = response.redirect_chain[-1]
    job = Job.objects.get(state="waiting")
    assert address == job.get_absolute_url()
    jobs.run.call(job.pk)
    return client.get(address, follow=True)


def test_what_runs_in_the_background_is_found_again_in_the_list(upload, text, client, reader):
    upload(("坏.txt", b""), *((f"{n}.txt", text.encode()) for n in range(AT_ONCE_FILES)))
    job = Job.objects.get()
    assert f'href="{job.get_absolute_url()}"' in client.get("/imports/").text
    jobs.run.call(job.pk)
    assert f'href="{job.get_absolute_url()}"' in client.get("/imports/").text
    assert "坏.txt" in client.get(job.get_absolute_url(), follow=True).text
    client.force_login(reader)
    assert job.get_absolute_url() not in client.get("/imports/").text


def test_where_others_upload_already_a_small_file_is_read_in_the_background_too(upload, text, client):
    with room_to_read(), room_to_read():
        response = upload(("河长制.txt", text.encode()))
    assert read_in_the_background(client, response).context["received"][0].draft
    assert (
        upload(("信访.txt", text.replace("河长制", "信访").encode()))
        .redirect_chain[-1][0]
        .startswith("/imports/drafts/")
    )


def test_an_archive_is_its_documents(upload, text, client):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("各单位/河长制.txt", text)
        archive.writestr("各单位/图.png", b"\x89PNG")
    received = read_in_the_background(client, upload(("全部.zip", data.getvalue()))).context["received"]
    assert [(each.name, bool(each.draft)) for each in received] == [("河长制.txt", True), ("图.png", False)]


def test_a_file_that_waits_is_shown_again(upload, text):
    upload(("河长制.txt", text.encode()))
    response = upload(("另一个名字.txt", text.encode()))
    assert response.redirect_chain == [(f"/imports/drafts/{ImportDraft.objects.get().pk}/", 302)]
    assert "waits for confirmation" in response.text


def test_a_file_that_was_imported_is_told_and_changes_nothing(upload, text, coordinator):
    upload(("河长制.txt", text.encode()))
    batch = confirm(ImportDraft.objects.get(), by=coordinator, version=1).batch
    before = list(ImportBatch.objects.values()), list(Task.objects.values()), list(ImportDraft.objects.values())
    response = upload(("河长制.txt", text.encode()))
    assert f'href="{reverse("import-detail", args=[batch.pk])}"' in response.text
    assert "was imported already" in response.text
    assert (
        list(ImportBatch.objects.values()),
        list(Task.objects.values()),
        list(ImportDraft.objects.values()),
    ) == before


def test_a_discarded_file_may_come_again(upload, text):
    upload(("河长制.txt", text.encode()))
    ImportDraft.objects.update(state="discarded")
    upload(("河长制.txt", text.encode()))
    assert ImportDraft.objects.filter(state="waiting").count() == 1


def test_unit_and_year_for_all_files(upload, text, bureau):
    upload(("河长制.txt", text.encode()), unit="县水利局", year="2021")
    draft = ImportDraft.objects.get()
    assert (draft.unit, draft.year) == ("青石县水利局", 2021)


@pytest.mark.parametrize(
    ("fields", "why"), [({"unit": "水力局"}, "No unit is called"), ({"year": "12"}, "1949"), ({}, "choose the files")]
)
def test_what_is_wrong_with_the_form_is_told(upload, text, fields, why):
    files = [("河长制.txt", text.encode())] if fields else []
    response = upload(*files, **fields)
    assert why in response.text
    assert not ImportDraft.objects.exists()


def test_too_many_files_are_refused_together(upload, monkeypatch):
    monkeypatch.setattr("tracker.forms.drafts.FILES", 2)
    response = upload(*((f"{n}.txt", b"x") for n in range(3)))
    assert "not more than 2 files" in response.text
    assert "received" not in response.context or not response.context["received"]


def test_what_waits_is_listed_for_coordinators(upload, text, client, reader):
    upload(("河长制.txt", text.encode()), ("信访.txt", text.replace("河长制", "信访").encode()))
    for address in (ADDRESS, "/imports/"):
        page = client.get(address).text
        assert all(reverse("import-draft", args=[draft.pk]) in page for draft in ImportDraft.objects.all())
    client.force_login(reader)
    assert "/imports/drafts/" not in client.get("/imports/").text


def test_the_page_works_without_javascript(client, coordinator):
    client.force_login(coordinator)
    page = client.get(ADDRESS).text
    assert 'enctype="multipart/form-data"' in page
    assert '<input type="file" name="files"' in page
    assert " multiple" in page


@pytest.mark.parametrize("who", ["reader", "handler"])
def test_who_may_not(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == 403
