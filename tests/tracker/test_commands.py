"""The commands as somebody types them: what they print, their exit codes, and that bad input leaves no trace."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from summaries.models import Edition, SourceFile
from tests.readers.builders import paragraph, word, zipped
from tests.tracker.test_intake import PLANS, PROBLEMS, TITLE, document, everything
from tracker.batches import undo
from tracker.models import ImportBatch, Task


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "河长制.txt").write_bytes(document())
    return documents


def run(capsys, *args: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it printed, and its complaints."""
    code = 0
    try:
        call_command(*args, stdout=sys.stdout, stderr=sys.stderr)
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.django_db
def test_import_prints_what_it_did(folder, capsys):
    code, out, err = run(capsys, "import_summaries", str(folder))
    assert (code, err) == (0, "")
    assert "河长制.txt" in out
    assert "4" in out
    code, out, _err = run(capsys, "import_summaries", str(folder), "--format", "json")
    assert json.loads(out) == {
        "files": [
            {"file": "河长制.txt", "summaries": [TITLE], "created": 0, "unchanged": 4, "changed": 0, "vanished": 0}
            | {"returned": 0, "not_read": []}
        ]
    }


@pytest.mark.django_db
def test_import_takes_unit_year_and_dry_run(folder, capsys):
    before = everything()
    code, _out, _err = run(capsys, "import_summaries", str(folder), "--dry-run")
    assert (code, everything()) == (0, before)
    run(capsys, "import_summaries", str(folder), "--unit", "石桥镇人民政府", "--year", "2020")
    assert set(Task.objects.values_list("reporting_unit__name", "year")) == {("石桥镇人民政府", 2020)}


@pytest.mark.django_db
def test_an_archive_is_its_documents_and_what_was_not_read_is_told(folder, capsys):
    picture = "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"
    lines = "".join(paragraph(line) for line in document(title="柳河镇2023年信访工作总结").decode().split("\n"))
    archive = {"子文件夹/信访.docx": word(picture + lines), "坏.txt": b"\0\1", "图.png": b"\x89PNG"}
    (folder / "汇总.zip").write_bytes(zipped(archive))
    code, out, err = run(capsys, "import_summaries", str(folder))
    assert code == 1
    assert [line.split(": ")[0].split("汇总.zip › ")[-1] for line in err.splitlines()] == ["坏.txt", "图.png"]
    assert "信访.docx: " in out
    assert "  ! 1 张图片没有读取。" in out
    assert Task.objects.count() == 8
    (edition,) = Edition.objects.filter(summary__title__contains="信访")
    assert {"code": "omitted", "params": {"what": "picture", "count": 1}, "start": 0, "end": 1} in edition.notes


@pytest.mark.django_db
def test_several_processes_import_the_same_as_one(folder, capsys, bureau):
    for number in range(6):
        text = document(title=f"第{number % 3}街道2023年河长制工作总结", opening=f"另起一段说明第{number}次会议。")
        lines = "".join(map(paragraph, text.decode().split("\n")))
        (folder / f"{number}.docx").write_bytes(word(lines))
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    told = {}
    for jobs in ("3", "1"):
        told[jobs] = run(capsys, "import_summaries", str(folder), "--jobs", jobs), evidence()
        for batch in ImportBatch.objects.filter(undone_at=None).order_by("-pk"):
            undo(batch, by=User.objects.get_or_create(username="undoing")[0])
    assert told["3"] == told["1"]
    assert told["1"][0][0] == 1
    assert len(told["1"][1]) == 4


def evidence() -> dict:
    """Return what the documents say, by their titles, without the numbers of rows."""
    found = {}
    for edition in Edition.objects.select_related("summary").order_by("summary__title", "number"):
        items = edition.items.order_by("kind", "number").values_list("kind", "text", "clues", "source__task__title")
        found.setdefault(edition.summary.title, []).append((edition.number, edition.text, list(items)))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("jobs", ["0", "-1"])
def test_no_process_is_not_enough(folder, jobs):
    with pytest.raises(CommandError, match="--jobs"):
        call_command("import_summaries", str(folder), "--jobs", jobs)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.django_db
