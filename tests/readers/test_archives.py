"""Archives of documents: each entry read or refused under its own name."""

from __future__ import annotations

import io
import zipfile

import pytest

from summaries.readers import Reading, Unreadable, read_many
from tests.readers.builders import paragraph, word, zipped


def told(results: list[Reading | Unreadable]) -> list[tuple[str, str]]:
    """Return (name, text) of what was read and (name, code) of what was refused."""
    return [
        (each.params["name"], each.code) if isinstance(each, Unreadable) else (each.name, each.text) for each in results
    ]


def test_every_document_is_read_and_everything_else_is_refused_by_name():
    archive = zipped(
        {
            "2023/柳河镇.txt": "存在问题",
            "水利局.docx": word(paragraph("打算")),
            "photo.png": b"\x89PNG\r\n",
            "inner.zip": zipped({"a.txt": "a"}),
            "empty.txt": "",
            "~$水利局.docx": "lock",
            "__MACOSX/2023/._柳河镇.txt": "x",
            ".DS_Store": "x",
            "Thumbs.db": "x",
        }
    )
    assert told(read_many(archive, "汇总.ZIP")) == [
        ("柳河镇.txt", "存在问题"),
        ("水利局.docx", "打算"),
        ("photo.png", "suffix"),
        ("inner.zip", "nested_archive"),
        ("empty.txt", "empty"),
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("柳河镇.txt".encode("gbk"), "柳河镇.txt"),
        ("柳河镇.txt".encode(), "柳河镇.txt"),
        ("资料\\柳河镇.txt".encode("gbk"), "柳河镇.txt"),
        (b"../../etc/cron.d/x.txt", "x.txt"),
        (b"/etc/x.txt", "x.txt"),
        (b"C:\\Windows\\x.txt", "x.txt"),
        (b"a\x1b[31m\n.txt", "a[31m.txt"),
    ],
)
def test_names_are_shown_without_folders_and_in_the_right_characters(raw, shown):
    placeholder = b"N" * (len(raw) - 4) + b".txt"
    archive = zipped({placeholder.decode(): "甲"}).replace(placeholder, raw)
    assert told(read_many(archive, "a.zip")) == [(shown, "甲")]


def test_a_file_that_is_no_archive_is_read_alone():
    assert told(read_many("甲".encode(), "a.txt")) == [("a.txt", "甲")]
    assert told(read_many(b"", "a.txt")) == [("a.txt", "empty")]


def test_a_document_that_was_named_zip_is_read():
    assert told(read_many(word(paragraph("甲")), "a.zip")) == [("a.docx", "甲")]


@pytest.mark.parametrize(
    ("data", "code"), [(zipped({}), "no_documents"), (zipped({".DS_Store": "x"}), "no_documents"), (b"PK", "damaged")]
)
def test_archives_without_documents(data, code):
    assert told(read_many(data, "a.zip")) == [("a.zip", code)]


def test_one_broken_entry_leaves_the_others():
    archive = zipped({"a.txt": "甲" * 50, "b.txt": "乙"}, method=zipfile.ZIP_STORED)
    broken = archive.replace("甲".encode() * 50, "丙".encode() * 50, 1)
    assert told(read_many(broken, "a.zip")) == [("a.txt", "damaged"), ("b.txt", "乙")]


def test_compression_that_nobody_uses_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", "甲")
    assert told(read_many(buffer.getvalue(), "a.zip")) == [("a.txt", "damaged")]
