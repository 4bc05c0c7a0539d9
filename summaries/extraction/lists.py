"""Lists within one sentence -> their entries: 「还存在A，B，C等问题」, clauses in a row, entries between slashes."""

import re

from . import marks
from .alternation import by_initial
from .lexicon import prose
from .model import Span
from .mood import lacks

_GENERIC = re.compile(by_initial(prose.GENERIC_STATEMENT))
_LIST_LEAD = re.compile(prose.LIST_LEAD)
_LIST_AFTER = re.compile(prose.LIST_AFTER)
_LIST_CONCLUSION = re.compile(prose.LIST_CONCLUSION)
_GENERIC_ONLY = re.compile(prose.GENERIC_ONLY)
_GENERIC_CLAUSE = re.compile(f"(?:{prose.GENERIC_ONLY}|{prose.WANTS_ONLY})(?:[，,：:。；;]|$)")
_EXPLAINS = re.compile(prose.EXPLAINS)
_RESOLVES = re.compile(prose.RESOLVES)
_ETC = re.compile(prose.ETC)
_ITEM_MIN, _SLASHED_MIN, _ENUMERATED_MIN = 4, 3, 5
_HAN = re.compile("[一-鿿]{2}")
# Lists of clauses are short-winded; a clause of a longer sentence explains.
_CLAUSE_MAX = 40


def listed_entries(text: str, sentences: list[Span], segments: list[Span]) -> list[Span]:
    """Return the entries of the sentences that say that they list; `segments` are their parts between semicolons."""
    listed = [span for sentence in sentences for span in _long_list(text, sentence)]
    return listed or [span for segment in segments for span in _explicit_list(text, segment)]


def _long_list(text: str, span: Span) -> list[Span]:
    """Return the pieces of 「目前还有A，甲；B，乙；C等突出问题」, a list whose semicolons part it."""
    sentence = text[span.start : span.end]
    last = sentence.rfind("；")
    lead = _LIST_LEAD.search(sentence) if last > 0 else None
    after = _LIST_AFTER.search(sentence, last) if lead and lead.end() < sentence.find("；") else None
    if lead is None or after is None or _LIST_AFTER.search(sentence, lead.end(), last):
        return []
    return marks.cut(text, marks.trimmed(text, span.start + lead.end(), span.start + after.start()), "；;")


def _explicit_list(text: str, span: Span) -> list[Span]:
    """Return the clauses of 「目前还存在着A，B，C等突出问题」, [] for any other sentence."""
    sentence = text[span.start : span.end]
    lead = next(_LIST_LEAD.finditer(sentence), None)
    if lead is None:
        return []
    after = _LIST_AFTER.search(sentence, lead.end()) or _LIST_CONCLUSION.search(sentence.rstrip("。；;"), lead.end())
    stop = after.start() if after else len(sentence.rstrip("。；;"))
    etc = after or _ETC.search(sentence[:stop])
    if not etc and sentence[lead.end() - 1] not in "：:":
        return []
    listed = marks.trimmed(text, span.start + lead.end(), span.start + stop)
    if _GENERIC_CLAUSE.match(text, listed.start, span.end):
        return []
    if listed.end - listed.start < _ITEM_MIN or _GENERIC_ONLY.fullmatch(text[listed.start : listed.end]):
        return []
    pieces = (
        marks.cut(text, listed, "；;") or marks.cut(text, listed, "，,") or _enumerated(text, listed, explicit=True)
    )
    pieces = pieces or ([listed] if after and lacks(text[listed.start : listed.end]) else [])
    return [*pieces, *_lacking_behind(text, span.start + after.end(), span.end)] if pieces and after else pieces


def _lacking_behind(text: str, start: int, end: int) -> list[Span]:
    """Return the clauses that go on behind a list, 「…等问题，民生还有短板，形势依然严峻。」; a lone one comments."""
    pieces = marks.cut(text, Span(start, end), "，,")
    clauses = [text[piece.start : piece.end] for piece in pieces]
    told = all((lacks(clause) or _GENERIC.search(clause)) and not _RESOLVES.match(clause) for clause in clauses)
    return pieces if told else []


def _enumerated(text: str, span: Span, *, explicit: bool = False) -> list[Span]:
    """Cut at 、 when every piece is a statement of its own: 人员不足、经费短缺、设备老化."""
    pieces = marks.cut(text, span, "、")
    if explicit:
        return pieces if all(piece.end - piece.start >= _ENUMERATED_MIN for piece in pieces) else []
    statements = all(piece.end - piece.start >= _ITEM_MIN and lacks(text[piece.start : piece.end]) for piece in pieces)
    return pieces if statements else []


def by_sentence(text: str, sentences: list[Span], *, led: bool) -> list[Span]:
    """Return the sentences, or the clauses of the one that lists; `led` tells that a lead-in stands before."""
    if _is_clause_list(text, sentences):
        return _clauses(text, sentences[0])
    if len(sentences) > 1:
        return sentences
    return _clause_list(text, sentences[0], led=led)


def _is_clause_list(text: str, sentences: list[Span]) -> bool:
    """Tell whether the first sentence lists and the others only comment on it."""
    clauses = _clauses(text, sentences[0])
    short = len(clauses) >= 5 and all(span.end - span.start <= 24 for span in clauses)
    lacking = sum(lacks(text[span.start : span.end]) for span in clauses)
    return short and len(sentences) <= 2 and 2 * lacking >= len(clauses)


def _clauses(text: str, span: Span) -> list[Span]:
    """Return the clauses of a sentence without those that resolve to put things right, 「…，必须切实加以解决。」."""
    clauses = marks.cut(text, span, "，,")
    while len(clauses) > 1 and _RESOLVES.match(text[clauses[-1].start : clauses[-1].end]):
        clauses.pop()
    return clauses


def _clause_list(text: str, span: Span, *, led: bool) -> list[Span]:
    """Cut 「早班有人迟到，果皮箱擦洗不彻底，车辆带病上路」 into its clauses; a sentence that is no list stays whole."""
    if slashed := cut_at_slashes(text, span, led=led):
        return slashed
    pieces = _clauses(text, span)
    if not pieces:
        return _enumerated(text, span) or [span]
    clauses = [text[piece.start : piece.end] for piece in pieces]
    short = all(_ITEM_MIN <= len(clause) <= _CLAUSE_MAX for clause in clauses)
    told = sum(map(lacks, clauses))
    explains = any(_EXPLAINS.match(clause) for clause in clauses)
    is_list = len(pieces) >= 3 and short and (told == len(pieces) or (led and not explains))
    return pieces if is_list else [span]


def lacking_clauses(text: str, span: Span) -> list[Span]:
    """Return the clauses of a sentence that lists beside one with semicolons, [] for any other sentence."""
    pieces = marks.cut(text, span, "，,")
    lacking = sum(lacks(text[piece.start : piece.end]) for piece in pieces)
    return pieces if len(pieces) >= 3 and lacking >= 0.6 * len(pieces) else []


def cut_at_slashes(text: str, span: Span, *, led: bool) -> list[Span]:
    """Cut 「资源少/没有懂行的人/忙起来没边」; a/b inside a sentence is no list."""
    pieces = marks.cut(text, span, "/／") if "/" in text[span.start : span.end] else []
    told = [_HAN.search(text, piece.start, piece.end) and piece.end - piece.start >= _SLASHED_MIN for piece in pieces]
    lacking = sum(lacks(text[piece.start : piece.end]) for piece in pieces)
    return pieces if len(pieces) >= 3 and all(told) and (led or 2 * lacking >= len(pieces)) else []
