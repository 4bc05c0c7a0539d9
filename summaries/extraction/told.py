"""Problems and plans told in prose without a heading of their own, mostly at the end of the achievements.

Only asked where no section was found: 我们也清醒认识到…, 虽然…但仍存在…等问题, 下一步，我们将….
"""

import re
from collections.abc import Sequence

from .admission import admits
from .clauses import split_told
from .items import Draft
from .lexicon import prose
from .model import Span
from .mood import is_done, lacks, mood_of
from .paragraphs import Para

_GENERIC = re.compile(prose.GENERIC_STATEMENT)
_NAMING_LEAD = re.compile(prose.NAMING_LEAD)
_PLAN_LEAD = re.compile(prose.PLAN_LEAD)
_SLOGAN = re.compile(prose.SLOGAN)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
# Nobody admits a single problem in more characters than this.
_PROBLEM_MAX = 240
_MOOD_MIN = 30
_SHORT = 10
_CLEAR, _LIKELY = 0.8, 0.62
# Admissions stand behind the achievements, plans at the very end.
_PROBLEMS_FROM, _PLANS_FROM = 0.15, 0.4


def told_problems(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the problems that paragraphs tell in prose."""
    drafts: list[Draft] = []
    announced = False
    for index, para in enumerate(paras):
        if para.role or (index < len(paras) * _PROBLEMS_FROM and len(paras) > _SHORT):
            continue
        begin = para.start if announced else _problems_begin(para)
        announced = False
        if begin is None:
            continue
        end = _plans_begin(para, begin) or para.end
        spans = [] if _named_below(paras, index) else split_told(text, begin, end, "problem")
        spans = _problems_only(text, spans)
        confidence = _CLEAR if len(spans) > 1 else _LIKELY
        drafts += [Draft("problem", span.start, span.end, confidence, ()) for span in spans]
        announced = not spans and (
            _named_below(paras, index) or para.text[-1] in "：:" or _only_announces(para.text[begin - para.start :])
        )
    return drafts


def problems_by_mood(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the sentences of a paragraph that does nothing but tell what is missing, whatever it begins with."""
    for index, para in enumerate(paras):
        if para.role or para.marker or index < len(paras) * _PROBLEMS_FROM or len(para.text) < _MOOD_MIN:
            continue
        end = _plans_begin(para, para.start) or para.end
        spans = split_told(text, para.start, end, "problem")
        lacking = [span for span in spans if lacks(text[span.start : span.end])]
        done = [span for span in spans if is_done(text[span.start : span.end]) and span not in lacking]
        if len(lacking) >= 2 and len(lacking) >= 0.6 * len(spans) and not done and mood_of([para.text]).will < 0.4:
            return [Draft("problem", span.start, span.end, _LIKELY, ()) for span in spans]
    return []


def told_plans(text: str, paras: Sequence[Para]) -> list[Draft]:
    """Return the plans that paragraphs of the last part tell in prose."""
    drafts: list[Draft] = []
    for index, para in enumerate(paras):
        if para.role or index < len(paras) * _PLANS_FROM:
            continue
        begin = _plans_begin(para, para.start)
        if begin is None:
            continue
        spans = split_told(text, begin, para.end, "plan")
        kept = [span for span in spans if not _is_empty_promise(text[span.start : span.end])]
        confidence = _CLEAR if len(kept) > 1 else _LIKELY
        drafts += [Draft("plan", span.start, span.end, confidence, ()) for span in kept]
    return drafts


def _named_below(paras: Sequence[Para], index: int) -> bool:
    """Tell whether the next paragraph only says 「主要是：」, so that this one introduces."""
    following = paras[index + 1].text if index + 1 < len(paras) else ""
    return len(following) <= 16 and bool(_NAMING_LEAD.search(following))


def _problems_begin(para: Para) -> int | None:
    """Return the start of the sentence that admits problems, None when the paragraph admits none."""
    for match in _SENTENCE.finditer(para.text):
        if admits(match.group()):
            return para.start + match.start()
    return None


def _only_announces(sentence: str) -> bool:
    return len(sentence) < 120 and bool(_GENERIC.search(sentence)) and sentence.rstrip()[-1:] in "：:。"


def _problems_only(text: str, spans: list[Span]) -> list[Span]:
    """Keep the spans if most of them say that something is missing, without those that report a success."""
    clauses = [text[span.start : span.end] for span in spans]
    told = sum(map(lacks, clauses))
    if not told or (len(spans) < 3 and 2 * told < len(spans)) or any(len(clause) > _PROBLEM_MAX for clause in clauses):
        return []
    return [span for span, clause in zip(spans, clauses, strict=True) if lacks(clause) or not is_done(clause)]


def _plans_begin(para: Para, begin: int) -> int | None:
    for match in _SENTENCE.finditer(para.text, begin - para.start):
        if _PLAN_LEAD.match(match.group().lstrip()):
            return para.start + match.start()
    return None


def _is_empty_promise(sentence: str) -> bool:
    return len(sentence) < 80 and bool(_SLOGAN.search(sentence))
