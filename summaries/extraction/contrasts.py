"""Problems that follow praise in one breath, 「虽然成绩不小，但…；与先进县相比，…；此外，…」, -> spans."""

import re

from .clauses import closes
from .lexicon import prose
from .model import Span
from .mood import is_done, lacks

_PIECE = re.compile("[^。；;！!？?\n]+[。；;！!？?]?")
# What opens a run of problems, and what else goes on with it.
_OPEN = (re.compile(prose.CONCEDES), re.compile(prose.COMPARES))
_GO_ON = (re.compile(f"(?:{prose.ALSO})[，,]"), re.compile(prose.TURNS_SHORT))
_STOPS = "。；;！!？?，,"
_LEAST = 2


def contrasted(text: str, start: int, end: int) -> list[Span]:
    """Return the first run of two or more problems, each behind what it is set against or added to; without that."""
    run: list[Span] = []
    for piece in _PIECE.finditer(text, start, end):
        begin = _behind_contrast(text, piece.start(), piece.end(), running=bool(run))
        if begin is not None:
            stop = piece.end() - (text[piece.end() - 1] in _STOPS)
            run.append(Span(begin, stop))
        elif len(run) >= _LEAST:
            break
        else:
            run = []
    lacking = sum(lacks(text[span.start : span.end]) for span in run)
    return run if len(run) >= _LEAST and lacking >= _LEAST else []


def _behind_contrast(text: str, start: int, end: int, *, running: bool) -> int | None:
    """Return where the problem of a piece begins, None where it tells none."""
    if closes(text[start:end]):
        return None
    for pattern in (*_OPEN, *_GO_ON) if running else _OPEN:
        found = pattern.match(text, start, end)
        if found and not is_done(text[found.end() : end]):
            return found.end()
    return None
