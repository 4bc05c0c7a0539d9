"""A section -> its items: the first enumeration level inside it, each with its whole body.

How one paragraph is cut that tells several is in clauses.py; labelled pairs of problem and measure are in
interleaved.py. Titles, parts and clues are added in extract.py.
"""

import re
from collections.abc import Iterator, Sequence

from .advice import part_advice
from .chapters import effective_children, of_one_shape, opened_names
from .clauses import split_told
from .drafts import Draft, draft_of
from .endings import unclosed, without_frame
from .entries import bodies, item_last, lost_numbers, of_usual_size, only_tables, opened_beside_tables
from .enumerators import inline_run
from .frames import (
    ends_section,
    from_field,
    headed_groups,
    in_pairs,
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
from .interleaved import all_answered, arrow_spans, labelled_spans, resolve_at, switch_at
from .lexicon import headings, prose, shapes
from .model import Span
from .mood import lacks, shall
from .outline import Node
from .sections import Section

_TICKED = re.compile(shapes.TICKED)
_RESOLVED = re.compile(prose.RESOLVED)
_ALL_RESOLVED = re.compile(prose.ALL_RESOLVED)
_FIRST = re.compile(rf"(?<=[。；：，]){prose.ORDER_ALONE}")
_ORDERS = frozenset(("order", "ordinal"))
_ANSWER = re.compile(headings.ANSWER)
_LABELLED = 0.85
_SWITCH_MAX = 8
_STOP = re.compile("[。；;！\\n 　】〕]")
_LEAST_RESOLVE, _MOST_RESOLVE = 2, 0.5
_ITEM_MIN = 4


def cut_items(cutter: Cutter, sections: Sequence[Section]) -> list[Draft]:
    """Return the items of all sections in order."""
    return [draft for section in sections for draft in _cut(cutter, section)]


def labelled_items(cutter: Cutter, root: Node) -> list[Draft]:
    """Return the items of a text without sections that is told in labelled pairs throughout."""
    labelled = labelled_spans(cutter.text, cutter.paras, cutter.labels, root)
    if all_answered(cutter.text, labelled):
        return []
    return [Draft(kind, span.start, span.end, _LABELLED, ()) for kind, span in labelled]


def _cut(cutter: Cutter, section: Section) -> list[Draft]:
    labelled = labelled_spans(cutter.text, cutter.paras, cutter.labels, section.node)
    if section.kind != "plan" and not labelled:
        labelled = arrow_spans(cutter.text, cutter.paras, section.node)
    if labelled and all_answered(cutter.text, labelled):
        return []
    if labelled:
        return [Draft(kind, span.start, span.end, section.confidence, section.path) for kind, span in labelled]
    if section.whole:
        return _cut_child(
            cutter, section._replace(path=section.path[:-1]), section.node, is_last=True, one_line=False, bodied=True
        )
    if section.kind == "mixed":
        return _cut_mixed(cutter, section)
    drafts = list(_cut_plain(cutter, section))
    if section.kind == "problem":
        drafts = _with_resolves(cutter, _without_advice(cutter, drafts, keep=False))
    return _still_open(cutter, section, drafts) if section.kind == "problem" and section.partial else drafts


def _with_resolves(cutter: Cutter, drafts: list[Draft]) -> list[Draft]:
    """Part problems from what each entry resolves behind its own, 「…无用武之地。下一步将开放账号」, if most do."""
    if len(drafts) < _LEAST_RESOLVE:
        return drafts
    parted: list[Draft] = []
    for draft in drafts:
        turn = _turn(cutter.text, draft) if draft.kind == "problem" else None
        if turn is None or turn == draft.start:
            parted.append(draft)
        else:
            end = _rstrip(cutter.text, draft.start, turn)
            parted += [draft._replace(end=end), draft._replace(kind="plan", start=turn)]
    found = len(parted) - len(drafts)
    return parted if found >= max(_LEAST_RESOLVE, _MOST_RESOLVE * len(drafts)) else drafts


def _turn(text: str, draft: Draft) -> int | None:
    """Return where an entry turns from its problem to the measure, which begins behind a stop or a blank."""
    told = Span(draft.start, draft.end)
    if _STOP.search(text, told.start, told.end - 1) is None:
        return None
    return switch_at(text, told) or resolve_at(text, told)


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
    children = opened_beside_tables(cutter, of_one_shape(children))
    yield from _first_of_order(cutter, section, children)
    sizes = [bodies(cutter, child) for child in children]
    for place, child in enumerate(children):
        inner = inner_section(cutter, section, child)
        if inner is None:
            continue
        if inner is not section:
            yield from _cut(cutter, inner)
            continue
        is_last = place == len(children) - 1
        one_line = is_last and place > 0 and not any(sizes[:place])
        following = None if is_last else children[place + 1]
        lost = lost_numbers(cutter, section, child, following, children)
        bodied = place > 0 and all(sizes[:place])
        drafts = lost or _cut_child(cutter, section, child, is_last=is_last, one_line=one_line, bodied=bodied)
        drafts = of_usual_size(cutter, drafts, children) if is_last and not lost else drafts
        if is_last and not sizes[place]:
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
            yield draft_of(section, Span(first.start(), own.end))


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
    if only_tables(cutter, child) or _TICKED.match(first.text):
        return []
    on_one_line = one_line or not bodies(cutter, child) or (is_last and child.heading and child.heading.number == 1)
    run = inline_run(cutter.text, first.start, first.end) if on_one_line else []
    if len(run) > 1 and run[0].start == first.start and child.heading and run[0].scheme == child.scheme:
        spans = split_told(cutter.text, first.start, first.end, section.kind)
        return [draft_of(section, span) for span in spans]
    last = child.first if one_line else item_last(cutter, child, is_last=is_last, bodied=bodied)
    span = Span(first.start, cutter.paras[last].end)
    if (
        span.start == span.end
        or names_nothing(cutter.text, span)
        or (is_last and one_line and is_slogan_only(first.text))
    ):
        return []
    return [draft_of(section, span)]


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
        return [draft_of(section, Span(kept[g[0]].start, kept[g[-1]].end), factor=0.85) for g in groups]
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
    return [draft_of(section, span, factor=0.85) for span in from_field(text, kept)]


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
    return [draft_of(section, found, factor=0.9 if len(spans) > 1 else 0.85) for found in spans]


# --- sections of both kinds -------------------------------------------------------------------------------------


def _cut_mixed(cutter: Cutter, section: Section) -> list[Draft]:
    """Cut a section that tells problems first and plans from some point on."""
    node = section.node
    inner = [announced(section, child) or inner_section(cutter, section, child) for child in node.children]
    if any(found and found is not section and found.kind in ("problem", "plan") for found in inner):
        ahead = node.children[: next(i for i, found in enumerate(inner) if found is not section)]
        listed = len(ahead) > 1 and all(child.heading and child.heading.number for child in ahead)
        told = [
            _cut_child(cutter, section._replace(kind="problem"), child, is_last=False, one_line=False)
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
            drafts += _told(cutter, section._replace(kind=kind), span)
        return kind
    if turn > span.start:
        drafts += _told(cutter, section._replace(kind="problem"), Span(span.start, turn))
    rest = Span(turn, span.end)
    if not is_frame(cutter.text[turn : span.end]):
        drafts += _told(cutter, section._replace(kind="plan"), rest)
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
    whole = _cut_child(cutter, section._replace(kind=kind), child, is_last=is_last, one_line=False)
    if kind == "plan" or len(whole) != 1:
        drafts += whole
        return kind
    item = whole[0]
    turn = _turn(cutter.text, item)
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
