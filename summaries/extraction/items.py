"""A section -> its items: the first enumeration level inside it, each with its whole body.

How one paragraph is cut that tells several is in clauses.py; labelled pairs of problem and measure are in
interleaved.py. Titles, parts and clues are added in extract.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .clauses import split_told
from .enumerators import inline_run
from .evidence import NAMED, PURE, heading_evidence
from .headings import ITEM_KINDS, LIST_SCHEMES
from .interleaved import labelled_spans, switch_at
from .lexicon import headings, prose
from .model import Span
from .mood import lacks, mood_of, shall
from .outline import UNNUMBERED, Node
from .paragraphs import Para
from .sections import Section

_LABEL = re.compile("([^，。；：:]{2,10})[：:]")
_SENTENCE_END = re.compile("[。！？；]")
_LEAD_IN = re.compile(prose.LEAD_IN)
_CLOSING = re.compile(prose.CLOSING)
_CLOSING_PARAGRAPH = re.compile(prose.CLOSING_PARAGRAPH)
_SLOGAN = re.compile(prose.SLOGAN)
_ADDRESS_TURN = re.compile(prose.ADDRESS_TURN)
_LABELLED = 0.85
_SWITCH_MAX = 8
_LEAD_MAX = 90
_SUNDRY_WORDS = 4
# Chapters are descended into when they are long and their own entries are paragraphs of weight.
_CHAPTER_MIN_CHARS = 1200
_GRANDCHILD_MIN_CHARS = 120
_ITEM_MIN = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before its clues: what it covers and how sure that is; `row` are the clue cells of a table's row."""

    kind: str
    start: int
    end: int
    confidence: float
    path: tuple[str, ...]
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Cutter:
    """What the functions below need to know of the summary."""

    text: str
    paras: Sequence[Para]
    year: int | None


def cut_items(text: str, paras: Sequence[Para], sections: Sequence[Section], year: int | None) -> list[Draft]:
    """Return the items of all sections in order."""
    cutter = _Cutter(text, paras, year)
    return [draft for section in sections for draft in _cut(cutter, section)]


def labelled_items(text: str, paras: Sequence[Para], root: Node) -> list[Draft]:
    """Return the items of a text without sections that is told in labelled pairs throughout."""
    return [Draft(kind, span.start, span.end, _LABELLED, ()) for kind, span in labelled_spans(text, paras, root)]


def _cut(cutter: _Cutter, section: Section) -> list[Draft]:
    labelled = labelled_spans(cutter.text, cutter.paras, section.node)
    if labelled:
        return [Draft(kind, span.start, span.end, section.confidence, section.path) for kind, span in labelled]
    if section.whole:
        return _cut_child(cutter, replace(section, path=section.path[:-1]), section.node, is_last=True, one_line=False)
    if section.kind == "mixed":
        return _cut_mixed(cutter, section)
    return list(_cut_plain(cutter, section))


# --- sections of one kind -------------------------------------------------------------------------------------


def _cut_plain(cutter: _Cutter, section: Section) -> Iterator[Draft]:
    node = section.node
    children = _effective_children(cutter, node)
    if not children:
        yield from _cut_paragraphs(cutter, section, node.first, node.last)
        return
    if section.kind == "problem" and not any(child.heading and child.heading.number for child in children):
        yield from _cut_own(cutter, section)
    children = _of_one_shape(children)
    for place, child in enumerate(children):
        inner = _inner_section(cutter, section, child)
        if inner is None:
            continue
        if inner is not section:
            yield from _cut(cutter, inner)
            continue
        is_last = place == len(children) - 1
        one_line = is_last and place > 0 and not any(_bodies(cutter, other) for other in children[:place])
        following = None if is_last else children[place + 1]
        lost = _lost_numbers(cutter, section, child, following)
        drafts = lost or _cut_child(cutter, section, child, is_last=is_last, one_line=one_line)
        yield from _of_usual_size(cutter, drafts, children) if is_last and not lost else drafts


def _bodies(cutter: _Cutter, node: Node) -> int:
    """Return how many paragraphs of text stand below a node's first line."""
    return sum(1 for index in range(node.first + 1, node.last + 1) if not cutter.paras[index].role)


