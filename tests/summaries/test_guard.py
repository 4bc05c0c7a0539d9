"""The guarded reading room: whatever a reader does, the site gets a reading or a refusal, in time."""

from __future__ import annotations

import sys
import time

import pytest

from summaries import guard
from summaries.guard import read_guarded
from summaries.readers import Unreadable, read
from tests.readers.builders import paragraph, pdf, word

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
HEAVY = word("".join(paragraph("存在问题" * 5) for _number in range(45_000)))
DOCUMENTS = {
    "docx": word(paragraph("存在问题") + "<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"),
    "pdf": pdf([(72, 700, "Problems and plans of the year")]),
    "html": "<p>存在问题</p><img src='a.png'>".encode(),
    "rtf": rb"{\rtf1\ansi problems\par plans}",
    "txt": "存在问题\n打算".encode(),
}


def code(data: bytes, name: str, **limits: int) -> str:
    with pytest.raises(Unreadable) as refused:
        read_guarded(data, name, **limits)
    return refused.value.code


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_what_is_read_is_what_the_reader_reads(suffix):
    data, name = DOCUMENTS[suffix], f"总结.{suffix}"
    assert read_guarded(data, name) == read(data, name)


def test_refusals_come_back_as_they_are():
    with pytest.raises(Unreadable, match=r"总结\.pdf"):
        read_guarded(b"%PDF-1.7 broken", "总结.pdf")


@posix
def test_a_reader_that_takes_too_much_memory_is_a_refusal():
    wide = "<b>存在问题</b>".encode() * 400_000
    assert code(wide, "a.html", megabytes=100) in ("too_much_memory", "crashed", "damaged")


@posix
def test_a_reader_that_takes_too_long_is_ended():
    begin = time.monotonic()
    assert code(HEAVY, "a.docx", seconds=1) in ("too_slow", "crashed")
    assert time.monotonic() - begin < 5


@posix
def test_a_reader_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(
        guard, "_command", lambda *_limits: [sys.executable, "-c", "import os; os.kill(os.getpid(), 11)"]
    )
    assert code(DOCUMENTS["docx"], "a.docx") == "crashed"


@pytest.mark.parametrize("answer", ["", "nonsense", "12345678{}", "\\0\\0\\0\\0\\0\\0\\0\\2{}"])
def test_an_answer_that_is_none_is_a_refusal(monkeypatch, answer):
    program = f"import sys; sys.stdin.buffer.read(); sys.stdout.write('{answer}')"
    monkeypatch.setattr(guard, "_command", lambda *_limits: [sys.executable, "-c", program])
    assert code(DOCUMENTS["docx"], "a.docx") == "crashed"


def test_the_reader_sees_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    told = "import os, sys; sys.exit('SECRET_KEY' in os.environ or 'DATABASE_URL' in os.environ)"
    seen = []
    monkeypatch.setattr(
        guard, "_understood", lambda _answer, ended, name, _seconds: seen.append(ended) or read(b"a", "a.txt")
    )
    monkeypatch.setattr(guard, "_command", lambda *_limits: [sys.executable, "-c", told])
    read_guarded(DOCUMENTS["docx"], "a.docx")
    assert seen == [0]
