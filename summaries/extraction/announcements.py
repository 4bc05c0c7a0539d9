"""Paragraphs whose business is to introduce the list below them: do they announce problems or plans?"""

import re
from collections.abc import Iterator, Sequence

from .admission import admits, confesses
from .alternation import by_initial
from .cores import HEADED_MAX, LONE_MAX, core_sentence, is_headed, paragraph_below
from .evidence import PURE, heading_evidence
from .lexicon import headings as words
from .lexicon import prose
from .mood import is_done, lacks, may_be_planned
from .paragraphs import Para

_SENTENCE = re.compile(r"[。；;！!？?]")
_COMMA = re.compile("[，,]")
_INTRODUCES = re.compile(by_initial(f"{prose.LEAD_IN}|{prose.COUNTED_SLOGAN}"))
_TURNS_TO_PLANS = re.compile(f"(?:{prose.PLAN_SWITCH}|{prose.PLAN_LEAD})")
_TURNS_WITHIN = re.compile(f"(?:[^，。；：]{{2,8}}(?:认为|要求|提出|决定)[，,])?(?:在)?{_TURNS_TO_PLANS.pattern}")
_NAMES_ONLY = re.compile(prose.NAMES_ONLY)
_PROBLEM = re.compile(by_initial(prose.GENERIC_PROBLEM))
_COUNTS = re.compile(by_initial(f"{prose.ANNOUNCES}|{prose.COUNTED_SLOGAN}"))
_WE_SHALL = re.compile(prose.WE_SHALL)
_OVERCOME = re.compile(prose.OVERCOME)
_WILL_ONLY = re.compile(prose.WILL_ONLY)
_REVIEWS = re.compile(prose.REVIEWS)
_ANNOUNCEMENT_MAX = 160
_MOSTLY = 0.6
_BACK = 40
# A preface to the list may tell more, if its last sentence does nothing but introduce: 这里着重讲以下几个问题。
_PREFACE_MAX, _LIST_LEAD_MAX = 400, 24
_LIST_LINE_MAX = 80
# A lead-in shows itself at its end.
_LEAD_TAIL = 70
_WISHES = re.compile(words.WISHES)


def announcement_kind(index: int, paras: Sequence[Para], year: int | None) -> str:
    """Return what a paragraph announces that only introduces the list below it, 「目前还存在以下问题：」, or ""."""
    text = paras[index].text
    if len(text) > _PREFACE_MAX or not _list_follows(index, paras):
        return ""
    if len(text) > _ANNOUNCEMENT_MAX and len(_last_sentence(text)) > _LIST_LEAD_MAX:
        return ""
    kind = _announced_kind(text) or _entry_kind(text, paras[index + 1]) or _lacks_below(text, paras[index + 1 :])
    if not kind and not _goes_on(paras[index + 1], paras[max(0, index - _BACK) : index]):
        kind = _announced_plans(text, paras[index + 1 :])
    kind = kind or _last_clause_kind(text, year)
    if kind != "problem":
        return kind
    below = paras[index + 1 :]
    return "" if is_overcome(below) else "plan" if _call_to_act(below) else "problem"


def announcing_core(text: str) -> str:
    """Return the words of an announcement that its heading is called by."""
    return _SENTENCE.split(text.rstrip("。：:"))[-1][-LONE_MAX:]


def _last_clause_kind(text: str, year: int | None) -> str:
    """Return what the last clause before a list names, 「回头看，做得不够的地方主要有：」, 「所以2024年想做到：」."""
    clause = re.split("[，,。；]", text.rstrip("：:"))[-1]
    if text[-1] not in "：:" or len(clause) > HEADED_MAX:
        return ""
    evidence = heading_evidence(clause, year)
    if evidence.kind == "problem" and evidence.strength == PURE:
        return "problem"
    return "plan" if evidence.kind == "plan" and evidence.future and _WISHES.search(clause) else ""


def _call_to_act(entries: Sequence[Para]) -> bool:
    """Tell whether the entries of 「这里着重讲以下几个问题」 call to act: then its problems are topics."""
    cores = _entry_cores(entries)
    calls = sum(1 for core in cores if may_be_planned(core) and not lacks(core))
    return len(cores) > 1 and calls > _MOSTLY * len(cores)


