"""Problems and plans told in prose without a heading of their own, mostly at the end of the achievements.

Only asked where no section was found: 我们也清醒认识到…, 虽然…但仍存在…等问题, 下一步，我们将….
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import compress, pairwise

from .admission import admits, behind_name_of_one, confesses, is_aware, turns_to_lacks
from .alternation import at_initials, by_initial
from .announcements import is_overcome
from .clauses import split_told
from .contrasts import contrasted
from .drafts import Draft
from .enumerators import inline_run, read_marker
from .frames import ends_section, opens_future
from .lexicon import prose
from .lists import cut_at_slashes
from .model import Span
from .mood import is_done, lacks, may_be_planned, mood_of, surely_done
from .paragraphs import Para

_ADMITS_ALSO = re.compile(prose.ADMITS_ALSO)
_GENERIC = re.compile(by_initial(prose.GENERIC_STATEMENT))
_NAMING_LEAD = re.compile(prose.NAMING_LEAD)
_PLAN_LEAD = re.compile(prose.PLAN_LEAD)
_POINTS_BACK = re.compile(at_initials(prose.POINTS_BACK))
_SLOGAN = re.compile(by_initial(prose.SLOGAN))
_GOES_ON = re.compile(rf"(?<=[。；])(?:{prose.ALSO}|其次|再次)")
_OF_ONESELF = re.compile(prose.OF_ONESELF)
_NUMBER = re.compile(r"\s*\d")
_LONG_AGO = re.compile(prose.LONG_AGO)
_STOPS = "。！？!?"
_LACK_LABEL = re.compile(at_initials(prose.LACK_LABEL))
_LABELLED_MIN, _LABELLED_LEAST = 8, 2
_SLASH_LABEL = re.compile(prose.SLASH_LABEL)
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
# Nobody admits a single problem in more characters than this.
_PROBLEM_MAX = 240
_MOOD_MIN = 30
# Sentences of a paragraph that tells what is missing: these lack something, these look ahead.
_LACKING, _WILLING = 0.3, 0.4
_SHORT = 12
# What a colon this near the head opens is a list of problems throughout.
_LED_MAX = 40
_CLEAR, _LIKELY = 0.8, 0.62
# Admissions stand behind the achievements, plans at the very end.
_PROBLEMS_FROM, _PLANS_FROM = 0.15, 0.4
# An admission in words of the trade may come early: the plans of a report outweigh what was done.
_ADMITTED_FROM = 0.04
_MOST, _SOME = 0.6, 0.4


def told_problems(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the problems told in prose: those admitted in words of the trade, else the last ones in plain speech."""
    told = _told_behind(text, paras, admits, _ADMITTED_FROM)
    if told:
        return [draft for drafts in told for draft in drafts]
    last = (
        _contrasted_ones(text, paras)
        or _named_ones(text, paras)
        or next(reversed(_told_behind(text, paras, _speaks_plainly, _PROBLEMS_FROM)), [])
    )
    # 没能见到最后一面，这是我最大的遗憾: a lone sentence that confesses is a feeling rather than a list.
    return [] if len(last) == 1 and confesses(text[last[0].start : last[0].end]) else last


