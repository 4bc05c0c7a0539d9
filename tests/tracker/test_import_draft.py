"""/imports/drafts/<pk>/: correcting what was found, keeping it, and confirming it, by the page's one form."""

from __future__ import annotations

import re

import pytest

from accounts.models import Unit
from summaries.models import Edition, Item, SourceFile
from tracker.drafts import preview, receive
from tracker.intake import import_file
from tracker.models import BatchTask, ImportBatch, ImportDraft, Task, TaskEvent
from tracker.workflow import carry_out

REWORDED = ("三处河段至今尚未动工", "两处河段至今尚未动工")


@pytest.fixture
def draft(text, coordinator):
    return next(receive(text.encode(), "柳河镇河长制.txt", by=coordinator)).draft


@pytest.fixture
def page(log_in, coordinator, draft):
    return Page(log_in(coordinator), draft)


class Page:
    """The preview as a person uses it: what the form shows is sent back, changed where somebody typed."""

    def __init__(self, client, draft):
        self.client, self.draft = client, draft
        self.address = f"/imports/drafts/{draft.pk}/"

    def get(self, query=""):
        return self.client.get(self.address + query)

    def send(self, do, query="", version=None, **typed):
        self.draft.refresh_from_db()
        fields = {"version": version or self.draft.version, "unit": self.draft.unit, "year": self.draft.year or ""}
        for row in preview(self.draft).rows:
            fields |= {f"{name}-{row.id}": value for name, value in row.values.items()}
        return self.client.post(self.address + query, fields | typed | {"do": do}, follow=True)

    @property
    def rows(self):
        self.draft.refresh_from_db()
        return preview(self.draft).rows


def doubt(draft, *numbers):
    """Make rows doubtful, as extraction would with other words."""
    for row in draft.rows:
        if row["id"] in numbers:
            row["item"]["confidence"] = 0.4
    draft.save()


def titles(**wanted):
    return sorted(Task.objects.filter(**wanted).values_list("title", flat=True))


# --- What is shown -------------------------------------------------------------------------------------


def test_items_stand_beside_their_text(page, text):
    response = page.get()
    shown = re.search(r'class="card reading".*?<div class="found">', response.text, re.DOTALL)[0]
    for row in page.rows:
        assert f'id="item-{row.id}"' in shown
        assert row.item.text in shown
        assert f'name="title-{row.id}"' in response.text
    assert "2024年6月底前" in response.text.split('<div class="found">')[1]
    assert response.text.count("certain") >= 5
    assert not Task.objects.exists()


def test_doubtful_ones_come_first_unless_the_order_of_the_text_is_wanted(page, draft):
    doubt(draft, 4)
    order = lambda query: [line.row.id for line in page.get(query).context["page"].chosen]  # noqa: E731
    assert order("") == [4, 1, 2, 3, 5]
    assert order("?order=text") == [1, 2, 3, 4, 5]
    assert order("?show=doubtful") == [4]
    assert order("?show=ignored") == []
    assert order("?show=nonsense&summary=99999999999&at=x") == [4, 1, 2, 3, 5]


def test_the_notes_on_the_document_stand_on_top(log_in, coordinator, text):
    cut = text[: text.index("三、下一步")]
    draft = next(receive(cut.encode(), "柳河镇.txt", by=coordinator)).draft
    page = Page(log_in(coordinator), draft).get().text
    assert page.index('id="notes"') < page.index('class="card reading"')
    assert "no part with the next steps" in page or "plan" in page[page.index('id="notes"') :]


def test_figures_say_what_confirming_does(page, draft):
    doubt(draft, 2, 3)
    page.send("ignore:3")
    assert page.get().context["page"].totals == {"new": 3, "doubtful": 1, "ignored": 1, "same": 0, "vanished": 0}


# --- What the buttons do -------------------------------------------------------------------------------


def test_buttons_of_a_row(page):
    at = str(page.rows[4].start + page.rows[4].item.text.index("每季度"))
    for do in ("accept:1", "ignore:2", "problem:3", "split:5", "merge:5"):
        response = page.send(do, **{"at-5": at})
        assert response.status_code == 200
        assert response.redirect_chain[0][0].endswith(f"#row-{do.split(':')[1]}")
    found = [(row.id, row.item.kind, row.decision) for row in page.rows]
    assert found == [
        (1, "problem", "accepted"),
        (2, "problem", "ignored"),
        (3, "problem", "accepted"),
        (4, "plan", ""),
        (5, "plan", "accepted"),
    ]