def _entry_cores(paras: Sequence[Para]) -> list[str]:
    return [core_sentence(_bare(para))[0] for para in _own_entries(paras)]


def _own_entries(paras: Sequence[Para]) -> Iterator[Para]:
    """Yield what counts on below an announcement; a count that begins anew is another list."""
    first = next((para.marker for para in paras[:2] if para.marker), None)
    number = 0
    for para in paras:
        if not para.marker or not first or para.marker.scheme != first.scheme:
            continue
        if para.marker.number and para.marker.number <= number:
            return
        number = para.marker.number
        yield para


def _bare(para: Para) -> str:
    return para.text[para.marker.end - para.start :] if para.marker else para.text


def is_overcome(entries: Sequence[Para]) -> bool:
    """Tell whether a paragraph behind a list reports how its difficulties were got over, 「针对以上难点，我先…」."""
    scheme = next((para.marker.scheme for para in entries if para.marker), "")
    for para in entries:
        if para.marker and para.marker.scheme != scheme:
            break
        if not para.role and not para.marker and _OVERCOME.match(para.text):
            return not _WILL_ONLY.search(_SENTENCE.split(para.text)[0])
    return False


def _goes_on(entry: Para, before: Sequence[Para]) -> bool:
    """Tell whether an entry counts on from one before: what stands between them is the body of that one."""
    marker = entry.marker
    if marker is None or marker.number < 2:
        return False
    return any(p.marker and (p.marker.scheme, p.marker.number + 1) == (marker.scheme, marker.number) for p in before)


def _list_follows(index: int, paras: Sequence[Para]) -> bool:
    below = paragraph_below(index, paras)
    if below is None:
        return False
    if below.marker is None and is_headed(below.text):
        return all(is_headed(para.text) for para in paras[index + 1 : index + 3]) and index + 2 < len(paras)
    return below.marker is not None or (paras[index].text[-1] in "：:" and len(below.text) <= _LIST_LINE_MAX)


def _announced_kind(text: str) -> str:
    """Return what the last sentence of a paragraph announces: problem, plan or ""."""
    if not _INTRODUCES.search(text[-_LEAD_TAIL:]):
        return ""
    last = _last_sentence(text)
    if _WE_SHALL.search(text):
        return "plan"
    if _NAMES_ONLY.fullmatch(last) and _admits_before(text):
        return "problem"
    if _TURNS_TO_PLANS.match(last) and not _REVIEWS.search(last):
        return "plan"
    if admits(last + "："):
        return "problem"
    turns = any(_TURNS_WITHIN.match(sentence) for sentence in _SENTENCE.split(text))
    return "plan" if turns and not (admits(text) or is_done(text) or _REVIEWS.search(text)) else ""


def _admits_before(text: str) -> bool:
    """Tell whether the sentence before the last one admits problems, 「离要求还差得远。主要是：」."""
    before = _SENTENCE.split(text.rstrip("。：:；;"))[-2:-1]
    return any(admits(sentence) or confesses(sentence) for sentence in before)


def _entry_kind(text: str, entry: Para) -> str:
    """Return "problem" where an admission stands before entries that lack something."""
    opens = entry.marker is not None and entry.marker.number == 1
    return "problem" if opens and admits(_last_sentence(text)) and lacks(core_sentence(entry.text)[0]) else ""


def _last_sentence(text: str) -> str:
    return _SENTENCE.split(text.rstrip("。：:；;"))[-1]


def _lacks_below(text: str, entries: Sequence[Para]) -> str:
    """Return "problem" where what is called so is a list of lacks, 「问题也不少，主要有以下几个方面：」."""
    if not _PROBLEM.search(text) or not _INTRODUCES.search(text[-_LEAD_TAIL:]) or is_done(text):
        return ""
    cores = _entry_cores(entries)
    return "problem" if len(cores) > 1 and sum(map(lacks, cores)) > _MOSTLY * len(cores) else ""


def _announced_plans(text: str, entries: Sequence[Para]) -> str:
    """Return "plan" where a counting slogan calls to act and the entries below do not report, 「抓好“三个突破”：」."""
    if not _COUNTS.search(text) or is_done(text) or _REVIEWS.search(text):
        return ""
    if not may_be_planned(_COMMA.split(text.rstrip("。：:"))[-1]):
        return ""
    return "" if any(is_done(entry.text) for entry in entries[:2]) else "plan"
