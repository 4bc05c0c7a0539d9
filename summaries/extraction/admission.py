"""Does a sentence admit that problems exist now? Used for headings that announce and for problems told in prose."""

import re

from .lexicon import prose
from .mood import lacks

_AWARE = re.compile(prose.AWARE)
_EXISTS = re.compile(prose.EXISTS)
_SHOWS = re.compile(prose.SHOWS)
_PRESENT = re.compile(prose.PRESENT)
_CONTRAST = re.compile(prose.CONTRAST)
_GENERIC = re.compile(prose.GENERIC_STATEMENT)
_SOLVED = re.compile(prose.SOLVED)


def admits(sentence: str) -> bool:
    """Tell whether a sentence says that problems exist now, not that they were solved."""
    if _SOLVED.search(sentence):
        return False
    exists = _EXISTS.search(sentence)
    if exists and (_PRESENT.search(sentence) or _AWARE.search(sentence) or _CONTRAST.search(sentence)):
        return True
    if _AWARE.search(sentence) and _GENERIC.search(sentence):
        return True
    return bool(_SHOWS.search(sentence) and (_PRESENT.search(sentence) or lacks(sentence) or sentence[-1] in "：:"))
