"""A section -> its items: the first enumeration level inside it, each with its whole body.

How one paragraph is cut that tells several is in clauses.py; labelled pairs of problem and measure are in
interleaved.py. Titles, parts and clues are added in extract.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from .advice import part_advice
from .chapters import effective_children, of_one_shape, opened_names
from .clauses import split_told
from .cores import core_sentence
from .endings import unclosed, without_frame
from .enumerators import inline_run
from .frames import (
    ends_section,
    headed_groups,
    in_pairs,
    is_after_items,
    is_frame,
    is_slogan_only,
    names_nothing,
    of_one_ending,
    only_confesses,
    opens_future,
    pledges,
    without_prelude,
    without_questions,
)
from .inner import Cutter, announced, inner_section
from .interleaved import all_answered, arrow_spans, labelled_spans, switch_at
from .lexicon import headings, prose, shapes
from .model import Span
from .mood import lacks, may_be_planned, shall
from .outline import Node
from .paragraphs import Para
from .sections import Section
from .tables import names_items

_TICKED = re.compile(shapes.TICKED)
_ADDRESS_TURN = re.compile(prose.ADDRESS_TURN)
_RESOLVED = re.compile(prose.RESOLVED)
_ALL_RESOLVED = re.compile(prose.ALL_RESOLVED)
_FIRST = re.compile(rf"(?<=[。；：，]){prose.ORDER_ALONE}")
_ORDERS = frozenset(("order", "ordinal"))
_ANSWER = re.compile(headings.ANSWER)
_LABELLED = 0.85
_SWITCH_MAX = 8
_ITEM_MIN = 4


class Draft(NamedTuple):
    """An item before its clues: what it covers and how sure that is; `row` are the clue cells of a table's row."""

    kind: str
    start: int
    end: int
    confidence: float
    path: tuple[str, ...]
    row: tuple[tuple[str, str], ...] = ()


def cut_items(text: str, paras: Sequence[Para], sections: Sequence[Section], year: int | None) -> list[Draft]:
    """Return the items of all sections in order."""
    cutter = Cutter(text, paras, year)
    return [draft for section in sections for draft in _cut(cutter, section)]


def labelled_items(text: str, paras: Sequence[Para], root: Node) -> list[Draft]:
    """Return the items of a text without sections that is told in labelled pairs throughout."""
    labelled = labelled_spans(text, paras, root)
    if all_answered(text, labelled):
        return []
    return [Draft(kind, span.start, span.end, _LABELLED, ()) for kind, span in labelled]


def _cut(cutter: Cutter, section: Section) -> list[Draft]:
    labelled = labelled_spans(cutter.text, cutter.paras, section.node)
    if section.kind != "plan" and not labelled:
        labelled = arrow_spans(cutter.text, cutter.paras, section.node)
    if labelled and all_answered(cutter.text, labelled):
        return []
    if labelled:
        return [Draft(kind, span.start, span.end, section.confidence, section.path) for kind, span in labelled]
    if section.whole:
        return _cut_child(
            cutter, replace(section, path=section.path[:-1]), section.node, is_last=True, one_line=False, bodied=True
        )
    if section.kind == "mixed":
        return _cut_mixed(cutter, section)
    drafts = list(_cut_plain(cutter, section))
    if section.kind == "problem":
        drafts = _without_advice(cutter, drafts, keep=False)
    return _still_open(cutter, section, drafts) if section.kind == "problem" and section.partial else drafts


def _without_advice(cutter: Cutter, drafts: list[Draft], *, keep: bool) -> list[Draft]:
    """Part problems from the measures at their end; `keep` makes plans of these."""
    problems = [draft for draft in drafts if draft.kind == "problem"]
    if not any("\n" in cutter.text[draft.start : draft.end] for draft in problems):
        return drafts  # no entry has several paragraphs
    parted = part_advice(cutter.text, cutter.paras, [Span(draft.start, draft.end) for draft in problems])
    told = [draft for draft in drafts if draft.kind != "problem"]
    for draft, one in zip(problems, parted, strict=True):
        told.append(draft._replace(end=one.problem.end))
        if keep and one.measure:
            told.append(draft._replace(kind="plan", start=one.measure.start, end=one.measure.end))
    return sorted(told, key=lambda draft: draft.start)


