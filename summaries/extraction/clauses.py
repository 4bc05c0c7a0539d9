"""One paragraph that tells several problems or plans -> the spans of the single ones.

The strongest delimiter that is used consistently cuts: numbering > ； > 。 > ，. Lead-ins and closing
sentences belong to none. Whether a paragraph tells problems at all is decided before.
"""

import re

from . import marks
from .admission import confesses
from .alternation import by_initial
from .enumerators import inline_run
from .lexicon import prose
from .lists import by_sentence, lacking_clauses, listed_entries
from .model import Span
from .mood import is_done, lacks, may_be_planned

_LEAD_IN = re.compile(prose.LEAD_IN)
_CLOSING = re.compile(prose.CLOSING)
_SLOGAN = re.compile(by_initial(prose.SLOGAN))
_GENERIC = re.compile(by_initial(prose.GENERIC_STATEMENT))
_NAMING_LEAD = re.compile(prose.NAMING_LEAD)
_NAMING_BARE = re.compile(prose.NAMING_BARE)
_ALSO = re.compile(prose.ALSO)
_ORDER_ALONE = re.compile(prose.ORDER_ALONE)
_NAMING_FIRST = re.compile(prose.NAMING_FIRST)
_OPENING = re.compile(prose.LIST_OPENING)
_CONCESSION = re.compile(prose.CONCESSION)
_LED_CLAUSE = re.compile(r"(?:^|(?<=[，,；;：:]))[^，,；;：:]+[，,：:]")
_LIST_COLON = re.compile(prose.LIST_COLON)
_PREPOSED = re.compile(prose.PREPOSED)
_PRELUDE = re.compile(prose.PRELUDE)
_WISHES_ON = re.compile(prose.WISHES_ON)
_JOINED = re.compile(prose.JOINED)
_RESOLVES = re.compile(prose.RESOLVES)
_RESOLVE_TAIL = re.compile(prose.RESOLVE_TAIL)
_PURPOSE = re.compile(prose.PURPOSE)
_PLAN_LEAD_END = re.compile(prose.PLAN_LEAD_END)
_PLAN_LEAD = re.compile(prose.PLAN_LEAD)
_SAYS_LITTLE = re.compile(prose.SAYS_LITTLE)
_YEAR_IS = re.compile(prose.YEAR_IS)
_TURNS_VIEW = re.compile(prose.TURNS_VIEW)
# A lead-in shows itself at its end.
_LEAD_TAIL = 70
_ITEM_MIN = 4
# A shorter sentence among plans is a plan in plain speech, 「十一点前睡觉。」.
_PRELUDE_MIN = 24
# Behind this many clauses that name a lack the list has begun: 民生保障存在短板 is one of it, no lead-in.
_BEGUN = 2
# Nobody tells problems in a paragraph of this length; it bounds the work on a text without line ends.
_STRETCH_MAX = 20_000
# Lists of clauses are short-winded; a clause of a longer sentence explains.
_CLAUSE_MAX = 40


def split_told(text: str, start: int, end: int, kind: str, *, selective: bool = False, led: bool = False) -> list[Span]:
    """Return the items told in text[start:end].

    `selective` keeps only sentences that lack something: for stretches that tell of successes as well.
    `led` tells that a lead-in stands right before the stretch.
    """
    if end - start > _STRETCH_MAX:
        return []
    run = inline_run(text, start, end)
    if run:
        return _numbered(text, start, end, [marker.start for marker in run], run[0].number, kind)
    if kind == "plan":
        return _plans(text, start, end, led=led)
    return _problems(text, start, end, selective=selective, announced=led)