def test_a_refused_button_says_why_and_keeps_what_was_typed(page):
    response = page.send("merge:5", **{"owner-1": "陈水生"})
    assert "no item of the same kind" in response.text
    assert 'value="陈水生"' in response.text
    assert all(not row.given for row in page.rows)


def test_what_was_typed_is_saved_with_every_button(page, bureau):
    page.send("accept:2", **{"owner-1": " 陈水生 ", "lead_unit-3": "县水利局", "title-4": "筹集资金"})
    rows = {row.id: row for row in page.rows}
    assert rows[1].given == {"owner": "陈水生"}
    assert rows[3].given == {"lead_unit": "青石县水利局"}
    assert rows[4].item.title == "筹集资金"
    assert rows[2].decision == "accepted"


def test_a_wrong_value_is_told_at_its_field_and_nothing_is_saved(page, bureau):
    typed = {"lead_unit-1": "水力局", "owner-2": "陈水生", "deadline-3": "明天"}
    response = page.send("accept:5", **typed)
    assert response.context["form"].errors.keys() == {"lead_unit-1", "deadline-3"}
    for words in ("No unit is called", "水力局", "陈水生"):
        assert words in response.text
    assert page.draft.version == 1
    assert page.rows[4].decision == ""


def test_values_that_nobody_touched_are_not_checked(log_in, coordinator, text):
    """A document may name a unit that the site does not know."""
    stated = text.replace("（一）加快清淤进度。", "（一）加快清淤进度。由县应急管理局牵头。")
    draft = next(receive(stated.encode(), "甲.txt", by=coordinator)).draft
    page = Page(log_in(coordinator), draft)
    assert page.rows[2].values["lead_unit"] == "县应急管理局"
    page.send("save")
    assert page.rows[2].given == {}
    assert page.draft.version == 2


def test_ticked_rows_together(page, bureau):
    page.send("set", tick=["1", "3"], **{"all-lead_unit": "县水利局", "all-deadline": "2024-09-30"})
    assert [row.given for row in page.rows if row.id in (1, 3)] == [
        {"lead_unit": "青石县水利局", "deadline": "2024-09-30"}
    ] * 2
    page.send("ignore", tick=["2", "4"])
    page.send("plan", tick=["1"])
    assert [(row.item.kind, row.decision) for row in page.rows][:2] == [("plan", "accepted"), ("problem", "ignored")]
    assert "tick the items first" in page.send("accept").text
    assert "what the ticked items should get" in page.send("set", tick=["1"]).text


def test_marked_words(page, text):
    start = text.index("全年开展巡河")
    page.send("add-problem", start=str(start), end=str(start + len("全年开展巡河320次")))
    added = page.rows[0]
    assert (added.item.text, added.item.kind, added.id) == ("全年开展巡河320次", "problem", 6)
    page.send("words", start=str(start), end=str(start + 6), row="6")
    assert page.rows[0].item.text == "全年开展巡河"
    middle = text.index("保洁员工资")
    page.send("split-here", start=str(middle), end=str(middle + 2))
    assert "保洁员工资已拖欠两个月。" in [row.item.text for row in page.rows]
    page.send("words", start=str(start), end=str(start + 4))
    assert page.rows[0].item.text == "全年开展"  # the one row that the words touch
    assert "mark words" in page.send("words").text


@pytest.mark.parametrize("do", ["", "nonsense", "accept:x", "split:99999999999", "move:1:up:left", "merge:77", "set:1"])
def test_no_button_breaks_the_page(page, do):
    assert page.send(do).status_code == 200


def test_an_open_row_stays_open_while_its_words_are_corrected(page):
    response = page.send("move:2:start:on", "?order=text", **{"step-2": "sentence"})
    assert response.redirect_chain[0][0].endswith("?order=text&at=2&step=sentence#row-2")
    assert response.text.count('class="cutting" open') == 1


# --- Kept, stale, put away -----------------------------------------------------------------------------


def test_leaving_and_coming_back_keeps_the_work(page, client, administrator):
    page.send("ignore:1")
    client.force_login(administrator)
    assert 'class="draft-row ignored" id="row-1"' in page.get().text


def test_a_stale_form_is_refused_and_what_was_typed_is_still_there(page):
    page.send("ignore:1")
    response = page.send("confirm", version=1, **{"owner-2": "陈水生"})
    assert response.status_code == 409
    assert "changed this preview after you opened it" in response.text
    assert 'value="陈水生"' in response.text
    assert 'name="version" value="2"' in response.text
    assert not Task.objects.exists()
    assert page.rows[1].given == {}


def test_put_away(page):
    response = page.send("discard")
    assert response.redirect_chain == [("/imports/", 302)]
    assert page.draft.state == "waiting"  # as it was fetched before
    page.draft.refresh_from_db()
    assert page.draft.state == "discarded"
    assert page.get().status_code == 302
    assert not Task.objects.exists()