def _still_open(cutter: Cutter, section: Section, drafts: list[Draft]) -> list[Draft]:
    """Leave out what 发现问题及整改情况 tells as put right."""
    node = section.node
    if _ALL_RESOLVED.search(cutter.text, cutter.paras[node.first].start, cutter.paras[node.last].end):
        return []
    return [draft for draft in drafts if not _RESOLVED.search(cutter.text, draft.start, draft.end)]


# --- sections of one kind -------------------------------------------------------------------------------------


def _cut_plain(cutter: Cutter, section: Section) -> Iterator[Draft]:
    node = section.node
    children = effective_children(cutter.paras, node)
    if not children:
        yield from _cut_paragraphs(cutter, section, node.first, node.last)
        return
    if section.kind == "problem" and not any(child.heading and child.heading.number for child in children):
        yield from _cut_own(cutter, section)
    children = _opened_beside_tables(cutter, of_one_shape(children))
    yield from _first_of_order(cutter, section, children)
    for place, child in enumerate(children):
        inner = inner_section(cutter, section, child)
        if inner is None:
            continue
        if inner is not section:
            yield from _cut(cutter, inner)
            continue
        is_last = place == len(children) - 1
        one_line = is_last and place > 0 and not any(_bodies(cutter, other) for other in children[:place])
        following = None if is_last else children[place + 1]
        lost = _lost_numbers(cutter, section, child, following)
        bodied = place > 0 and all(_bodies(cutter, other) for other in children[:place])
        drafts = lost or _cut_child(cutter, section, child, is_last=is_last, one_line=one_line, bodied=bodied)
        drafts = _of_usual_size(cutter, drafts, children) if is_last and not lost else drafts
        if is_last and not _bodies(cutter, child):
            drafts = [d._replace(end=unclosed(cutter.text, Span(d.start, d.end), d.kind)) for d in drafts]
        yield from drafts


def _first_of_order(cutter: Cutter, section: Section, children: Sequence[Node]) -> Iterator[Draft]:
    """Yield the entry that 「首先，」 opens within the paragraph before 「其次，…」."""
    node, second = section.node, children[0]
    if second.scheme not in _ORDERS or second.heading is None or second.heading.number != 2:
        return
    if node.own_last > node.first and not cutter.paras[node.own_last].role:
        own = cutter.paras[node.own_last]
        first = _FIRST.search(cutter.text, own.start, own.end)
        if first:
            yield _draft(section, Span(first.start(), own.end))


def _bodies(cutter: Cutter, node: Node) -> int:
    """Return how many paragraphs of text stand below a node's first line."""
    return sum(1 for index in range(node.first + 1, node.last + 1) if not cutter.paras[index].role)


def _of_usual_size(cutter: Cutter, drafts: list[Draft], children: tuple[Node, ...]) -> list[Draft]:
    """Cut the last item of a text to the number of paragraphs that all others have: what follows closes the text."""
    *others, child = children
    sizes = {_bodies(cutter, other) for other in others}
    texts = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
    ends_text = all(para.role for para in cutter.paras[child.last + 1 :])
    if len(drafts) != 1 or len(others) < 2 or len(sizes) != 1 or child.children or not ends_text:
        return drafts
    place = min(len(texts) - 1, sizes.pop())
    whole = drafts[0]._replace(end=min(drafts[0].end, cutter.paras[texts[place]].end))
    rest = [cutter.paras[index] for index in texts[place + 1 :] if place == 0]
    return [
        whole,
        *(whole._replace(start=para.start, end=para.end) for para in rest if _is_alike(para, children, drafts[0].kind)),
    ]