def _problems(text: str, start: int, end: int, *, selective: bool, announced: bool) -> list[Span]:
    sentences = marks.sentences(text, start, end)
    segments = [part for sentence in sentences for part in (marks.cut(text, sentence, "；;") or [sentence])]
    listed = listed_entries(text, sentences, segments)
    if listed and not _told_before(text, sentences, listed[0]):
        return [*listed, *(s for s in sentences if s.start > listed[-1].end and _ALSO.match(text, s.start))]
    begun = _from_list_colon(text, sentences)
    sentences, led = problem_body(text, begun, announced=announced, led=begun is not sentences)
    if selective:
        sentences = [span for span in sentences if lacks(text[span.start : span.end]) and not _only_done(text, span)]
    if not sentences:
        return []
    return _by_semicolon(text, sentences) or by_sentence(text, sentences, led=led or announced)


def _told_before(text: str, sentences: list[Span], listed: Span) -> bool:
    """Tell whether sentences in front of a list tell problems of their own: then it is but a detail of one more."""
    before = [text[span.start : span.end] for span in sentences if span.end <= listed.start]
    return sum(1 for words in before if lacks(words) and not _is_lead_in(words)) > 1


def _from_list_colon(text: str, sentences: list[Span]) -> list[Span]:
    """Begin behind 「…。不足之处如下：」 where the text says that the list begins there."""
    for index, span in enumerate(sentences):
        colon = _LIST_COLON.search(text, span.start, span.end)
        if colon and span.end - colon.end() >= _ITEM_MIN:
            return [marks.trimmed(text, colon.end(), span.end), *sentences[index + 1 :]]
    return sentences


def _plans(text: str, start: int, end: int, *, led: bool) -> list[Span]:
    sentences = _from_list_colon(text, marks.sentences(text, start, end))
    while sentences and _LEAD_IN.search(text[sentences[0].start : sentences[0].end][-_LEAD_TAIL:]):
        sentences = sentences[1:]
        led = led or len(sentences) > 0
    led = led or (bool(sentences) and bool(_PLAN_LEAD.match(text[sentences[0].start : sentences[0].end])))
    sentences = [span for span in sentences if not _is_slogan(text[span.start : span.end])]
    bare = [_without_plan_lead(text, span) for span in sentences]
    first = next((i for i, span in enumerate(bare) if may_be_planned(text[span.start : span.end])), None)
    if led or first is None or not all(_opens_time(text, span) for span in bare[:first]):
        first = 0
    sentences = [*bare[first : first + 1], *sentences[first + 1 :]]
    kept = [span for span in sentences if not closes(text[span.start : span.end])]
    if len(kept) == 1:
        return marks.cut(text, kept[0], "；;") or (led and _plan_clauses(text, kept[0])) or kept
    return _by_semicolon(text, kept, plan=True) or kept


def _opens_time(text: str, span: Span) -> bool:
    """Tell whether a sentence without a call to act is but a prelude, 「新的一年，机遇与挑战并存。」."""
    return span.end - span.start > _PRELUDE_MIN or _PRELUDE.search(text, span.start, span.end) is not None


def _plan_clauses(text: str, span: Span) -> list[Span]:
    """Cut 「要重新排班，把果皮箱包到人头，每周五检修车辆」; purposes stay with what they serve."""
    pieces: list[Span] = []
    clauses = [_behind_joint(text, clause) for clause in _with_preposed(text, marks.cut(text, span, "，,"))]
    for clause in clauses:
        if pieces and _WISHES_ON.match(text, clause.start):
            break
        if pieces and _PURPOSE.match(text[clause.start : clause.end]):
            if clause is not clauses[-1]:
                pieces[-1] = Span(pieces[-1].start, clause.end)
        else:
            pieces.append(clause)
    is_list = len(pieces) >= 3 and all(_ITEM_MIN <= piece.end - piece.start <= _CLAUSE_MAX for piece in pieces)
    return pieces if is_list else []


def _with_preposed(text: str, clauses: list[Span]) -> list[Span]:
    """Join 「每次上课之前」 with the clause that it opens."""
    joined: list[Span] = []
    opened: int | None = None
    for clause in clauses:
        start = clause.start if opened is None else opened
        opened = start if _PREPOSED.match(text[clause.start : clause.end]) else None
        if opened is None:
            joined.append(Span(start, clause.end))
    return joined