@pytest.mark.parametrize("who", ["reader", "handler"])
def test_to_others_it_does_not_exist(client, request, draft, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/imports/drafts/{draft.pk}/").status_code == 404


# --- Confirmed -----------------------------------------------------------------------------------------


def test_confirming_untouched_is_what_an_import_does(page, text, coordinator):
    response = page.send("confirm")
    batch = ImportBatch.objects.get()
    assert response.redirect_chain == [(f"/imports/{batch.pk}/", 302)]
    by_preview = list(Task.objects.order_by("pk").values_list("title", "status", "deadline", "origins"))
    assert (batch.created, batch.by, SourceFile.objects.get().name) == (5, coordinator, "柳河镇河长制.txt")
    page.draft.refresh_from_db()
    assert (page.draft.state, page.draft.batch) == ("confirmed", batch)
    import_file(text.replace("柳河镇", "白杨镇").encode(), "白杨镇.txt")
    by_command = Task.objects.exclude(batch=batch).order_by("pk").values_list("title", "status", "deadline", "origins")
    assert by_preview == list(by_command)


def test_what_was_decided_and_set_becomes_the_tasks(page, draft, bureau, coordinator):
    doubt(draft, 1, 2)
    page.send("accept:1", **{"lead_unit-1": "县水利局", "deadline-3": "2024-09-30", "title-1": "清淤太慢"})
    page.send("ignore:4", **{"owner-5": "陈水生"})
    page.send("problem:5")
    page.send("confirm")
    tasks = {task.title: task for task in Task.objects.all()}
    assert {title: (task.kind, task.status) for title, task in tasks.items()} == {
        "清淤太慢": ("problem", "open"),
        "管护资金不足": ("problem", "candidate"),
        "加快清淤进度": ("plan", "open"),
        "落实管护资金": ("plan", "dismissed"),
        "健全巡河制度": ("problem", "open"),
    }
    assert (tasks["清淤太慢"].lead_unit, tasks["清淤太慢"].origins["lead_unit"]) == (bureau, "manual")
    assert tasks["加快清淤进度"].deadline.isoformat() == "2024-09-30"
    assert tasks["加快清淤进度"].origins["deadline"] == "manual"
    assert tasks["健全巡河制度"].owner == "陈水生"
    told = list(tasks["清淤太慢"].events.values_list("verb", "by"))
    assert told == [("create", coordinator.pk), ("accept", coordinator.pk), ("edit", coordinator.pk)]
    for item in Item.objects.select_related("edition"):
        assert item.edition.text[item.start : item.end] == item.text


def test_split_and_added_items_become_tasks_with_their_words(page, text):
    row = page.rows[1]
    page.send("split:2", **{"at-2": str(row.start + row.item.text.index("保洁员"))})
    start = text.index("全年开展巡河")
    page.send("add-plan", start=str(start), end=str(start + 10))
    page.send("confirm")
    assert titles(kind="problem") == ["保洁员工资已拖欠两个月", "清淤进度偏慢", "管护资金不足"]
    assert Task.objects.get(items__text="全年开展巡河320次").status == "open"
    assert Edition.objects.get().items.count() == 7


def test_unit_and_year_of_the_whole_file(page, town):
    page.send("confirm", unit="柳河镇人民政府", year="2021")
    assert set(Task.objects.values_list("reporting_unit__name", "year")) == {("柳河镇人民政府", 2021)}


def test_a_doubt_about_the_unit_is_asked_and_nothing_is_lost(log_in, coordinator, town):
    """Two texts of one title without units: confirming asks for the unit and keeps the corrections."""
    form = "2023年工作总结\n一、主要工作\n{0}\n二、存在的问题\n（一）{1}不够扎实，效果不明显。\n（二）{1}经费不足。\n"
    import_file(form.format("全年开展医疗巡诊二十次，服务群众三千余人。", "巡诊").encode(), "卫生院.txt")
    other = form.format("全年举办法治讲座十二场，调解纠纷八十余件。", "调解").encode()
    page = Page(log_in(coordinator), next(receive(other, "司法所.txt", by=coordinator)).draft)
    response = page.send("confirm", **{"owner-1": "陈水生"})
    assert "neither names its unit" in response.text
    assert Task.objects.count() == 2
    assert page.rows[0].given == {"owner": "陈水生"}
    version = re.search(r'name="version" value="(\d+)"', response.text)[1]
    page.send("confirm", version=version, unit="柳河镇人民政府")
    assert Task.objects.count() == 4


def test_ignored_items_are_not_brought_up_by_a_later_edition(page, text):
    page.send("ignore:2")
    page.send("confirm")
    again = import_file(text.replace("现将有关", "现就有关").encode(), "修订.txt", unit="")
    assert (again.created, again.unchanged) == (0, 5)
    assert titles(status="dismissed") == ["管护资金不足"]


# --- A revised file ------------------------------------------------------------------------------------


@pytest.fixture
def revised(log_in, coordinator, text, import_text):
    """The preview of a revised file: one item reworded, one gone, one new."""
    import_text(unit="", by=coordinator)
    words = text.replace(*REWORDED).replace("（二）管护资金不足。保洁员工资已拖欠两个月。\n", "")
    words += "（四）开展联合执法。全年不少于四次。\n"
    return Page(log_in(coordinator), next(receive(words.encode(), "修订.txt", by=coordinator)).draft)


def test_rows_say_what_becomes_of_them(revised):
    page = revised.get().context["page"]
    assert [(line.fate.outcome, line.row.item.title) for line in page.lines] == [
        ("changed", "清淤进度偏慢"),
        ("unchanged", "加快清淤进度"),
        ("unchanged", "落实管护资金"),
        ("unchanged", "健全巡河制度"),
        ("new", "开展联合执法"),
    ]
    assert [fate.task.title for fate in page.plan.vanished] == ["管护资金不足"]
    html = revised.get().text
    assert all(words in html for words in REWORDED)
    assert f'name="title-{page.lines[4].row.id}"' in html
    assert f'name="title-{page.lines[1].row.id}"' not in html


def test_the_foretold_is_what_happens(revised):
    totals = revised.get().context["page"].totals
    revised.send("confirm")
    batch = ImportBatch.objects.latest("pk")
    foretold = (totals["new"], totals["unchanged"], totals["changed"], totals["vanished"])
    assert (batch.created, batch.unchanged, batch.changed, batch.vanished) == foretold == (1, 3, 1, 1)


def test_words_that_return(revised, text, coordinator, log_in):
    revised.send("confirm")
    back = text.replace("现将有关", "现就有关")
    page = (
        Page(log_in(coordinator), next(receive(back.encode(), "再修订.txt", by=coordinator)).draft)
        .get()
        .context["page"]
    )
    assert {line.row.item.title: line.fate.outcome for line in page.lines}["管护资金不足"] == "returned"


def test_what_people_did_while_the_preview_waited_wins(revised, coordinator):
    task = Task.objects.get(title="清淤进度偏慢")
    number = next(line.row.id for line in revised.get().context["page"].lines if line.fate.task == task)
    carry_out(task, "close_out", by=coordinator, version=task.version)
    revised.send(f"ignore:{number}", **{f"owner-{number}": "别人"})
    revised.send("confirm")
    task.refresh_from_db()
    assert (task.status, task.owner) == ("closed", "")
    assert task.events.last().verb == "reimport"


def test_a_text_that_the_site_has_changes_nothing(log_in, coordinator, text, import_text):
    import_text(unit="", by=coordinator)
    before = list(TaskEvent.objects.values()), list(BatchTask.objects.values())
    same = next(receive(text.encode("gb18030"), "另一编码.txt", by=coordinator)).draft
    page = Page(log_in(coordinator), same)
    assert "has this very text already" in page.get().text
    assert "has these very texts already" in page.send("confirm").text
    assert (list(TaskEvent.objects.values()), list(BatchTask.objects.values())) == before


def test_every_figure_of_an_import_opens_exactly_its_rows(revised, client):
    revised.send("confirm")
    pages = client.get("/imports/").text + client.get(f"/imports/{ImportBatch.objects.latest('pk').pk}/").text
    links = re.findall(r'href="(/tasks/\?batch=[^"]*)"[^>]*>(?:<b>)?(\d+)<', pages)
    assert len(links) == 15
    for address, count in links:
        listed = client.get(address.replace("&amp;", "&")).context["table"].paginator.count
        assert (address, listed) == (address, int(count))


def test_a_unit_that_was_renamed_meanwhile_is_told(page, bureau):
    page.send("save", **{"lead_unit-1": "县水利局"})
    Unit.objects.filter(pk=bureau.pk).update(name="青石县水务局")
    assert "No unit is called" in page.send("confirm").text
    assert not Task.objects.exists()


def test_a_file_that_is_gone_from_the_disk_is_told(page, settings, tmp_path):
    settings.ORIGINALS_DIR = tmp_path / "elsewhere"
    assert "upload it again" in page.send("confirm").text
    assert ImportDraft.objects.get().state == "waiting"
