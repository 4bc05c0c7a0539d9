"""Laws of reading: whatever is written in a supported encoding comes back, whatever else is refused in a sentence."""

from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.readers import Unreadable, read

PROSE = st.text(st.sampled_from("的一是问题不足打算加强工作，。；：（）1234年月\n　abcXX"), min_size=1, max_size=200)


@given(PROSE, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
@settings(max_examples=80, deadline=None)
def test_prose_survives(text: str, encoding: str) -> None:
    """A few characters alone may be valid in two encodings; behind a title they are not."""
    text = "水利局工作总结\n" + text
    assert read(text.encode(encoding), "a.txt").text == text


def text_or_sentences(data: bytes) -> tuple[str, list[str]]:
    try:
        return read(data, "a.txt").text, []
    except Unreadable as refused:
        return "", [refused.message("zh"), refused.message("en")]


@given(st.binary(max_size=300))
@settings(max_examples=120, deadline=None)
def test_any_bytes_are_text_or_a_sentence(data: bytes) -> None:
    text, sentences = text_or_sentences(b"A" + data)
    assert bool(text) != bool(all(sentences) and sentences)
    assert not set("\0\r") & set(text)
    text.encode("utf-8")
