"""What an item is called: its heading sentence, or the first clauses that say what it is about."""

import re

from .cores import core_sentence
from .enumerators import read_marker
from .lexicon import prose

TITLE_MAX = 80
_ROW = re.compile(r"\t| \|+ ")  # cells of a row that is one item
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_COMMA = re.compile(r"[，,]")
_DUTY = re.compile(prose.DUTY_CLAUSES)
_OCCASION = re.compile(prose.OCCASION)
_OCCASION_LAST = frozenset(prose.OCCASION_LAST)
_ON_ACCOUNT = re.compile(prose.ON_ACCOUNT)


def title_of(words: str, begin: int | None = None) -> str:
    """Return the title of an item, without its enumerator and without who is to do it.

    `begin` is where the text behind the enumerator begins, if that is known.

    「（一）加强巡查。每月两次…」 -> 加强巡查; 「由县水利局牵头，县财政局配合，建成平台。」 -> 建成平台;
    「同先进地区相比，营商环境存在差距，…」 -> 同先进地区相比，营商环境存在差距.
    """
    if "\n" not in words and ("\t" in words or " |" in words):
        words, begin = max(_ROW.split(words), key=len).strip(" *"), None
    body = words[behind_marker(words) if begin is None else begin :].lstrip()
    duty = _DUTY.match(body)
    if duty:
        body = body[duty.end() :]
    core, _ = core_sentence(body)
    if _is_preamble(core):
        core = _telling(body)
    return " ".join((core or words).split())[:TITLE_MAX].strip()


def behind_marker(words: str) -> int:
    """Return where the text behind the enumerator of an item begins."""
    head = words[: 2 * TITLE_MAX]
    marker = read_marker(head) or read_marker(head.partition("\n")[0])  # 问题一 on a line of its own
    return marker.end if marker else 0


def _telling(body: str) -> str:
    """Return the clauses of the first sentence up to the first that tells more than the occasion."""
    told: list[str] = []
    for clause in _COMMA.split(_SENTENCE_END.split(body, maxsplit=1)[0]):
        told.append(clause)
        if not _is_preamble(clause):
            break
    return "，".join(told)


def _is_preamble(clause: str) -> bool:
    """Tell whether a clause names no more than an occasion or a reason, 「同先进地区相比」, 「针对上述问题」."""
    return (clause[-1:] in _OCCASION_LAST and bool(_OCCASION.fullmatch(clause))) or bool(_ON_ACCOUNT.fullmatch(clause))