def _is_alike(para: Para, entries: Sequence[Node], kind: str) -> bool:
    """Tell whether a paragraph only lost its number: a heading sentence and more, as all the entries have."""
    core, lone = core_sentence(para.text)
    longest = max(len(entry.core) for entry in entries)
    alike = not lone and "，" not in core and all(entry.heading and not entry.heading.lone for entry in entries)
    told = may_be_planned(core) if kind == "plan" else lacks(para.text)
    return alike and len(core) <= longest + _ITEM_MIN and told and not is_after_items(para.text)


def _cut_own(cutter: Cutter, section: Section) -> Iterator[Draft]:
    """Cut what a section tells before its first child."""
    node = section.node
    if node.own_last > node.first or (node.heading and not node.heading.lone):
        for draft in _cut_paragraphs(cutter, section, node.first, node.own_last):
            words = cutter.text[draft.start : draft.end]
            if lacks(words) and not only_confesses(words):
                yield draft


def _cut_child(
    cutter: Cutter, section: Section, child: Node, *, is_last: bool, one_line: bool, bodied: bool = False
) -> list[Draft]:
    """Cut an entry; `bodied` tells that all before it have a body, so that its first paragraph closes nothing."""
    first = cutter.paras[child.first]
    if _only_tables(cutter, child) or _TICKED.match(first.text):
        return []
    on_one_line = one_line or not _bodies(cutter, child) or (is_last and child.heading and child.heading.number == 1)
    run = inline_run(cutter.text, first.start, first.end) if on_one_line else []
    if len(run) > 1 and run[0].start == first.start and child.heading and run[0].scheme == child.scheme:
        spans = split_told(cutter.text, first.start, first.end, section.kind)
        return [_draft(section, span) for span in spans]
    last = child.first if one_line else _item_last(cutter, child, is_last=is_last, bodied=bodied)
    span = Span(first.start, cutter.paras[last].end)
    if (
        span.start == span.end
        or names_nothing(cutter.text, span)
        or (is_last and one_line and is_slogan_only(first.text))
    ):
        return []
    return [_draft(section, span)]


