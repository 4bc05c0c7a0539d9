"""Does a sentence admit that problems exist now? Used for headings that announce and for problems told in prose."""

import re

from .alternation import by_initial
from .evidence import NAMED, heading_evidence
from .lexicon import prose
from .mood import is_done, lacks

_AWARE = re.compile(by_initial(prose.AWARE))
_EXISTS = re.compile(prose.EXISTS)
_LIST_AFTER = re.compile(by_initial(prose.LIST_AFTER))
_SHOWS = re.compile(by_initial(prose.SHOWS))
_PRESENT = re.compile(by_initial(prose.PRESENT))
_CONTRAST = re.compile(by_initial(prose.CONTRAST))
_GENERIC = re.compile(by_initial(prose.GENERIC_STATEMENT))
_MAXIM = re.compile(prose.MAXIM)
_LIST_BEGINS = re.compile(prose.LIST_BEGINS)
_NAMES_ONE = re.compile(prose.NAMES_ONE)
_NAMING_FIRST = re.compile(prose.NAMING_FIRST)
_PROBLEM = re.compile(by_initial(prose.GENERIC_PROBLEM))
_CONFESSES = re.compile(by_initial(prose.CONFESSES))
_TURNS = re.compile(prose.TURNS)
_BUT = re.compile("[，,](?:但是?|可是?|然而|不过)")
_CONCEDED = re.compile("(?:^|(?<=[，,]))[^，,]*(?:虽然|尽管|固然)[^，,]*[，,]")
_DIGIT = re.compile(r"\d")
_CONFESSION_MAX = 40
_NAME_MAX = 24
_SOLVED = re.compile(by_initial(prose.SOLVED))


def admits(sentence: str) -> bool:
    """Tell whether a sentence says that problems exist now, not that they were solved."""
    solved = ("只" in sentence and _MAXIM.search(sentence)) or not _tells(sentence) or _SOLVED.search(sentence)
    return not solved


def is_aware(words: str) -> bool:
    """Tell whether someone says that he knows, 「我们清醒认识到」."""
    return bool(_AWARE.search(words))


def _tells(sentence: str) -> bool:
    """Tell whether a sentence speaks of problems that exist."""
    exists = _EXISTS.search(sentence)
    if exists and (_PRESENT.search(sentence) or _AWARE.search(sentence) or _CONTRAST.search(sentence)):
        return True
    if _AWARE.search(sentence) and (_is_generic(sentence) or _mostly_lacks(sentence)):
        return True
    if (_LIST_AFTER.search(sentence) and _PRESENT.search(sentence)) or _names_problems(sentence):
        return True
    return bool(_SHOWS.search(sentence) and (_PRESENT.search(sentence) or lacks(sentence) or sentence[-1] in "：:"))


def _is_generic(sentence: str) -> bool:
    """Tell whether a sentence speaks of problems in general."""
    if not _GENERIC.search(sentence):
        return False
    return bool(_PROBLEM.search(sentence)) or lacks(sentence) or sentence[-1] in "：:"


def _names_problems(sentence: str) -> bool:
    """Tell whether a name of problems stands before a colon and a list behind, 「自己身上的毛病也清楚：一是…；」."""
    head, colon, rest = sentence.partition("：")
    if not colon or len(head) > _NAME_MAX or ("；" not in rest and len(rest) > 1):
        return False
    evidence = heading_evidence(head, None)
    sure = evidence.strength >= NAMED or "；" in rest
    return evidence.kind == "problem" and sure and not is_done(head) and not _SOLVED.search(head)


def confesses(sentence: str) -> bool:
    """Tell whether a short sentence only says that not all is well, 「自己也有不少让人脸红的地方：」."""
    head, _, rest = sentence.partition("：")
    if rest and "；" not in rest:
        head = sentence
    head = _LIST_BEGINS.split(head)[0]
    if len(head) > _CONFESSION_MAX or _DIGIT.search(head):
        return False
    said = _BUT.split(_CONCEDED.sub("", head))[-1]  # 虽然做了些事情，但心里清楚，离要求还差得远
    return bool(_CONFESSES.search(said)) and not _SOLVED.search(head) and not is_done(said)


def behind_name_of_one(sentence: str) -> int:
    """Return where the one problem begins that a sentence names, 「目前发现一个问题，…」, 「最头疼的是…」, else 0."""
    named = _NAMES_ONE.match(sentence)
    if named is None and (first := _NAMING_FIRST.match(sentence)) and lacks(sentence):
        named = first
    return named.end() if named and "；" not in sentence and not _SOLVED.search(sentence) else 0


def turns_to_lacks(sentence: str) -> bool:
    """Tell whether a sentence turns to a list of what is missing, 「但从形势看，源头管理缺位；拥堵没有缓解」."""
    return bool(_TURNS.match(sentence)) and _mostly_lacks(sentence)


def _mostly_lacks(sentence: str) -> bool:
    pieces = [piece for piece in re.split("[；;]", sentence) if piece]
    if len(pieces) > 1:
        return sum(map(lacks, pieces)) >= 0.6 * len(pieces)
    clauses = [clause for clause in re.split("[，,]", sentence) if clause and not _AWARE.search(clause)]
    return len(clauses) > 3 and sum(map(lacks, clauses)) >= 0.5 * len(clauses)
