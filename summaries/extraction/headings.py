"""Which paragraphs are headings, and of what shape. Levels are found in outline.py, the meaning in sections.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .alternation import at_initials
from .announcements import announcement_kind, announcing_core
from .cores import core_sentence, paragraph_below
from .enumerators import read_marker
from .evidence import NAMED, NOTHING, PURE, heading_evidence
from .lexicon import headings as words
from .lexicon import prose
from .model import new
from .mood import is_done, lacks, may_be_planned
from .paragraphs import Para

_UNNUMBERED_MAX = 26
_PLAIN_MAX = 20
# How far above a slogan of plans the problems stand.
_ABOVE = 3
_LABEL_MAX = 40
_SENTENCE = re.compile(r"[。；;！!？?]")
_LABEL_END = re.compile("[。；;！!？?：:\n\u3000]")
_LEAD_END = re.compile(words.LEAD_END)
_SECTION_SCHEMES = frozenset(("part", "section", "markdown", "named", "cn", "cn_paren", "roman"))
_LEAD_IN = re.compile(prose.ANNOUNCES)
_HANZI = re.compile("[一-鿿]{2}")
_RUN_IN_MAX = 18
_TURN_MAX = 14
_ASKED_MAX, _ASKED_SHORT = 20, 12
_PLAN_RUN_IN = re.compile(f"{prose.PLAN_LABEL}{prose.LABEL_COLON}")
_PLAN_LINE = re.compile(f"{prose.PLAN_LABEL}[：:]?")
_PLAN_LABEL = re.compile(at_initials(f"{_PLAN_RUN_IN.pattern}|{_PLAN_LINE.pattern}$"))
_RUN_IN_LABEL = re.compile(f"(?:{prose.PROBLEM_LABEL}|{prose.PLAN_LABEL}){prose.LABEL_COLON}")
_FORM = re.compile(words.FORM_LABEL)
_COUNTS_ON = "一二三四五六七八九十0123456789"
_FORM_MIN, _FORM_LEAST = 12, 3
_ABOUT_ONE = re.compile(words.ABOUT_ONE)
_ASKED = re.compile(words.ASKED)
_DUTY = re.compile(prose.DUTY_LABEL)
# 【旅行】, **旅行**: marked by hand, whatever stands around.
_DECORATED = re.compile(r"(?:【[^【】]+】|〖[^〖〗]+〗|\*\*[^*]+\*\*)[：:]?")
_BOLD = re.compile(r"\*\*|__")
# Schemes that number within a text rather than head it: 一是, ——, •.
ITEM_KINDS = frozenset(("problem", "plan", "mixed"))
LIST_SCHEMES = frozenset(("is", "order", "sides", "dash", "bullet", "alpha"))


class Heading(NamedTuple):
    """A paragraph that opens something: `core` is its heading sentence, `lone` tells that nothing follows on the line.

    `scheme` is that of the marker, or "named" (unnumbered, says what it is) or "plain" (unnumbered, short).
    `kind` is what an unnumbered heading names: a part of problems, plans or both.
    """

    index: int
    scheme: str
    number: int
    core: str
    lone: bool
    depth: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    """The whole summary; `paired` tells that it is told in labelled pairs of problem and measure.

    `labelled` are the labels of a text whose parts are paragraphs with one of their own, 「不足：…」「计划：…」.
    """

    paras: Sequence[Para]
    year: int | None
    paired: bool
    labelled: dict[int, str] = field(default_factory=dict)


def find_headings(paras: Sequence[Para], labels: Sequence[int], year: int | None) -> list[Heading]:
    """Return the headings of one summary in order; numbered paragraphs count as headings of their own bodies.

    `labels` are the places of paragraphs with labels of measures.
    """
    found: list[Heading] = []
    heading: Heading | None
    context = _Context(paras, year, _is_paired(paras, labels), _labelled_parts(paras, year))
    for index, para in enumerate(paras):
        if para.role:
            continue
        under_heading = bool(found) and found[-1].index == index - 1 and found[-1].lone
        if index in context.labelled:
            heading = _behind_label(index, context)
        else:
            heading = _numbered(index, para) if para.marker else _unnumbered(index, context, under_heading)
        if heading and not (heading.scheme == "named" and _leads_in(para.text, heading, found, year)):
            found.append(heading)
    return _below_dividers(paras, found, year)


def _below_dividers(paras: Sequence[Para], found: list[Heading], year: int | None) -> list[Heading]:
    """Put the slides behind one that only names a part, 「# 展望未来」「# 流程建设」, on the level below it."""
    hashed = [heading for heading in found if heading.scheme == "markdown"]
    nested: set[int] = set()
    depth = 0
    for heading, following in pairwise((*hashed, None)):
        evidence = heading_evidence(heading.core, year)
        if heading.depth < depth or (heading.depth == depth and evidence.kind):
            depth = 0
        if heading.depth == depth:
            nested.add(heading.index)
        elif not depth and evidence.kind in ITEM_KINDS and evidence.strength >= NAMED:
            depth = heading.depth if _divides(paras, heading, following) else 0
    return [h._replace(depth=2 * h.depth + (h.index in nested)) for h in found] if nested else found


