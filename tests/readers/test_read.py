"""Reading .txt and .md: encodings, line ends, refusals."""

import pytest

from summaries.readers import MAX_BYTES, Unreadable, read

TEXT = "青石县水利局2021年工作总结\n一、存在的问题\n（一）巡河不够经常。\n"

ENCODINGS = [
    ("utf-8", b"", "utf-8"),
    ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
    ("gb18030", b"", "gb18030"),
    ("gbk", b"", "gb18030"),
    ("utf-16-le", b"\xff\xfe", "utf-16-le"),
    ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ("utf-16-le", b"", "utf-16-le"),
    ("utf-16-be", b"", "utf-16-be"),
]


@pytest.mark.parametrize(("encoding", "bom", "told"), ENCODINGS)
def test_encoding_is_recognised(encoding: str, bom: bytes, told: str) -> None:
    reading = read(bom + TEXT.encode(encoding), "总结.txt")
    assert (reading.text, reading.encoding) == (TEXT, told)


@pytest.mark.parametrize("words", ["问题", "一、打算", "人手不足。", "2021年总结"])
def test_short_gb18030_is_not_taken_for_utf16(words: str) -> None:
    assert read(words.encode("gb18030"), "a.txt").text == words


@pytest.mark.parametrize("name", ["总结.txt", "总结.TXT", "notes.Md", "a.b.md"])
def test_suffix_in_any_case(name: str) -> None:
    assert read(TEXT.encode(), name).name == name


@pytest.mark.parametrize(("data", "text"), [(b"a\r\nb\rc\n", "a\nb\nc\n"), (b"\r\n\r\nx", "\n\nx")])
def test_line_ends_become_newlines_and_nothing_else_changes(data: bytes, text: str) -> None:
    assert read(data, "a.txt").text == text


REFUSALS = [
    (b"x", "a.exe", "suffix"),
    (b"x", "noname", "suffix"),
    (b"", "a.txt", "empty"),
    (" \n\t　\n".encode(), "a.txt", "empty"),
    (b"\xef\xbb\xbf", "a.md", "empty"),
    (b"text with \x00\x00\x00\x00\x00 in it.....", "a.txt", "not_text"),
    ("工作总结\0存在的问题".encode(), "a.txt", "not_text"),
    (b"\x00\x01", "a.txt", "not_text"),
    (b"\xff\xff\xff", "a.txt", "undecodable"),
    (b"\xff\xfe\x00\xd8", "a.txt", "undecodable"),
    (b"x" * (MAX_BYTES + 1), "a.txt", "too_large"),
]


@pytest.mark.parametrize(("data", "name", "code"), REFUSALS, ids=lambda value: str(value)[:18])
def test_refusal_names_the_file_and_says_what_to_do(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    assert refused.value.code == code
    assert name in str(refused.value)
    assert str(refused.value).endswith("。")
    assert "\n" not in refused.value.message("en")