def _of_one_shape(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Drop short lines between numbered entries; they head nothing that is an entry itself."""
    if not any(child.heading and child.heading.number for child in children):
        return children
    return tuple(child for child in children if child.scheme != "plain" or child.children)


def _effective_children(cutter: _Cutter, node: Node) -> tuple[Node, ...]:
    """Return the nodes that are items: the children, or theirs where these are chapters."""
    children = node.children
    numbered = [child for child in children if child.heading and child.scheme not in UNNUMBERED]
    if numbered and _are_chapters(cutter, numbered):
        return tuple(inner for child in children for inner in (child.children if _is_chapter(child) else (child,)))
    return children


def _are_chapters(cutter: _Cutter, nodes: Sequence[Node]) -> bool:
    """Tell whether headings like 「二、深化改革」 only gather entries that are items themselves."""
    if not all(_is_chapter(node) for node in nodes[: max(1, len(nodes) - 1)]):
        return False
    size = cutter.paras[nodes[-1].last].end - cutter.paras[nodes[0].first].start
    entries = sum(len(node.children) for node in nodes)
    return size / len(nodes) >= _CHAPTER_MIN_CHARS and size / entries >= _GRANDCHILD_MIN_CHARS


def _is_chapter(node: Node) -> bool:
    return node.scheme in ("cn", "part") and bool(node.heading and node.heading.lone) and len(node.children) >= 2


def _inner_section(cutter: _Cutter, section: Section, child: Node) -> Section | None:
    """Return the section itself if the child is an item of it, a section for a container, None for silence."""
    if child.heading is None or child.scheme in LIST_SCHEMES or child.scheme == "label":
        return section
    if child.heading.kind not in ("", section.kind) and child.first == child.last and section.kind != "mixed":
        return None  # announces what stands in another chapter
    evidence = heading_evidence(child.core, cutter.year)
    path = (*section.path, child.core)
    label = child.scheme in UNNUMBERED and child.children
    if evidence.strength < NAMED or (
        evidence.strength < PURE and child.scheme not in UNNUMBERED and not child.children
    ):
        return replace(section, node=child, path=path) if label else section
    if evidence.kind == "achievement" and evidence.partial and section.kind == "plan" and child.children:
        return replace(section, node=child, path=path)
    if evidence.kind in ("overview", "achievement", "cause") or (evidence.kind == "other" and not child.heading.number):
        return None if evidence.strength == PURE and not _goes_on(cutter, child) else section
    frame = evidence.kind == "plan" and evidence.strength == PURE and child.core.endswith(headings.FRAMES)
    if frame and not any(inner.heading and inner.heading.number for inner in child.children):
        return None
    is_container = child.heading.lone and (child.children or child.last > child.first)
    named = evidence.pure or (evidence.kind and not child.heading.number)
    if is_container and named and evidence.kind in ITEM_KINDS:
        return replace(section, node=child, kind=evidence.kind, path=path)
    return replace(section, node=child, path=path) if label else section


def _of_usual_size(cutter: _Cutter, drafts: list[Draft], children: tuple[Node, ...]) -> list[Draft]:
    """Cut the last item of a text to the number of paragraphs that all others have: what follows closes the text."""
    *others, child = children
    sizes = {_bodies(cutter, other) for other in others}
    texts = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
    ends_text = all(para.role for para in cutter.paras[child.last + 1 :])
    if len(drafts) != 1 or len(others) < 2 or len(sizes) != 1 or child.children or not ends_text:
        return drafts
    last = texts[min(len(texts) - 1, sizes.pop())]
    return [replace(drafts[0], end=min(drafts[0].end, cutter.paras[last].end))]


def _goes_on(cutter: _Cutter, child: Node) -> bool:
    """Tell whether the heading is but the first clause of a sentence, 「复盘总结，在复盘中…」."""
    text = cutter.paras[child.first].text
    behind = text.find(child.core) + len(child.core)
    return text[behind : behind + 1] in ("，", ",")


def _cut_own(cutter: _Cutter, section: Section) -> Iterator[Draft]:
    """Cut what a section tells before its first child."""
    node = section.node
    if node.own_last > node.first or (node.heading and not node.heading.lone):
        for draft in _cut_paragraphs(cutter, section, node.first, node.own_last):
            if lacks(cutter.text[draft.start : draft.end]):
                yield draft


def _cut_child(cutter: _Cutter, section: Section, child: Node, *, is_last: bool, one_line: bool) -> list[Draft]:
    first = cutter.paras[child.first]
    run = inline_run(cutter.text, first.start, first.end) if child.first == child.last or one_line else []
    if len(run) > 1 and run[0].start == first.start and child.heading and run[0].scheme == child.scheme:
        spans = split_told(cutter.text, first.start, first.end, section.kind)
        return [_draft(section, span) for span in spans]
    last = child.first if one_line else _item_last(cutter, child, is_last=is_last)
    span = Span(first.start, cutter.paras[last].end)
    if span.start == span.end or (is_last and one_line and _is_slogan_only(first.text)):
        return []
    return [_draft(section, span)]


def _lost_numbers(cutter: _Cutter, section: Section, child: Node, following: Node | None) -> list[Draft]:
    """Return the entries of a count that lost numbers: （一）…, a bare paragraph, （三）…."""
    if following is None or following.heading is None or child.heading is None or child.children:
        return []
    missing = following.heading.number - child.heading.number - 1
    bodies = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
    if missing < 1 or len(bodies) != missing + 1 or following.scheme != child.scheme:
        return []
    return [_draft(section, Span(cutter.paras[i].start, cutter.paras[i].end)) for i in bodies]


def _is_slogan_only(text: str) -> bool:
    return len(text) < 60 and bool(_SLOGAN.search(text))


def _item_last(cutter: _Cutter, node: Node, *, is_last: bool) -> int:
    """Return the last paragraph of an item: before a turn to the audience, a closing or what belongs to none."""
    last = node.first
    for index in range(node.first + 1, node.last + 1):
        para = cutter.paras[index]
        if para.role:
            continue
        if _ADDRESS_TURN.match(para.text) or (is_last and _is_after_items(para.text)):
            break
        last = index
    return last


def _is_after_items(text: str) -> bool:
    sundry = sum(1 for word in prose.SUNDRY if word in text[:400])
    return sundry >= _SUNDRY_WORDS or bool(_CLOSING_PARAGRAPH.match(text))


def _draft(section: Section, span: Span, kind: str | None = None, factor: float = 1.0) -> Draft:
    confidence = round(section.confidence * factor, 3)
    return Draft(kind or section.kind, span.start, span.end, confidence, section.path)


# --- paragraphs without enumerators -----------------------------------------------------------------------------


def _stretches(cutter: _Cutter, first: int, last: int, heading: Node | None) -> list[Span]:
    """Return the paragraphs first..last as spans, the heading line without its heading sentence."""
    spans = []
    for index in range(first, last + 1):
        para = cutter.paras[index]
        if para.role:
            continue
        start = para.start
        if heading and heading.heading and index == heading.first:
            if heading.heading.lone:
                continue
            start += para.text.find(heading.core) + len(heading.core)
        spans.append(_stripped(cutter.text, start, para.end))
    return [span for span in spans if span.end - span.start >= _ITEM_MIN]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in "。：:；;？?！! 　*_\n":
        start += 1
    return Span(start, end)


def _cut_paragraphs(cutter: _Cutter, section: Section, first: int, last: int) -> list[Draft]:
    spans = _stretches(cutter, first, last, section.node)
    text = cutter.text
    with_run = [span for span in spans if inline_run(text, span.start, span.end)]
    if len(with_run) == 1:
        return _told(cutter, section, with_run[0])
    kept = [span for span in spans if not _is_frame(text[span.start : span.end])]
    turn = next((i for i, span in enumerate(kept) if i and _ends_section(text[span.start : span.end])), len(kept))
    kept = kept[:turn]
    kept = _without_prelude(text, kept, section.kind)
    if section.partial:
        return [draft for span in kept for draft in _told(cutter, section, span, selective=True)]
    if len(kept) == 1:
        return _told(cutter, section, kept[0])
    if section.kind == "problem" and len(kept) <= 3 and any("；" in text[s.start : s.end] for s in kept):
        return [draft for span in kept for draft in _told(cutter, section, span)]
    return [_draft(section, span, factor=0.85) for span in kept]


def _without_prelude(text: str, kept: list[Span], kind: str) -> list[Span]:
    """Leave out a paragraph of another kind before or behind the others: 「逝者如斯夫！…」, 「站好最后一班岗。」."""
    if len(kept) < 2 or kind != "plan":
        return kept
    lengths = [len(_SENTENCE_END.findall(text[span.start : span.end])) for span in kept]
    if len(kept) > 2 and _is_slogan_only(text[kept[0].start : kept[0].end]):
        return kept[1:]
    if len(kept) > 2 and lengths[0] >= 3 and mood_of([text[kept[0].start : kept[0].end]]).will < 0.3:
        return kept[1:]
    if lengths[0] >= 3 and all(span.end - span.start < 30 for span in kept[1:]):
        return kept[:1]
    return kept


def _is_frame(paragraph: str) -> bool:
    """Tell whether a paragraph introduces or closes the list around it."""
    label = _LABEL.match(paragraph)
    if _ADDRESS_TURN.match(paragraph) or (label and heading_evidence(label.group(1), None).kind == "overview"):
        return True
    return len(paragraph) <= _LEAD_MAX and bool(_LEAD_IN.search(paragraph)) and "；" not in paragraph


def _ends_section(paragraph: str) -> bool:
    closing = _CLOSING.match(paragraph) and len(paragraph) < 120
    return bool(closing or _CLOSING_PARAGRAPH.match(paragraph))


def _told(cutter: _Cutter, section: Section, span: Span, *, selective: bool = False) -> list[Draft]:
    led = bool(section.node.heading and not section.node.heading.lone)
    spans = split_told(cutter.text, span.start, span.end, section.kind, selective=selective, led=led)
    return [_draft(section, found, factor=0.9 if len(spans) > 1 else 0.85) for found in spans]


# --- sections of both kinds -------------------------------------------------------------------------------------


def _cut_mixed(cutter: _Cutter, section: Section) -> list[Draft]:
    """Cut a section that tells problems first and plans from some point on."""
    node = section.node
    inner = [_inner_section(cutter, section, child) for child in node.children]
    if any(found and found is not section and found.kind in ("problem", "plan") for found in inner):
        return [draft for found in inner if found and found is not section for draft in _cut(cutter, found)]
    drafts: list[Draft] = []
    kind = "problem"
    for span in _stretches(cutter, node.first, node.own_last, node):
        kind = _cut_mixed_stretch(cutter, section, span, kind, drafts)
    for place, child in enumerate(node.children):
        kind = _child_kind(cutter, child, place, kind)
        is_last = place == len(node.children) - 1
        kind = _cut_mixed_child(cutter, section, child, kind, drafts, is_last=is_last)
    return drafts


def _cut_mixed_stretch(cutter: _Cutter, section: Section, span: Span, kind: str, drafts: list[Draft]) -> str:
    """Append what a paragraph tells; return the kind that holds behind it."""
    turn = switch_at(cutter.text, span) if kind == "problem" else None
    if turn is None:
        if kind == "problem" or not _is_frame(cutter.text[span.start : span.end]):
            drafts += _told(cutter, replace(section, kind=kind), span)
        return kind
    if turn > span.start:
        drafts += _told(cutter, replace(section, kind="problem"), Span(span.start, turn))
    rest = Span(turn, span.end)
    if not _is_frame(cutter.text[turn : span.end]):
        drafts += _told(cutter, replace(section, kind="plan"), rest)
    return "plan"


def _child_kind(cutter: _Cutter, child: Node, place: int, kind: str) -> str:
    """Return the kind of an entry: plans begin where the count begins anew, or where the sentences turn."""
    if kind == "plan" or child.heading is None:
        return "plan"
    if place and child.heading.number == 1:
        return "plan"
    core = child.core
    return "plan" if shall(core) and not lacks(core) and not lacks(cutter.paras[child.first].text) else "problem"


def _cut_mixed_child(
    cutter: _Cutter, section: Section, child: Node, kind: str, drafts: list[Draft], *, is_last: bool
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
    drafts.append(replace(item, end=_rstrip(cutter.text, item.start, turn)))
    rest = cutter.text[turn : item.end]
    if not _is_frame(rest):
        spans = split_told(cutter.text, turn, item.end, "plan")
        start = spans[0].start if spans and turn <= spans[0].start < turn + _SWITCH_MAX else turn
        drafts.append(replace(item, kind="plan", start=start))
        return kind
    return "plan"


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\n\r　":
        end -= 1
    return end
