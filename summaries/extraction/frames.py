"""Paragraphs around the items of a section that are none: introductions, preludes, closings, turns to the audience."""

import re
from collections.abc import Sequence

from .admission import confesses
from .alternation import by_initial
from .cores import core_sentence, is_headed
from .enumerators import read_marker
from .evidence import heading_evidence
from .lexicon import prose
from .model import Span
from .mood import may_be_planned, mood_of

_LABEL = re.compile("([^，。；：:]{2,10})[：:]")
_SENTENCE_END = re.compile("[。！？；]")
_LEAD_IN = re.compile(prose.LEAD_IN)
_KNOWS_SOME = re.compile(prose.KNOWS_SOME)
_PROBLEM = re.compile(by_initial(prose.GENERIC_PROBLEM))
# The longest name of problems with its stop.
_PROBLEM_TAIL = 8
_CLOSING = re.compile(prose.CLOSING)
_BESIDE_ITEMS = re.compile(prose.BESIDE_ITEMS)
_STATES = re.compile(prose.STATES)
_CLOSING_PARAGRAPH = re.compile(prose.CLOSING_PARAGRAPH)
_SLOGAN = re.compile(by_initial(prose.SLOGAN))
_ADDRESS_TURN = re.compile(prose.ADDRESS_TURN)
_FUTURE_OPENS = re.compile(prose.FUTURE_OPENS)
_NOTHING = re.compile(prose.NOTHING)
_NOTHING_MAX = 12
_PAIRS_MIN, _NAME_MAX, _PAIR_LONGER = 2, 14, 4
_ANY_MARK = re.compile("[，。；：:！？;]")
_STOPS = "。！？；;…：:，,"
_BARE_MIN = 3
_LEAD_MAX = 90
_FIELD_OPENS = re.compile(prose.FIELD_OPENS)
_FIELDS_MIN = 2
_CALLS_MIN, _CALLS_MOST = 3, 0.6
_SUNDRY_WORDS = 4
_PLEDGE = re.compile(prose.PLEDGE)
_PLEDGE_MIN, _PLEDGE_MAX = 25, 100
_COUPLET = re.compile("([一-鿿]{4,9})，([一-鿿]{4,9})。")


def is_frame(paragraph: str) -> bool:
    """Tell whether a paragraph introduces or closes the list around it."""
    label = _LABEL.match(paragraph)
    if _ADDRESS_TURN.match(paragraph) or only_confesses(paragraph):
        return True
    if label and heading_evidence(label.group(1), None).kind == "overview":
        return True
    if len(paragraph) > _LEAD_MAX or "；" in paragraph:
        return False
    return bool(_LEAD_IN.search(paragraph)) or _knows_some(paragraph)


def _knows_some(paragraph: str) -> bool:
    """Tell whether a paragraph only says that there are problems, 「工作中，我们也发现一些短板弱项。」."""
    if "。" in paragraph[:-1] or not _PROBLEM.search(paragraph[-_PROBLEM_TAIL:]):
        return False
    return _KNOWS_SOME.search(paragraph) is not None


def only_confesses(paragraph: str) -> bool:
    return "。" not in paragraph[:-1] and confesses(paragraph)


def ends_section(paragraph: str) -> bool:
    closing = _CLOSING.match(paragraph) and len(paragraph) < 120
    return bool(closing or _CLOSING_PARAGRAPH.match(paragraph) or _pledges_in_verse(paragraph))


def pledges(paragraph: str) -> bool:
    """Tell whether the last paragraph is a pledge of all, 「我们将戮力同心，…守护一方平安！」."""
    exclaims = paragraph[-1] in "！!" and _PLEDGE_MIN < len(paragraph) <= _PLEDGE_MAX
    return exclaims and bool(_PLEDGE.search(paragraph))


def _pledges_in_verse(paragraph: str) -> bool:
    """Tell whether a couplet opens a pledge, 「水润万家，责重如山。全体供水人将…」."""
    couplet = _COUPLET.match(paragraph)
    if couplet is None or len(couplet.group(1)) != len(couplet.group(2)) or may_be_planned(couplet.group(1)):
        return False  # 「加强农业基础地位，全面发展农村经济。」 calls
    return _PLEDGE.search(paragraph, couplet.end(), couplet.end() + _PLEDGE_MIN) is not None


def is_slogan_only(text: str) -> bool:
    return len(text) < 60 and bool(_SLOGAN.search(text))


def names_nothing(text: str, span: Span) -> bool:
    """Tell whether an entry only fills its place, 「无」."""
    return span.end - span.start <= _NOTHING_MAX and _NOTHING.fullmatch(text, span.start, span.end) is not None


def is_after_items(text: str) -> bool:
    sundry = sum(1 for word in prose.SUNDRY if word in text[:400])
    return sundry >= _SUNDRY_WORDS or bool(
        _CLOSING_PARAGRAPH.match(text) or _BESIDE_ITEMS.match(text) or _pledges_in_verse(text)
    )


