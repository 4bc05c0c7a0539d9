"""The mood of sentences: do they tell what is lacking, what was done, or what shall be done?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .alternation import at_initials, by_initial
from .lexicon import prose

_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_GOT_OVER = re.compile(prose.GOT_OVER)
_LACK = re.compile(by_initial(prose.LACK))
_LACK_END = re.compile(prose.LACK_END)
_DONE = re.compile(by_initial(prose.DONE))
_DUE = re.compile(prose.DUE)
_DONE_SURELY = re.compile(by_initial(prose.DONE_SURELY))
_WILL = re.compile(by_initial(prose.WILL))
_ORDER_HEAD = re.compile(at_initials(prose.ORDER_HEAD))
_IMPERATIVE = re.compile(by_initial(prose.IMPERATIVE))
_TRAILING = "，,、；;。.！!？?：: \n　"
# A chapter shows its mood in its first sentences.
_SAMPLE_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Mood:
    """Shares of the sentences, 0..1; they need not add up to 1."""

    lack: float
    done: float
    will: float


def lacks(clause: str) -> bool:
    """Tell whether a clause says that something is missing, 「信息报送量不足」."""
    if not _says_lack(clause):
        return False
    return not _GOT_OVER.search(clause) or _says_lack(_GOT_OVER.sub("", clause))


def _says_lack(clause: str) -> bool:
    return bool(_LACK.search(clause) or _LACK_END.search(clause.rstrip(_TRAILING)))


def is_done(clause: str) -> bool:
    """Tell whether a clause reports something as done, 「完成了清淤」."""
    return bool(_DONE.search(clause))


def shall(clause: str) -> bool:
    """Tell whether a clause says what shall be done, 「将加强巡河」, 「加强巡河」."""
    return bool(_WILL.search(clause) or _commands(clause)) and not _DONE.search(clause)


def _commands(clause: str) -> bool:
    clause = clause.lstrip(_TRAILING)
    head = _ORDER_HEAD.match(clause)
    return _IMPERATIVE.match(clause, head.end() if head else 0) is not None


def surely_done(clause: str) -> bool:
    """Tell whether a clause reports in words that no plan has, 「举办了培训」."""
    return bool(_DONE_SURELY.search(clause))


def may_be_planned(clause: str) -> bool:
    """Tell whether a clause known to stand among plans is one: 「开展练兵，完成不少于12条」 only sounds done."""
    return shall(clause) or (_commands(clause) and not surely_done(clause))


def mood_of(texts: Iterable[str]) -> Mood:
    """Return the mood of a stretch of paragraphs, from its first few thousand characters."""
    counts = [0, 0, 0]
    total = length = 0
    for text in texts:
        for sentence in _SENTENCE.findall(text[: _SAMPLE_CHARS - length]):
            if len(sentence) > 3:
                total += 1
                counts[0] += lacks(sentence)
                due = bool(_DUE.search(sentence)) and not surely_done(sentence)
                counts[1] += is_done(sentence) and not due
                counts[2] += due or shall(sentence)
        length += len(text)
        if length >= _SAMPLE_CHARS:
            break
    return Mood(*(count / total for count in counts)) if total else Mood(0.0, 0.0, 0.0)
