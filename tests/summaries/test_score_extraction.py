"""The command that scores extraction against gold."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEAD = "# a case\n---\n2022年工作总结\n一、存在的问题\n"
GOOD = HEAD + "⟦P|（一）巡河不够经常。⟧\n⟦P|（二）清淤经费不足。⟧\n"
POOR = HEAD + "（一）巡河不够经常。\n（二）清淤经费不足。\n⟦P|三、全年巡河三百次。⟧\n"


def score(capsys: pytest.CaptureFixture[str], *args: str) -> list[str]:
    call_command("score_extraction", *args)
    return capsys.readouterr().out.splitlines()


def test_worst_documents_first_then_the_sums(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a-good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b-poor.txt").write_text(POOR, encoding="utf-8")
    (tmp_path / "plain.txt").write_text("2022年工作总结\n", encoding="utf-8")
    lines = score(capsys, str(tmp_path))
    assert [line.split()[-1] for line in lines[:2]] == ["b-poor.txt", "a-good.txt"]
    assert "problem" in lines[3]
    assert "2/3 +2" in lines[3]
    assert "precision 0.500  recall 0.667" in lines[3]


def test_items_are_named_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "poor.txt").write_text(POOR, encoding="utf-8")
    told = "\n".join(score(capsys, str(tmp_path), "--items"))
    assert "- problem [40:49] 三、全年巡河三百次" in told
    assert "+ problem [18:27] （一）巡河不够经常" in told


def test_json_lines_lie_beside_their_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "2022年工作总结\n一、存在的问题\n（一）巡河不够经常。\n（二）清淤经费不足。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    problems = [{"start": text.index(mark), "end": text.index("。", text.index(mark))} for mark in ("（一）", "（二）")]
    record = {"file": "a.txt", "problems": problems, "plans": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(record), encoding="utf-8")
    assert score(capsys, str(tmp_path / "gold.jsonl"))[0].split() == ["1.000", "2/2", "+0", "a.txt"]


@pytest.mark.parametrize("content", ["[", "{}", '{"file": "missing.txt"}', "3"])
def test_what_is_no_gold_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.json").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=r"gold\.json"):
        call_command("score_extraction", str(tmp_path / "gold.json"))


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("score_extraction", str(tmp_path))
