"""Which encoding do these bytes have, and what do they say? Line ends and refusals by size live in reading.py."""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A sample this long settles the question; scoring 20 MB would not settle it better.
SAMPLE_BYTES = 1 << 16
_HARDLY_TEXT = 0.1  # random pairs of bytes nearly always score 0; prose is far above

# Characters that fill Chinese office prose. In a wrong decoding they are as rare as any other character.
_FAMILIAR = re.compile(
    r"[\t\n\r -~，。、；：（）“”《》！？　"
    r"的一是在不了有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过"
    r"定行所然前里面学经十三之进等部度家电力度全加党委政府员县市镇乡村局办法制度化建设理体情况问题总结]"
)
_ODD = re.compile(r"[\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def decode(data: bytes) -> tuple[str, str] | None:
    """Return (text without BOM, encoding), or None when no supported encoding fits."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            return _strict(body, "utf-8" if encoding == "utf-8-sig" else encoding, encoding)
    if b"\0" not in data and (decoded := _strict(data, "utf-8")):
        return decoded if _is_plausible(decoded[0], data) else _most_plausible(data)
    return _most_plausible(data)


def _is_plausible(text: str, data: bytes) -> bool:
    """Tell whether valid UTF-8 is what was meant: 「强」 in GB18030 is a rare Latin letter in UTF-8."""
    sample = text[:SAMPLE_BYTES]
    other = None if sample.isascii() or max(sample) >= "\u0800" else _strict(data, "gb18030")
    if other is None:
        return True
    has_letters = any(char.isascii() and char.isalpha() for char in sample)  # then it may be French
    return has_letters and plausibility(other[0]) <= plausibility(sample)


def plausibility(text: str) -> float:
    """Score 0..1: how much of the text is what Chinese office prose is made of."""
    if not text:
        return 0.0
    return max(0.0, (len(_FAMILIAR.findall(text)) - 10 * len(_ODD.findall(text))) / len(text))


def _most_plausible(data: bytes) -> tuple[str, str] | None:
    """Choose between GB18030 and the two byte orders of UTF-16 without BOM, as which any pair of bytes is a letter."""
    scores = {"gb18030": _sample_score(data, "gb18030")} if b"\0" not in data else {}
    if len(data) % 2 == 0:
        pairs = {encoding: _sample_score(data, encoding) for encoding in ("utf-16-le", "utf-16-be")}
        scores |= {encoding: score for encoding, score in pairs.items() if score > _HARDLY_TEXT}
    best_first = sorted(scores, key=lambda encoding: -scores[encoding])
    return next((found for encoding in best_first if (found := _strict(data, encoding))), None)


def _sample_score(data: bytes, encoding: str) -> float:
    return plausibility(data[:SAMPLE_BYTES].decode(encoding, errors="replace"))


def _strict(data: bytes, encoding: str, name: str | None = None) -> tuple[str, str] | None:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # lone surrogates are no text
    except UnicodeError:
        return None
    return text, name or encoding