def _opened_beside_tables(cutter: Cutter, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Open the entries beside headings of tables: what holds rows there holds a list here."""
    if not any(_only_tables(cutter, child) for child in children):
        return children
    opened = [child.children if len(child.children) > 1 else (child,) for child in children]
    return tuple(inner for group in opened for inner in group)


def _only_tables(cutter: Cutter, child: Node) -> bool:
    """Tell whether a heading only names the table below it, 「3.1 时间表」."""
    below = [para.role for para in cutter.paras[child.first + 1 : child.last + 1] if para.role != "furniture"]
    if not below or set(below) != {"table"}:
        return False
    header = next(para for para in cutter.paras[child.first + 1 : child.last + 1] if para.role == "table")
    says = lacks(child.core) or may_be_planned(child.core) or child.scheme == "label"
    return names_items(header) or not says


def _lost_numbers(cutter: Cutter, section: Section, child: Node, following: Node | None) -> list[Draft]:
    """Return the entries of a count that lost numbers: （一）…, a bare paragraph, （三）…."""
    if following is None or following.heading is None or child.heading is None or child.children:
        return []
    missing = following.heading.number - child.heading.number - 1
    bodies = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
    if missing < 1 or len(bodies) != missing + 1 or following.scheme != child.scheme:
        return []
    return [_draft(section, Span(cutter.paras[i].start, cutter.paras[i].end)) for i in bodies]


def _item_last(cutter: Cutter, node: Node, *, is_last: bool, bodied: bool) -> int:
    """Return the last paragraph of an item: before a turn to the audience, a closing or what belongs to none."""
    last = node.first
    lone = node.heading is not None and node.heading.lone
    entries = node.children[-1].first if node.children else node.first + (bodied and lone)
    for index in range(node.first + 1, node.last + 1):
        para = cutter.paras[index]
        if para.role:
            continue
        if _ADDRESS_TURN.match(para.text) or (is_last and index > entries and is_after_items(para.text)):
            break
        last = index
    return last


def _draft(section: Section, span: Span, kind: str | None = None, factor: float = 1.0) -> Draft:
    confidence = round(section.confidence * factor, 3)
    return Draft(kind or section.kind, span.start, span.end, confidence, section.path)


# --- paragraphs without enumerators -----------------------------------------------------------------------------


def _stretches(cutter: Cutter, first: int, last: int, heading: Node | None) -> list[Span]:
    """Return the paragraphs first..last as spans, the heading line without its heading sentence."""
    spans = []
    for index in range(first, last + 1):
        para = cutter.paras[index]
        if para.role == "table":
            break  # the table tells it all; what stands behind closes the text
        if para.role:
            continue
        start = para.start
        if heading and heading.heading and index == heading.first:
            if heading.heading.lone:
                continue
            start += para.text.find(heading.core) + len(heading.core)
        spans.append(_stripped(cutter.text, start, para.end))
    return [span for span in spans if len("".join(cutter.text[span.start : span.end].split())) >= _ITEM_MIN]


def _stripped(text: str, start: int, end: int) -> Span:
    answer = _ANSWER.match(text, start, end)
    start = answer.end() if answer else start
    while start < end and text[start] in "。：:；;？?！! 　*_\n":
        start += 1
    return Span(start, end)


def _cut_paragraphs(cutter: Cutter, section: Section, first: int, last: int) -> list[Draft]:
    text = cutter.text
    spans = _before_plans(text, _stretches(cutter, first, last, section.node), section.kind, cutter.year)
    kept = [span for span in spans if not is_frame(text[span.start : span.end])]
    if len(spans) == 1 and not kept and lacks(text[spans[0].start : spans[0].end]):
        kept = spans  # a label says what it is, though it ends like a lead-in
    if len(kept) > 1 and pledges(text[kept[-1].start : kept[-1].end]):
        kept = kept[:-1]
    turn = next((i for i, span in enumerate(kept) if i and ends_section(text[span.start : span.end])), len(kept))
    kept = kept[:turn]
    groups = headed_groups([text[span.start : span.end] for span in kept]) if section.kind == "plan" else []
    if groups:
        return [_draft(section, Span(kept[g[0]].start, kept[g[-1]].end), factor=0.85) for g in groups]
    with_run = [span for span in spans if inline_run(text, span.start, span.end)]
    if len(with_run) == 1:
        return _told(cutter, section, with_run[0])
    kept = in_pairs(text, of_one_ending(text, without_prelude(text, without_questions(text, kept), section.kind)))
    if section.partial:
        return [draft for span in kept for draft in _told(cutter, section, span, selective=True)]
    if len(kept) == 1:
        return _told(cutter, section, kept[0])
    if section.kind == "problem" and len(kept) <= 3 and any("；" in text[s.start : s.end] for s in kept):
        return [draft for span in kept for draft in _told(cutter, section, span)]
    if section.kind == "problem":
        kept = [without_frame(text, span, first=not place) for place, span in enumerate(kept)]
    return [_draft(section, span, factor=0.85) for span in kept]


def _before_plans(text: str, spans: list[Span], kind: str, year: int | None) -> list[Span]:
    """Leave out, among problems, what begins with a time to come: 「2022年，一要…」."""
    if kind != "problem":
        return spans
    turn = next(
        (i for i, span in enumerate(spans) if i and opens_future(text[span.start : span.end], year)), len(spans)
    )
    return spans[:turn]


def _told(cutter: Cutter, section: Section, span: Span, *, selective: bool = False) -> list[Draft]:
    led = bool(section.node.heading and not section.node.heading.lone)
    spans = split_told(cutter.text, span.start, span.end, section.kind, selective=selective, led=led)
    if led and not spans and "，" in cutter.text[span.start : span.end] and section.kind == "problem":
        spans = [span]
    return [_draft(section, found, factor=0.9 if len(spans) > 1 else 0.85) for found in spans]


# --- sections of both kinds -------------------------------------------------------------------------------------


def _cut_mixed(cutter: Cutter, section: Section) -> list[Draft]:
    """Cut a section that tells problems first and plans from some point on."""
    node = section.node
    inner = [announced(section, child) or inner_section(cutter, section, child) for child in node.children]
    if any(found and found is not section and found.kind in ("problem", "plan") for found in inner):
        ahead = node.children[: next(i for i, found in enumerate(inner) if found is not section)]
        listed = len(ahead) > 1 and all(child.heading and child.heading.number for child in ahead)
        told = [
            _cut_child(cutter, replace(section, kind="problem"), child, is_last=False, one_line=False)
            for child in (ahead if listed else ())
        ]
        named = [_cut(cutter, found) for found in inner if found and found is not section]
        return [draft for drafts in (*told, *named) for draft in drafts]
    drafts: list[Draft] = []
    kind = "problem"
    for span in _stretches(cutter, node.first, node.own_last, node):
        kind = _cut_mixed_stretch(cutter, section, span, kind, drafts)
    children = opened_names(node.children)
    for place, child in enumerate(children):
        kind = _child_kind(cutter, child, place, kind)
        is_last = place == len(children) - 1
        kind = _cut_mixed_child(cutter, section, child, kind, drafts, is_last=is_last)
    return _without_advice(cutter, drafts, keep=True)


def _cut_mixed_stretch(cutter: Cutter, section: Section, span: Span, kind: str, drafts: list[Draft]) -> str:
    """Append what a paragraph tells; return the kind that holds behind it."""
    turn = switch_at(cutter.text, span) if kind == "problem" else None
    if turn is None:
        if kind == "problem" or not is_frame(cutter.text[span.start : span.end]):
            drafts += _told(cutter, replace(section, kind=kind), span)
        return kind
    if turn > span.start:
        drafts += _told(cutter, replace(section, kind="problem"), Span(span.start, turn))
    rest = Span(turn, span.end)
    if not is_frame(cutter.text[turn : span.end]):
        drafts += _told(cutter, replace(section, kind="plan"), rest)
    return "plan"


def _child_kind(cutter: Cutter, child: Node, place: int, kind: str) -> str:
    """Return the kind of an entry: plans begin where the count begins anew, or where the sentences turn."""
    if kind == "plan" or child.heading is None:
        return "plan"
    core = child.core
    wanting = lacks(core) or lacks(cutter.paras[child.first].text)
    if place and child.heading.number == 1 and not wanting:
        return "plan"
    return "plan" if shall(core) and not wanting else "problem"


def _cut_mixed_child(
    cutter: Cutter, section: Section, child: Node, kind: str, drafts: list[Draft], *, is_last: bool
) -> str:
    """Append an entry, and the measure told behind its problem; return the kind that holds behind it."""
    whole = _cut_child(cutter, replace(section, kind=kind), child, is_last=is_last, one_line=False)
    if kind == "plan" or len(whole) != 1:
        drafts += whole
        return kind
    item = whole[0]
    turn = switch_at(cutter.text, Span(item.start, item.end))
    if turn is None:
        drafts.append(item)
        return kind
    drafts.append(item._replace(end=_rstrip(cutter.text, item.start, turn)))
    rest = cutter.text[turn : item.end]
    if not is_frame(rest):
        spans = split_told(cutter.text, turn, item.end, "plan")
        start = spans[0].start if spans and turn <= spans[0].start < turn + _SWITCH_MAX else turn
        drafts.append(item._replace(kind="plan", start=start))
        return kind
    return "plan"


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\n\r　":
        end -= 1
    return end