def _contrasted_ones(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the problems of the last paragraph that sets some against what went well."""
    late = [para for para in paras[int(len(paras) * _PROBLEMS_FROM) :] if not para.role]
    found = (contrasted(text, para.start, para.end) for para in reversed(late))
    return [Draft("problem", span.start, span.end, _CLEAR, ()) for span in next(filter(None, found), [])]


def _named_ones(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the single problems that sentences name, each with what its paragraph says of it."""
    late = (para for para in paras[int(len(paras) * _PROBLEMS_FROM) :] if not para.role)
    spans = [span for para in late for span in _named_one(text, para)]
    return [Draft("problem", span.start, span.end, _LIKELY, ()) for span in spans]


def _named_one(text: str, para: Para) -> list[Span]:
    for sentence in _SENTENCE.finditer(text, para.start, para.end):
        skip = len(sentence.group()) - len(sentence.group().lstrip())
        behind = behind_name_of_one(sentence.group()[skip:])
        if behind:
            end = _plans_begin(para, sentence.end()) or para.end
            lists = _GOES_ON.search(text, sentence.end(), end) or end - sentence.start() > _PROBLEM_MAX
            return [Span(sentence.start() + skip + behind, sentence.end() if lists else end)]
    return []


def _speaks_plainly(sentence: str) -> bool:
    return confesses(sentence) or turns_to_lacks(sentence)


def _told_behind(text: str, paras: Sequence[Para], admission: Callable[[str], bool], since: float) -> list[list[Draft]]:
    """Return the problems of each paragraph in which a sentence admits some, or behind which they follow.

    `since` is the share of a longer text before which nothing is taken for an admission.
    """
    told: list[list[Draft]] = []
    announced = False
    behind = 0
    for index, para in enumerate(paras):
        early = index < len(paras) * since and len(paras) > _SHORT
        if para.role or index < behind or (early and not _lists_knowingly(para.text)):
            continue
        begin = para.start if announced else _problems_begin(para, admission)
        announced = False
        if begin is None:
            continue
        end = _plans_begin(para, begin) or para.end
        first = _first_sentence(text, begin, end)
        one = _named_one(text, para) if behind_name_of_one(first.lstrip()) else []
        spans = one or ([] if _named_below(paras, index) else split_told(text, begin, end, "problem"))
        spans = _problems_only(text, spans, confessed=confesses(first) or "：" in first[:_LED_MAX])
        row = _row_behind(text, paras, index, spans) if spans else []
        behind = index + 1 + len(row)
        spans = _in_a_row(spans, row)
        confidence = _CLEAR if len(spans) > 1 else _LIKELY
        if spans:
            told.append([Draft("problem", span.start, span.end, confidence, ()) for span in spans])
        announces = para.text[-1] in "：:" or _only_announces(para.text[begin - para.start :])
        announced = not spans and (_named_below(paras, index) or announces) and not is_overcome(paras[index + 1 :])
    return told


def _lists_knowingly(paragraph: str) -> bool:
    """Tell whether a paragraph lists what one is aware of, 「我们清醒认识到，还面临一些困难：…；…」."""
    return "；" in paragraph and "：" in paragraph and is_aware(paragraph)


def _row_behind(text: str, paras: Sequence[Para], index: int, spans: Sequence[Span]) -> list[Para]:
    """Return the paragraphs in a row behind an admission that each tell one lack, 「我对业务的熟练度还不够，…」."""
    row: list[Para] = []
    for para in paras[index + 1 :]:
        first = _first_sentence(text, para.start, para.end)
        if para.role or para.marker or len(para.text) > _PROBLEM_MAX or not _tells_lack(first):
            break
        row.append(para)
    by_sentence = all(text[span.end - 1] in _STOPS for span in spans)
    listed = bool(inline_run(text, paras[index].start, paras[index].end)) or "；" in paras[index].text
    listed = listed or len(spans) > 2 * len(row)  # one more paragraph makes no row behind three sentences
    return row if by_sentence and not listed else []


def _tells_lack(sentence: str) -> bool:
    turns = _PLAN_LEAD.match(sentence) or opens_future(sentence, 0) or ends_section(sentence)
    return lacks(sentence) and not turns and not (len(sentence) <= _LED_MAX and _only_announces(sentence))


def _in_a_row(spans: list[Span], row: Sequence[Para]) -> list[Span]:
    """Return the problems of an admission with the paragraphs behind it: then its own sentences tell but one."""
    if not row:
        return spans
    return [Span(spans[0].start, spans[-1].end), *(Span(para.start, para.end) for para in row)]


def slashed_problems(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return what stands between slashes behind a label, wherever: 「面临的问题：资源少/没有人带/忙闲不均。」."""
    spans = [
        span
        for para in paras
        if not para.role and "/" in para.text
        for label in _SLASH_LABEL.finditer(text, para.start, para.end)
        for span in cut_at_slashes(text, Span(label.start("list"), label.end("list")), led=True)
    ]
    return [Draft("problem", span.start, span.end, _LIKELY, ()) for span in spans]


def labelled_problems(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return what paragraphs tell behind a label of shortcomings that comes again, 「不足：家访少。」."""
    found = [
        (label.end(), para.end) for para in paras if not para.role and (label := _LACK_LABEL.match(text, para.start))
    ]
    told = [(begin, end) for begin, end in found if end - begin >= _LABELLED_MIN and text[end - 1] not in "？?"]
    if len(told) < _LABELLED_LEAST:
        return []
    spans = [span for begin, end in told for span in split_told(text, begin, end, "problem")]
    return [Draft("problem", span.start, span.end, _LIKELY, ()) for span in spans]


def problems_by_mood(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the sentences of a paragraph that does nothing but tell what is missing, whatever it begins with."""
    for index, para in enumerate(paras):
        if para.role or para.marker or index < len(paras) * _PROBLEMS_FROM or len(para.text) < _MOOD_MIN:
            continue
        mood = mood_of([para.text])
        if mood.lack < _LACKING or mood.will >= _WILLING:
            continue
        end = _plans_begin(para, para.start) or para.end
        spans = split_told(text, para.start, end, "problem")
        lacking = [span for span in spans if lacks(text[span.start : span.end]) and not _tells_a_story(text, span)]
        done = [span for span in spans if is_done(text[span.start : span.end]) and span not in lacking]
        if len(lacking) >= 2 and len(lacking) >= _MOST * len(spans) and not done:
            return [Draft("problem", span.start, span.end, _LIKELY, ()) for span in spans]
    return []


def _tells_a_story(text: str, span: Span) -> bool:
    return bool(_LONG_AGO.match(text, span.start)) and surely_done(text[span.start : span.end])


def told_plans(text: str, paras: Sequence[Para], year: int | None, behind: int) -> list[Draft]:
    """Return the plans that paragraphs of the last part tell in prose; `behind` is where the last problem ends."""
    body = [para for para in paras if not para.role]
    late = body[int(len(body) * _PLANS_FROM) :]
    pointing = [draft for para in body for draft in _pointing_back(text, para)]
    if pointing:
        return pointing
    led = [draft for para in late for draft in _behind_lead(text, para)]
    return led or _behind_future(text, late, year, behind) or _plans_by_mood(text, late, behind)


def told_also(text: str, paras: Sequence[Para], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the problems that the paragraph behind a list of them admits, 「我们还认识到，政府工作也有不足。…」."""
    behind = max((draft.end for draft in drafts if draft.kind == "problem"), default=0)
    place = bisect_right([para.start for para in paras], behind)
    following = [para for para in paras[place : place + 1] if not para.role and _ADMITS_ALSO.match(para.text)]
    return [draft for told in _told_behind(text, following, admits, _ADMITTED_FROM) for draft in told]


def told_behind_problems(text: str, paras: Sequence[Para], problems: Sequence[Draft]) -> list[Draft]:
    """Return the plans that someone makes in the very paragraph in which he told his problems, 「今后我会…」."""
    drafts: list[Draft] = []
    starts = [para.start for para in paras]
    behind = {bisect_right(starts, draft.start) - 1: draft.end for draft in sorted(problems, key=lambda d: d.end)}
    for place in sorted(behind):
        para = paras[place]
        begin = _plans_begin(para, behind[place])
        if begin is not None and _OF_ONESELF.match(text, begin, para.end):
            drafts += _plan_drafts(text, split_told(text, begin, para.end, "plan"))
    return drafts if len(drafts) > 1 else []


def _pointing_back(text: str, para: Para) -> list[Draft]:
    """Return the measures that say which problem they answer, 「针对第一个问题，…」."""
    starts = [para.start + match.start() for match in _POINTS_BACK.finditer(para.text)]
    return [Draft("plan", start, end, _CLEAR, ()) for start, end in pairwise([*starts, para.end])]


def _behind_lead(text: str, para: Para) -> list[Draft]:
    """Return the plans behind 「下一步，我们将」."""
    begin = _plans_begin(para, para.start)
    if begin is None:
        return []
    spans = split_told(text, begin, para.end, "plan")
    if _NUMBER.match(text, begin) and 2 * sum(surely_done(text[span.start : span.end]) for span in spans) >= len(spans):
        return []  # 2019年底将达十项。已完成七项: a forecast among deeds
    return _plan_drafts(text, spans)


def _behind_future(text: str, paras: Sequence[Para], year: int | None, behind: int) -> list[Draft]:
    """Return the plans behind a sentence that only opens a time to come, 「新的一年，我给自己定了几个目标。」."""
    drafts: list[Draft] = []
    for para in paras:
        begin = _future_begin(para, year)
        spans = [] if begin is None else split_told(text, begin, para.end, "plan")
        least = 0.2 if 0 < behind <= para.start else 0.34
        if _are_plans([text[span.start : span.end] for span in spans], least):
            drafts += _plan_drafts(text, spans)
    return drafts


def _plans_by_mood(text: str, paras: Sequence[Para], behind: int) -> list[Draft]:
    """Return the sentences of the paragraph behind the problems that does nothing but tell what shall be done."""
    for para in paras:
        if not 0 < behind <= para.start or len(para.text) < _MOOD_MIN:
            continue
        spans = split_told(text, para.start, para.end, "plan")
        if len(spans) > 1 and _are_plans([text[span.start : span.end] for span in spans], least=_MOST):
            return _plan_drafts(text, spans)
    return []


def _are_plans(clauses: Sequence[str], least: float) -> bool:
    planned = sum(map(may_be_planned, clauses))
    return bool(clauses) and planned >= least * len(clauses) and sum(map(surely_done, clauses)) <= 0.34 * len(clauses)


def _plan_drafts(text: str, spans: Sequence[Span]) -> list[Draft]:
    kept = [span for span in spans if not _is_empty_promise(text[span.start : span.end])]
    confidence = _CLEAR if len(kept) > 1 else _LIKELY
    return [Draft("plan", span.start, span.end, confidence, ()) for span in kept]


def _named_below(paras: Sequence[Para], index: int) -> bool:
    """Tell whether the next paragraph only says 「主要是：」, so that this one introduces."""
    following = paras[index + 1].text if index + 1 < len(paras) else ""
    return len(following) <= 16 and bool(_NAMING_LEAD.search(following))


def _problems_begin(para: Para, admission: Callable[[str], bool]) -> int | None:
    """Return the start of the sentence that admits problems, None when the paragraph admits none."""
    for match in _SENTENCE.finditer(para.text):
        if _PLAN_LEAD.match(match.group().lstrip()):
            return None
        if admission(match.group()):
            return para.start + match.start()
    return None


def _only_announces(sentence: str) -> bool:
    generic = _GENERIC.search(sentence) or confesses(sentence)
    return len(sentence) < 120 and bool(generic) and sentence.rstrip()[-1:] in "：:。"


def _first_sentence(text: str, start: int, end: int) -> str:
    found = _SENTENCE.match(text, start, end)
    return found.group() if found else ""


def _problems_only(text: str, spans: list[Span], *, confessed: bool = False) -> list[Span]:
    """Keep the spans if most of them say that something is missing, without those that report a success.

    Behind a confession they need not say so in words of the trade, 「一开口就是书面话」.
    """
    clauses = [text[span.start : span.end] for span in spans]
    admitted = [lacks(clause) or not is_done(clause) for clause in clauses]
    told = sum(map(lacks, clauses))
    if confessed and told and len(spans) > 1 and all(map(read_marker, clauses)):
        return spans  # counted one by one
    if confessed and told < _SOME * len(spans):
        return []  # 总的来说不尽如人意。年初…，后来…: a story
    told = sum(admitted) if confessed else told
    if not told or (len(spans) < 3 and 2 * told < len(spans)) or any(len(clause) > _PROBLEM_MAX for clause in clauses):
        return []
    if confessed and sum(admitted) >= _MOST * len(spans):
        return spans
    first, last = admitted.index(True), len(admitted) - admitted[::-1].index(True)
    return spans[first:last] if sum(admitted) >= _MOST * (last - first) else list(compress(spans, admitted))


def _plans_begin(para: Para, begin: int) -> int | None:
    for match in _SENTENCE.finditer(para.text, begin - para.start):
        if _PLAN_LEAD.match(match.group().lstrip()):
            return para.start + match.start()
    return None


def _future_begin(para: Para, year: int | None) -> int | None:
    for match in _SENTENCE.finditer(para.text):
        if opens_future(match.group().lstrip(), year):
            return para.start + match.start()
    return None


def _is_empty_promise(sentence: str) -> bool:
    return len(sentence) < 80 and bool(_SLOGAN.search(sentence))