def _behind_joint(text: str, clause: Span) -> Span:
    joint = _JOINED.match(text, clause.start, clause.end)
    return Span(joint.end(), clause.end) if joint and clause.end - joint.end() >= _ITEM_MIN else clause


def _numbered(text: str, start: int, end: int, begins: list[int], first: int, kind: str) -> list[Span]:
    """Cut at the markers; what stands before a lost 1. is the first item."""
    if first == 2:
        lead = _lead_body(text, start, begins[0], kind)
        begins = [lead[0].start, *begins] if lead else begins
    ends = [*begins[1:], end]
    spans = [marks.trimmed(text, begin, stop) for begin, stop in zip(begins, ends, strict=True)]
    sentences = marks.sentences(text, spans[-1].start, spans[-1].end)
    closing = next((s for s in sentences[1:] if _ends_count(text, s, end, kind)), None)
    if closing:
        spans[-1] = marks.trimmed(text, spans[-1].start, closing.start)
    tail = _RESOLVE_TAIL.search(text[spans[-1].start : spans[-1].end]) if kind == "problem" else None
    if tail:
        spans[-1] = Span(spans[-1].start, spans[-1].start + tail.start())
    return [span for span in spans if span.end > span.start]


def _ends_count(text: str, sentence: Span, end: int, kind: str) -> bool:
    """Tell whether a sentence behind a count closes it, or turns to another: 「…。今后，我将改进：一是…；二是…」."""
    if closes(text[sentence.start : sentence.end]):
        return True
    turns = kind == "problem" and _PLAN_LEAD.match(text, sentence.start, end)
    return bool(turns and inline_run(text, sentence.start, end))


def _lead_body(text: str, start: int, end: int, kind: str) -> list[Span]:
    """Return the sentences between lead-in and closing."""
    if kind == "plan":
        return _plans(text, start, end, led=True)
    return problem_body(text, marks.sentences(text, start, end))[0]


def problem_body(
    text: str, sentences: list[Span], *, announced: bool = False, led: bool = False
) -> tuple[list[Span], bool]:
    """Return the sentences behind the lead-in and before the closing, and whether there was a lead-in.

    `led` tells that one was taken off before: 「主要是：」.
    """
    while sentences and _is_lead_in(text[sentences[0].start : sentences[0].end], led=led):
        sentences = sentences[1:]
        led = True
    if not (led or announced) and len(sentences) > 1 and _only_confesses(text[sentences[0].start : sentences[0].end]):
        sentences = sentences[1:]
        led = True
    if sentences:
        skip = _after_generic(text[sentences[0].start : sentences[0].end]) or 0
        if led and text[sentences[0].start + skip - 1] not in "：:":
            skip = 0  # the lead-in stands before: this sentence tells, whatever its first clause says
        led = led or skip > 0
        skip = _behind_naming(sentences[0], skip, text)
        sentences = [marks.trimmed(text, sentences[0].start + skip, sentences[0].end), *sentences[1:]]
    for index, span in enumerate(sentences):
        if index and closes(text[span.start : span.end]):
            return sentences[:index], led
    return [span for span in sentences if span.end - span.start >= _ITEM_MIN], led


def _behind_naming(span: Span, skip: int, text: str) -> int:
    """Return where a sentence goes on behind 「首先，」 or 「其中最主要的问题就是」."""
    for opening in (_NAMING_FIRST, _ORDER_ALONE):
        match = opening.match(text, span.start + skip, span.end)
        skip = match.end() - span.start if match and span.end - match.end() >= _ITEM_MIN else skip
    return skip


def _only_confesses(sentence: str) -> bool:
    last = re.split("[，,]", sentence)[-1]
    return confesses(last) and "；" not in sentence and sentence.find("：") in (-1, len(sentence) - 1)