def _divides(paras: Sequence[Para], heading: Heading, following: Heading | None) -> bool:
    """Tell whether nothing stands between two headings of the same hashes."""
    if following is None or heading.number or following.depth != heading.depth:
        return False
    return all(para.role for para in paras[heading.index + 1 : following.index])


def _leads_in(line: str, heading: Heading, before: Sequence[Heading], year: int | None) -> bool:
    """Tell whether a line right under a section's heading only introduces its entries: 具体抓好以下工作：."""
    if not before or not before[-1].lone or before[-1].scheme not in _SECTION_SCHEMES:
        return False
    above = heading_evidence(before[-1].core, year)
    if heading.kind and above.kind not in (heading.kind, "mixed", "", "weak"):
        return False  # 还有两个问题没有解决： under a heading of what was solved
    return above.strength >= NAMED and _LEAD_END.search(line) is not None


def _numbered(index: int, para: Para) -> Heading:
    marker = para.marker
    assert marker is not None
    body = para.text[marker.end - para.start :]
    core, lone = core_sentence(body or para.text)
    return new(Heading, (index, marker.scheme, marker.number, core, lone, marker.depth, ""))


def _unnumbered(index: int, context: _Context, under_heading: bool) -> Heading | None:
    """Accept a short line that names a section, or that heads a longer paragraph below it."""
    paras, year = context.paras, context.year
    text = _on_one_line(paras[index].text)
    label = text[-1] in "：:"
    if announced := announcement_kind(index, paras, year):
        return Heading(index, "named", 0, announcing_core(text), True, kind=announced)
    if not under_heading and (named := _labelled(index, context)):
        return named
    if len(text) > (_LABEL_MAX if label else _UNNUMBERED_MAX) or "\t" in text or "|" in text:
        return None
    core = _BOLD.sub("", text).strip(" ：:【】[]〖〗*#　")
    if _DUTY.match(text):
        return None  # 责任单位：… belongs to the item above
    core = _ASKED.sub("", core)
    asks = core[-1:] in "？?" and 0 < len(core) <= (_ASKED_SHORT if "，" in core else _ASKED_MAX)
    core = core.rstrip("？?") if asks else core
    if not core or (text[-1] in "。；;，,、！!？?…" and not asks) or _SENTENCE.search(core):
        return None
    if context.paired and _PLAN_LINE.fullmatch(text):
        return None
    evidence = heading_evidence(core, year)
    if evidence.kind == "problem" and evidence.strength == NAMED and _ABOUT_ONE.search(core) and not label:
        evidence = NOTHING  # 列表切换更新问题 is a topic
    announces = evidence.future and bool(_LEAD_IN.search(core))
    if evidence.strength > NAMED or (
        len(core) <= 20 and (announces or (evidence.strength == NAMED and not is_done(core)))
    ):
        kind = evidence.kind if evidence.kind in ITEM_KINDS else ""
        return Heading(index, "named", 0, core, True, kind=kind)
    if index == 0:
        return None
    plain = _plain(index, paras, core, label, under_heading)
    turns = len(core) <= _TURN_MAX and evidence.kind in ITEM_KINDS and (evidence.future or not lacks(core))
    return plain._replace(kind=evidence.kind) if plain and turns else plain


def _on_one_line(text: str) -> str:
    """Return a paragraph without the line ends inside it, which count for nothing."""
    return "".join(text.splitlines()) if "\n" in text or "\r" in text else text


def _is_paired(paras: Sequence[Para], labels: Sequence[int]) -> bool:
    """Tell whether labels of measures come again and again: pairs of problem and measure, no sections."""
    return sum(1 for place in labels if _PLAN_LABEL.match(paras[place].text)) >= 2