def test_a_progress_bar_runs_on_a_terminal_only(folder, monkeypatch):
    (folder / "又一份.txt").write_bytes(document(title="柳河镇2023年信访工作总结"))
    monkeypatch.setattr("sys.stderr", Terminal())
    call_command("import_summaries", str(folder), stdout=io.StringIO())
    shown = sys.stderr.getvalue()
    assert [step for step in ("0/2", "1/2", "2/2") if step in shown] == ["0/2", "1/2", "2/2"]
    assert shown.endswith("\r\x1b[K"), "the bar is gone at the end"
    monkeypatch.setattr("sys.stderr", io.StringIO())
    call_command("import_summaries", str(folder), stdout=io.StringIO())
    assert sys.stderr.getvalue() == ""


BAD = {
    "wrong path": None,
    "folder without documents": {},
    "empty": {"a.txt": b""},
    "blank": {"a.txt": "　\n \n".encode()},
    "binary named .txt": {"a.txt": bytes(range(256)) * 40},
    "NUL": {"a.txt": "工作总结\0存在的问题".encode()},
    "UTF-16 surrogate alone": {"a.txt": b"\xff\xfe\x00\xd8\x41\x00"},
    "UTF-8 surrogate": {"a.txt": b"\xed\xa0\x80" * 50},
    "only a contents page": {"a.txt": "目录\n甲镇2023年工作总结\t1\n乙镇2023年工作总结\t7\n".encode()},
    "20 MB in one line": {"a.txt": "问题".encode() * 3_500_000},
    "200,000 paragraphs": {"a.txt": "存在问题。\n".encode() * 200_000},
    "over 20 MB": {"a.txt": b"x" * (21 * 1024 * 1024)},
}


@pytest.mark.django_db
@pytest.mark.parametrize("files", BAD.values(), ids=BAD.keys())
def test_bad_input_gets_a_sentence_and_leaves_nothing(files, tmp_path, capsys, settings):
    place = tmp_path / "input"
    if files is not None:
        place.mkdir()
        for name, data in files.items():
            (place / name).write_bytes(data)
    before = everything()
    code, _out, err = run(capsys, "import_summaries", str(place))
    assert code == 1
    assert len(err.strip().splitlines()) == 1
    assert err.strip().endswith("。")
    assert everything() == before
    assert not settings.ORIGINALS_DIR.exists()


@pytest.mark.django_db
def test_one_bad_file_does_not_keep_the_others_out(folder, capsys):
    (folder / "坏.txt").write_bytes(b"\x00\x01")
    code, _out, err = run(capsys, "import_summaries", str(folder))
    assert code == 1
    assert "坏.txt" in err
    assert SourceFile.objects.count() == 1


def test_extract_needs_no_database_and_keeps_the_contract(folder, capsys):
    code, out, err = run(capsys, "extract_summaries", str(folder / "河长制.txt"), "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert set(found) == {"file", "contents", "summaries", "notes"}
    (summary,) = found["summaries"]
    assert {"title", "topic", "year", "start", "end", "problems", "plans", "answers", "notes"} <= set(summary)
    text = document().decode()
    assert [item["text"] for item in summary["problems"]] == list(PROBLEMS)
    assert [item["text"] for item in summary["plans"]] == list(PLANS)
    for item in summary["problems"] + summary["plans"]:
        assert text[item["start"] : item["end"]] == item["text"]
        assert {"title", "paragraph", "heading_path", "confidence", "deadline", "lead", "support", "parts"} <= set(item)
    first = summary["plans"][0]
    assert first["deadline"] == {"text": "2024年6月底前", "date": "2024-06-30", "kind": "fixed"}
    assert first["lead"]["text"] == "县水利局"


def test_extract_as_text_names_the_items(folder, capsys):
    code, out, _err = run(capsys, "extract_summaries", str(folder / "河长制.txt"))
    assert code == 0
    assert TITLE in out
    assert "规范巡河记录" in out


@pytest.mark.parametrize("name", ["fehlt.txt", "."])
def test_extract_refuses_with_a_sentence(name, tmp_path, capsys):
    code, _out, err = run(capsys, "extract_summaries", str(tmp_path / name))
    assert code == 1
    assert err.strip().endswith("。")
