"""Which summary a text is an edition of: by unit and title, by its words where the unit is missing, or by asking."""

from __future__ import annotations

import pytest

from accounts.models import Unit
from summaries.models import Edition, Summary
from tests.tracker.test_import_draft import Page
from tests.tracker.test_intake import document, everything
from tracker.drafts import receive
from tracker.intake import RefusedFile, import_file
from tracker.models import ImportDraft, Task

pytestmark = pytest.mark.django_db

TEXT = """2023年工作总结
2023年，全年开展巡诊二十次，服务群众三千余人，群众满意度明显提高。
一、存在的问题
（一）{problem}不够扎实，上半年只完成计划的四成，群众反映较多。
（二）{problem}经费不足，两个站点至今没有配备专职人员。
二、下一步打算
（一）加强{problem}，年底前完成全部站点的设备更新。
（二）落实{problem}经费，争取纳入明年财政预算。
"""
CLINIC, COURT = TEXT.format(problem="巡诊"), TEXT.format(problem="普法").replace("巡诊", "讲座").replace("群众", "学员")


def imported(text: str, **about) -> Summary:
    import_file(text.encode(), "总结.txt", **about)
    return Edition.objects.latest("pk").summary


def test_a_revision_that_forgets_its_unit_is_known_by_its_words():
    first = imported(CLINIC, unit="柳河卫生院")
    assert imported(CLINIC.replace("二十次", "三十次")) == first
    assert Task.objects.count() == 4


def test_a_revision_that_names_its_unit_at_last_is_known_by_its_words():
    first = imported(CLINIC)
    assert imported(CLINIC.replace("二十次", "三十次"), unit="柳河卫生院") == first


def test_another_text_of_the_same_title_is_another_summary():
    first = imported(CLINIC, unit="柳河卫生院")
    assert imported(COURT) != first
    assert imported(COURT.replace("二十次", "三十次"), unit="柳河司法所") not in (first, None)


def test_between_two_units_nothing_is_guessed():
    imported(CLINIC, unit="柳河卫生院")
    imported(CLINIC.replace("二十次", "三十次"), unit="石桥卫生院")
    before = everything()
    with pytest.raises(RefusedFile, match="--unit"):
        import_file(CLINIC.replace("二十次", "四十次").encode(), "总结.txt")
    assert everything() == before


def test_a_folder_with_two_editions_changes_nothing_the_second_time():
    files = [document(), document(opening="另起一段说明全年情况。")]
    for _time in range(2):
        outcomes = [import_file(data, f"{n}.txt") for n, data in enumerate(files)]
    assert [(each.batch, each.unchanged) for each in outcomes] == [(None, 4), (None, 4)]
    assert Edition.objects.count() == 2


# --- In the preview ----------------------------------------------------------------------------------


@pytest.fixture
def preview(log_in, coordinator):
    def do(text: str) -> Page:
        draft = next(receive(text.encode(), "总结.txt", by=coordinator)).draft
        return Page(log_in(coordinator), draft)

    return do


def test_the_preview_asks_which_unit_it_is_and_confirms_with_the_answer(preview):
    first = imported(CLINIC, unit="柳河卫生院")
    imported(CLINIC.replace("二十次", "三十次"), unit="石桥卫生院")
    page = preview(CLINIC.replace("二十次", "四十次"))
    assert page.get().context["page"].plan.unclear
    assert "Please say" in page.get().text
    page.send("confirm")
    assert Edition.objects.count() == 2, "nothing is imported before the question is answered"
    page.send("save", about="0", **{"about-unit": "柳河卫生院"})
    shown = page.get().context["page"]
    assert (shown.plan.unclear, shown.plan.summary) == ("", first)
    assert {fate.outcome for fate in shown.plan.fates.values()} == {"unchanged"}
    page.send("confirm")
    assert [each.number for each in first.editions.order_by("number")] == [1, 2]
    assert Task.objects.count() == 8


def test_title_year_and_topic_can_be_corrected(preview, bureau):
    page = preview(document().decode())
    said = {"about-title": "河长制年度总结", "about-unit": "县水利局", "about-year": "2022", "about-topic": "治水"}
    page.send("confirm", about="0", **said)
    summary = Summary.objects.get()
    assert (summary.title, summary.unit, summary.year, summary.topic.name) == ("河长制年度总结", bureau, 2022, "治水")
    assert set(Task.objects.values_list("year", "reporting_unit", "topic__name")) == {(2022, bureau.pk, "治水")}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"about-title": ""}, "required"),
        ({"about-unit": "无此局"}, "No unit is called"),
        ({"about-year": "12"}, "1949"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(preview, said, why):
    page = preview(document().decode())
    response = page.send("confirm", about="0", **said)
    assert why in response.text.split('class="card identity"')[1].split("</section>")[0]
    assert not Summary.objects.exists()
    assert ImportDraft.objects.get().version == 1


def test_a_revision_under_another_title_is_offered_and_taken(preview, bureau):
    import_file(document(), "河长制.txt")
    revised = document(title="青石县水利局2023年度河长制落实情况总结", opening="补充说明一段情况。").decode()
    page = preview(revised)
    known = Summary.objects.get()
    assert page.get().context["page"].resembling == [known]
    page.send(f"as:{known.pk}", about="0")
    assert page.get().context["page"].plan.summary == known
    page.send("confirm")
    assert Summary.objects.get().editions.count() == 2
    assert Task.objects.count() == 4


def test_a_summary_that_is_gone_can_not_be_chosen(preview, bureau):
    response = preview(document().decode()).send("as:99999", about="0")
    assert "not there any more" in response.text
    assert Unit.objects.count() == 2  # the cast's