def _labelled_parts(paras: Sequence[Para], year: int | None) -> dict[int, str]:
    """Return the labels of paragraphs where most have one, each another: 「工作：…」「不足：…」「计划：…」."""
    bodies = [index for index, para in enumerate(paras) if not para.role and len(para.text) > _FORM_MIN]
    marked = [i for i in bodies if "：" in paras[i].text or "】" in paras[i].text or ":" in paras[i].text]
    found = {index: label.group(1) for index in marked if (label := _FORM.match(_unbulleted(paras[index])))}
    labels = list(found.values())
    kinds = {heading_evidence(label, year).kind for label in labels}
    told = len({label.rstrip(_COUNTS_ON) for label in labels}) == len(labels) >= _FORM_LEAST and 2 * len(labels) > len(
        bodies
    )
    return found if told and kinds & ITEM_KINDS else {}


def _unbulleted(para: Para) -> str:
    """Return a paragraph without the bullet before it; numbers stay."""
    bullet = para.marker is not None and para.marker.scheme == "bullet"
    return para.text[para.marker.end - para.start :] if para.marker and bullet else para.text


def _behind_label(index: int, context: _Context) -> Heading:
    """Take a paragraph for a part of its own behind its label."""
    core = context.labelled[index]
    kind = heading_evidence(core, context.year).kind
    return Heading(index, "named", 0, core, False, kind=kind if kind in ITEM_KINDS else "")


def _labelled(index: int, context: _Context) -> Heading | None:
    """Accept a section's name in front of its text: 「存在的困难和问题：1.…」, 「不足之处主要有三点。第一，…」."""
    text = context.paras[index].text
    end = _LABEL_END.search(text[: _RUN_IN_MAX + 1])
    if end is None or len(text) - end.end() < _RUN_IN_MAX:
        return None
    if context.paired and _RUN_IN_LABEL.match(text):
        return None
    core = text[: end.start()].strip(" 【】[]*#　")
    evidence = heading_evidence(core, context.year)
    asks = evidence.strength >= NAMED and read_marker(text[end.end() :]) is not None
    asks = asks or (evidence.future and text[end.start()] in "：:？?\u3000")
    if evidence.kind not in ITEM_KINDS or not (evidence.strength == PURE or asks) or is_done(core):
        return None
    return Heading(index, "named", 0, core, False, kind=evidence.kind)


def _opens_beside(para: Para) -> bool:
    """Tell whether a paragraph is a heading of hashes without a number, which is no body of a line above."""
    return para.marker is not None and para.marker.scheme == "markdown" and para.marker.number == 0


def _plain(index: int, paras: Sequence[Para], core: str, label: bool, under_heading: bool) -> Heading | None:
    """Accept a short line without punctuation when a body, not another short line, follows."""
    if len(core) > _PLAIN_MAX:
        slogan = _is_slogan_of_plans(index, paras, core)
        return Heading(index, "named", 0, core, True, kind="plan") if slogan else None
    below = paragraph_below(index, paras)
    if below is None or _opens_beside(below) or ("，" in core and label):
        return None
    if (_LEAD_IN.search(paras[index].text) and not (label and len(core) <= 6)) or not _HANZI.search(core):
        return None
    if _DECORATED.fullmatch(paras[index].text) and not _DECORATED.fullmatch(below.text):
        return Heading(index, "plain", 0, core, True)
    if not under_heading and _is_bare(paras[index - 1]):
        return None
    size = len(_on_one_line(below.text))
    is_body = size > len(core) + 4 and below.text[-1] in "。；！…”）"
    heads_body = below.marker is not None or is_body or size > max(30, len(core))
    if label:
        return Heading(index, "plain", 0, core, True) if len(core) <= 12 else None
    return Heading(index, "plain", 0, core, True) if heads_body else None


def _is_slogan_of_plans(index: int, paras: Sequence[Para], core: str) -> bool:
    """Tell whether a longer line between a list of lacks and a new count calls to act, 「聚焦主业，奋力推动…」."""
    if not may_be_planned(core) or lacks(core):
        return False
    below = paragraph_below(index, paras)
    above = [para.text for para in paras[max(0, index - _ABOVE) : index] if para.marker]
    anew = below is not None and below.marker is not None and below.marker.number == 1
    return anew and len(above) > 1 and 2 * sum(map(lacks, above)) > len(above) and not is_done(paras[index + 1].text)


def _is_bare(para: Para) -> bool:
    """Tell whether this is one of several short lines under each other: a list, not a heading."""
    return (
        not para.role and para.marker is None and len(para.text) <= _UNNUMBERED_MAX and para.text[-1] not in "：:。；！"
    )