def _is_lead_in(sentence: str, *, led: bool = False) -> bool:
    if _LEAD_IN.search(sentence[-_LEAD_TAIL:]):
        return True
    if not _GENERIC.search(sentence) or "；" in sentence or _has_begun(sentence, 1 if led else _BEGUN):
        return False
    begin = _after_generic(sentence)
    rest = "" if begin is None else _TURNS_VIEW.sub("", sentence[begin:], count=1)  # 但与上级要求相比，还存在差距
    return not rest or bool(_SAYS_LITTLE.match(rest)) or ("，" not in rest and bool(_GENERIC.search(rest)))


def _has_begun(sentence: str, least: int) -> bool:
    """Tell whether a sentence names several lacks, 「投资乏力，热点不多，一些领域仍存在风险隐患」."""
    return sum(1 for clause in sentence.split("，") if lacks(clause) and not _GENERIC.search(clause)) >= least


def _after_generic(sentence: str) -> int | None:
    """Return where the problems begin behind 「…仍存在不少差距，」, None when nothing follows."""
    opened = [match.end() for pattern in (_CONCESSION, _OPENING, _TURNS_VIEW) if (match := pattern.match(sentence))]
    found = max(opened, default=None)
    told = 0
    for clause in _LED_CLAUSE.finditer(sentence.split("；")[0]):
        words = clause.group()
        if told == _BEGUN or _RESOLVES.match(words.rstrip("，,")):
            break
        if _GENERIC.search(words) or _NAMING_LEAD.search(words) or (words[-1] in "：:" and confesses(words)):
            found, told = clause.end(), 0
            if clause.group()[-1] in "：:":
                break
        else:
            told += lacks(words)
    if found is None or len(sentence) - found < _ITEM_MIN:
        return None
    bare = _NAMING_BARE.match(sentence, found)
    return bare.end() if bare else found


def _without_plan_lead(text: str, span: Span) -> Span:
    """Drop what introduces the first plan: 「下一步，我局将」, 「明年，」."""
    sentence = text[span.start : span.end]
    colon = sentence.find("：")
    if 0 < colon <= _CLAUSE_MAX and _LEAD_IN.search(sentence[: colon + 1]):
        return marks.trimmed(text, span.start + colon + 1, span.end)
    lead = _PLAN_LEAD_END.match(sentence)
    return marks.trimmed(text, span.start + lead.end(), span.end) if lead else span


def closes(sentence: str) -> bool:
    return bool(_CLOSING.match(sentence)) or (len(sentence) < 60 and bool(_SLOGAN.search(sentence)))


def _only_done(text: str, span: Span) -> bool:
    sentence = text[span.start : span.end]
    return is_done(sentence) and not lacks(sentence.split("，")[-1])


def _by_semicolon(text: str, sentences: list[Span], *, plan: bool = False) -> list[Span]:
    with_mark = [span for span in sentences if marks.cut(text, span, "；;")]
    if not with_mark or (plan and len(with_mark) > 1):
        return []
    if len(with_mark) == 1:
        spans = marks.cut(text, with_mark[0], "；;")
        rest = [span for span in sentences if span is not with_mark[0]]
        if plan or len(rest) > 2:
            return sorted([*spans, *rest])
        lists = [piece for span in rest for piece in lacking_clauses(text, span)]
        return sorted([*lists, *_behind_generic(text, spans)]) if lists else spans
    first, *others = [marks.cut(text, span, "；;") or [span] for span in sentences]
    return [*first, *(piece for spans in others for piece in _behind_generic(text, spans))]


def _behind_generic(text: str, spans: list[Span]) -> list[Span]:
    """Drop 「自身建设也有短板，」 in front of the first piece."""
    skip = _after_generic(text[spans[0].start : spans[0].end]) or 0
    return [marks.trimmed(text, spans[0].start + skip, spans[0].end), *spans[1:]]


def _is_slogan(sentence: str) -> bool:
    return (len(sentence) < 70 and bool(_SLOGAN.search(sentence))) or bool(_YEAR_IS.match(sentence))
