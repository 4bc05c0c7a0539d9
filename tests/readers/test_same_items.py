"""One text in every format gives the same items: typed, numbered by Word, as PDF, as .doc, .odt, .rtf and web page."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from summaries.extraction import extract
from summaries.readers import read
from summaries.readers.office import find_office
from tests.readers.builders import abstract, level, num, paragraph, word

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "青石县2023年度工作总结汇编.txt"
CORPUS = ROOT.parent / "shared" / "corpus" / "summaries-2018.txt"
OFFICE = find_office()
needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed (libreoffice-writer-nogui)"
)
# Levels of the list that the numbered document uses, by the shape of what was typed.
SHAPES = (
    ("chineseCounting", "%1、", re.compile(r"([一二三四五六七八九十]+)、")),
    ("chineseCounting", "（%2）", re.compile(r"（([一二三四五六七八九十]+)）")),
    ("decimal", "%3.", re.compile(r"(\d+)\.(?!\d)")),
    ("decimalEnclosedCircle", "%4", re.compile(r"([①-⑳])")),
)


TEXTS = {"sample": SAMPLE, "corpus": CORPUS}


@pytest.fixture(scope="module", params=TEXTS)
def name(request) -> str:
    if not TEXTS[request.param].exists():
        pytest.skip("the real texts are not on this machine")
    return request.param


@pytest.fixture(scope="module")
def text(name) -> str:
    return read(TEXTS[name].read_bytes(), TEXTS[name].name).text


def items(text: str) -> list[tuple[str, str]]:
    """Return kind and words of the items, without white space: it differs in how an indent is made."""
    found = extract(text)
    return [
        (item.kind, "".join(item.text.split())) for each in found.summaries for item in (*each.problems, *each.plans)
    ]


def typed(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def numbered(text: str) -> tuple[bytes, int]:
    """Return the text as a document whose numbers are Word's, and how many are."""
    body, lists = [], []
    for line in text.split("\n"):
        stripped = line.strip("　 ")
        found = next(((index, match) for index, match in enumerate(_shapes(stripped)) if match), None)
        if found is None:
            body.append(paragraph(line))
            continue
        index, match = found
        # A list of its own for each paragraph, starting where the author was: numbers may be repeated or skipped.
        lists.append((index, _value(match[1], index)))
        body.append(paragraph(stripped[match.end() :], num=len(lists), level=index))
    levels = [level(index, style, shown) for index, (style, shown, _shape) in enumerate(SHAPES)]
    numbering = abstract(0, *levels) + "".join(_list(number, *each) for number, each in enumerate(lists, start=1))
    return word("".join(body), numbering=numbering), len(lists)


def _shapes(line: str) -> Iterator[re.Match[str] | None]:
    return (shape.match(line) for _style, _shown, shape in SHAPES)


def _value(words: str, index: int) -> int:
    if index == 2:
        return int(words)
    if index == 3:
        return ord(words) - ord("①") + 1
    tens, ten, ones = words.rpartition("十")
    digits = "一二三四五六七八九"
    return (10 * (digits.index(tens) + 1 if tens else 1) if ten else 0) + (digits.index(ones) + 1 if ones else 0)


def _list(number: int, index: int, start: int) -> str:
    override = f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return num(number, 0, override)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Callable[[str, str], bytes]:
    """Return a function that gives a document as LibreOffice saves it; it converts all of them at its first call."""
    folder = tmp_path_factory.mktemp("office")
    names = [name for name, path in TEXTS.items() if path.exists()]
    for name in names:
        text = read(TEXTS[name].read_bytes(), TEXTS[name].name).text
        (folder / f"{name}-typed.docx").write_bytes(typed(text))
        (folder / f"{name}-numbered.docx").write_bytes(numbered(text)[0])

    def give(name: str, suffix: str) -> bytes:
        target = folder / f"{name}.{suffix}"
        if not target.exists():
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [OFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
            subprocess.run([*command, *map(str, folder.glob("*.docx"))], check=True, capture_output=True, timeout=240)
        return target.read_bytes()

    return give


def test_typed_numbers(text):
    again = read(typed(text), "a.docx").text
    assert items(again) == items(text)
    assert again.split("\n") == text.split("\n")


def test_automatic_numbers(text):
    data, count = numbered(text)
    again = read(data, "a.docx").text
    assert count > 40
    assert "".join(again.split()) == "".join(text.split())
    assert items(again) == items(text)


@pytest.mark.office
@needs_office
@pytest.mark.parametrize("suffix", ["pdf", "doc", "odt", "rtf", "html"])
def test_converted(name, text, suffix, office):
    again = read(office(f"{name}-typed", suffix), f"a.{suffix}").text
    assert items(again) == items(text)


@pytest.mark.office
@needs_office
@pytest.mark.parametrize("suffix", ["pdf", "doc", "rtf"])
def test_converted_with_automatic_numbers(name, text, suffix, office):
    again = read(office(f"{name}-numbered", suffix), f"a.{suffix}").text
    assert items(again) == items(text)


def test_the_real_compilation_has_its_items():
    if not CORPUS.exists():
        pytest.skip("the real texts are not on this machine")
    assert len(items(read(CORPUS.read_bytes(), CORPUS.name).text)) == 41