def of_one_ending(text: str, kept: list[Span]) -> list[Span]:
    """Leave out sentences around a list of bare lines, 「学会游泳」「换个住处」「就这些，希望都能做到。」."""
    bare = [span for span in kept if text[span.end - 1] not in _STOPS]
    first, last = (kept.index(bare[0]), kept.index(bare[-1])) if bare else (0, 0)
    in_a_row = len(bare) == last - first + 1
    return bare if len(bare) >= _BARE_MIN and in_a_row and len(bare) > len(kept) - len(bare) else kept


def in_pairs(text: str, kept: list[Span]) -> list[Span]:
    """Join lines that alternate as on slides: a short name, then what it means, 「服务不够」「报修没有人响应，…」."""
    names, bodies = kept[::2], kept[1::2]
    if len(bodies) < _PAIRS_MIN or len(names) != len(bodies):
        return kept
    for name, body in zip(names, bodies, strict=True):
        words, rest = text[name.start : name.end], text[body.start : body.end]
        longer = len(rest) >= len(words) + _PAIR_LONGER and ("，" in rest or len(rest) >= 2 * len(words))
        if len(words) > _NAME_MAX or _ANY_MARK.search(words) or not longer or read_marker(words):
            return kept
    return [Span(name.start, body.end) for name, body in zip(names, bodies, strict=True)]


def without_questions(text: str, kept: list[Span]) -> list[Span]:
    """Leave out paragraphs that only ask, 「如果用一个字来概括，该是什么？」, where others tell."""
    told = [span for span in kept if text[span.end - 1] not in "？?"]
    return told or kept


def without_prelude(text: str, kept: list[Span], kind: str) -> list[Span]:
    """Leave out a paragraph of another kind before or behind the others: 「逝者如斯夫！…」, 「站好最后一班岗。」."""
    if len(kept) < 2 or kind != "plan":
        return kept
    if len(kept) > 2 and not is_headed(text[kept[0].start : kept[0].end]) and _all_headed(text, kept[1:]):
        return kept[1:]
    lengths = [len(_SENTENCE_END.findall(text[span.start : span.end])) for span in kept]
    if len(kept) > 2 and is_slogan_only(text[kept[0].start : kept[0].end]):
        return kept[1:]
    if len(kept) > 2 and lengths[0] >= 3 and mood_of([text[kept[0].start : kept[0].end]]).will < 0.3:
        return kept[1:]
    if lengths[0] >= 3 and all(span.end - span.start < 30 for span in kept[1:]):
        return kept[:1]
    return kept


def from_field(text: str, kept: list[Span]) -> list[Span]:
    """Let the first begin where the others do, 「干一天就要干好一天。学习上，…」 before 「环境上，…」「产业上，…」."""
    if len(kept) <= _FIELDS_MIN or _FIELD_OPENS.match(text, kept[0].start, kept[0].end):
        return kept
    first, *others = kept
    alike = sum(_FIELD_OPENS.match(text, span.start, span.end) is not None for span in others)
    if alike < max(_FIELDS_MIN, len(others) - 1):
        return kept  # the last may say 此外
    stops = (stop.end() for stop in _SENTENCE_END.finditer(text, first.start, first.end))
    begin = next((stop for stop in stops if _FIELD_OPENS.match(text, stop, first.end)), first.start)
    return [Span(begin, first.end), *others]


def headed_groups(paragraphs: Sequence[str]) -> list[list[int]]:
    """Return the places of entries that begin with a sentence which calls to act, each with the paragraphs that go on.

    「改革是法宝。…」 before 「深化国企改革。…」 is none; [] where most paragraphs are neither.
    """
    headed = [is_headed(paragraph) for paragraph in paragraphs]
    calls = [head and _calls(paragraph) for head, paragraph in zip(headed, paragraphs, strict=True)]
    if sum(calls) < _CALLS_MIN or sum(calls) < _CALLS_MOST * len(paragraphs):
        return []
    groups: list[list[int]] = []
    for place, call in enumerate(calls):
        if call:
            groups.append([place])
        elif groups and groups[-1][-1] == place - 1 and not headed[place]:
            groups[-1].append(place)
        elif groups and headed[place] and _calls_behind(paragraphs[place]):
            groups.append([place])
    return groups


def _calls(paragraph: str) -> bool:
    return may_be_planned(core_sentence(paragraph)[0]) and not _STATES.match(paragraph)


def _calls_behind(paragraph: str) -> bool:
    """Tell whether what stands behind a heading sentence calls to act, 「稳定队伍。落实待遇，…」."""
    core = core_sentence(paragraph)[0]
    behind = paragraph[len(core) + 1 :]
    return may_be_planned(_SENTENCE_END.split(behind)[0]) and not _STATES.match(paragraph)


def _all_headed(text: str, spans: Sequence[Span]) -> bool:
    return all(is_headed(text[span.start : span.end]) for span in spans)


def opens_future(paragraph: str, year: int | None) -> bool:
    """Tell whether a paragraph begins with a time after the summary's own, 「2022年，」, 「下一步，」."""
    opened = _FUTURE_OPENS.match(paragraph)
    if opened is None:
        return False
    return opened.group("y") is None or (year is not None and int(opened.group("y")) > year)
