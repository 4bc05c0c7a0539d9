"""The heading sentence of a paragraph, whether it is all there is, and what stands below it."""

import re
from collections.abc import Sequence

from .paragraphs import Para

LONE_MAX = 48
_CORE_MAX = 60
_SENTENCE = re.compile(r"[。；;！!？?]")
_COMMA = re.compile("[，,]")
_BOLD = re.compile(r"\*\*|__")
_CORE_END = re.compile(r"[。；;！!？?：:\n]")
HEADED_MAX = 18
_FURNITURE_MAX = 24


def core_sentence(body: str) -> tuple[str, bool]:
    """Return the heading sentence and whether it is all there is, 「加强学习。坚持…」 -> (加强学习, False)."""
    body = body[: 4 * _CORE_MAX].strip()
    if "**" in body or "__" in body:
        body = _BOLD.sub("", body).strip()
    inner = body.rstrip("。：:；;.！! ")
    if len(inner) <= LONE_MAX and not _SENTENCE.search(inner):
        return inner, True
    end = _CORE_END.search(body)
    core = body[: end.start()] if end and end.start() <= _CORE_MAX else _COMMA.split(body, maxsplit=1)[0]
    return core[:_CORE_MAX].strip(), False


def is_headed(text: str) -> bool:
    """Tell whether a paragraph begins with a heading sentence of its own, 「强化基础管控。会同住建…」."""
    core, lone = core_sentence(text)
    return not lone and 4 <= len(core) <= HEADED_MAX and "，" not in core and text[len(core) : len(core) + 1] in "。：:"


def paragraph_below(index: int, paras: Sequence[Para]) -> Para | None:
    """Return the next paragraph of text; rules and page furniture may stand between."""
    for place in range(index + 1, min(index + _FURNITURE_MAX, len(paras))):
        if paras[place].role != "furniture":
            return None if paras[place].role else paras[place]
    return None
