"""Problems and measures told in pairs: 问题—原因—措施, marked by labels inside one entry or line by line.

The problem's span is its marker, statement and cause; the plan's span is the measure with its label.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from . import marks
from .alternation import at_initials
from .clauses import split_told
from .enumerators import inline_run, read_marker
from .evidence import NAMED, heading_evidence
from .lexicon import prose
from .model import Span
from .mood import is_done, lacks, may_be_planned, shall, surely_done
from .outline import Node
from .paragraphs import Para

_BEFORE = r"(?:^|(?<=[。；;！\n 　】〕]))"
_OPEN = r"(?:[【〔（(]|\*\*|__)?"
_LONE_LABEL = re.compile(rf"(?:^|(?<=\n))[ 　]*{_OPEN}{prose.PLAN_LABEL}[】〕）)]?[：:]?[ 　\r]*(?:\n|$)")
_PLAN_LABEL = re.compile(at_initials(rf"{_BEFORE}{_OPEN}{prose.PLAN_LABEL}{prose.LABEL_COLON}|{_LONE_LABEL.pattern}"))
_PROBLEM_LABEL = re.compile(rf"{_BEFORE}{_OPEN}{prose.PROBLEM_LABEL}{prose.LABEL_COLON}")
_RESULT_LABEL = re.compile(rf"{_BEFORE}{_OPEN}(?:{prose.RESULT_LABEL}){prose.LABEL_COLON}")
_DEEDS_LABEL = re.compile(rf"(?:^|\n)[ \t　]*{_OPEN}(?:{prose.DEEDS_LABEL}){prose.LABEL_COLON}")
_SWITCH = re.compile(at_initials(rf"(?:^|(?<=[。；;！\n]))(?:{prose.PLAN_SWITCH}|{prose.YEAR_SWITCH})"))
_PLAN_HINT = re.compile(prose.PLAN_LABEL_HINT)
_PLAN_NOUN = re.compile(prose.PLAN_LABEL)
_ADDRESS_TURN = re.compile(prose.ADDRESS_TURN)
_CLOSING_PARAGRAPH = re.compile(prose.CLOSING_PARAGRAPH)
_PROBLEM_NOUN = re.compile(prose.PROBLEM_LABEL)
# The first pair stands near the head of its section.
_LOOK = 40
_LONE_MAX = 16
_OFFICIAL = frozenset(("cn", "cn_paren"))
_CHAPTERS = frozenset(("part", "section", "markdown", "cn"))
_RESOLVE = re.compile(prose.RESOLVE)
_RESOLVES = re.compile(prose.GOES_ON_TO_RESOLVE)
_ARROW = re.compile(prose.ARROW)
_ARROW_HEADS = re.compile(prose.ARROW_HEADS)
_ARROWS_MIN = 2
_ARROW_WITHIN = 240
_SPACE = " \t\n\r　"


def switch_at(text: str, span: Span) -> int | None:
    """Return where the text turns from problems to plans, None when it does not."""
    words = text[span.start : span.end]
    switch = _SWITCH.search(words)
    label = _PLAN_LABEL.search(words) if _may_have_label(words) else None
    return span.start + min(found.start() for found in (switch, label) if found) if switch or label else None


def resolve_at(text: str, span: Span) -> int | None:
    """Return where the first sentence begins that goes on from a problem to a resolve, 「…居多。大队将开展整治」."""
    if not _RESOLVE.search(text, span.start, span.end):
        return None
    for sentence in marks.sentences(text, span.start, span.end)[1:]:
        if _RESOLVES.match(text, sentence.start, sentence.end):
            return sentence.start
    return None


def labelled_places(paras: Sequence[Para]) -> list[int]:
    """Return where paragraphs have a label of measures; without one nothing is told in pairs."""
    places = [place for place, para in enumerate(paras) if _has_plan_label(para.text)]
    lines = [paras[place].text for place in places]
    named_once = len(set(lines)) == len(lines) and all(map(_PLAN_NOUN.fullmatch, lines))
    return [] if named_once else places  # 工作措施 … 下一步工作计划: sections, each with a name of its own


def labelled_spans(text: str, paras: Sequence[Para], labels: Sequence[int], node: Node) -> list[tuple[str, Span]]:
    """Return (kind, span) of the pairs inside a node, [] when it is not told in pairs.

    `labels` are the labelled places of the paragraphs.
    """
    if not any(node.first <= place <= min(node.last, node.first + _LOOK - 1) for place in labels):
        return []
    if len(node.children) == 1:
        return labelled_spans(text, paras, labels, node.children[0])
    units = [(paras[child.first].start, paras[_last(paras, child, node)].end, child) for child in node.children]
    labelled = [plan for start, end, child in units if (plan := _plan_start(text, start, end, child)) is not None]
    if len(labelled) >= 2 and len(labelled) * 2 >= len(units):
        named = [bool(_PROBLEM_LABEL.search(text, start, end)) for start, end, _ in units]
        if not any(named) and _are_plans(node):
            return []  # 【破解资金瓶颈】举措：…, plans throughout
        all_named = sum(named) >= len(labelled)  # then entries with neither label tell nothing
        told = [
            unit
            for unit, name in zip(units, named, strict=True)
            if name or not all_named or _plan_start(text, *unit) is not None
        ]
        return [pair for start, end, child in told for pair in _pair(text, start, end, child)]
    starts = _problem_lines(paras, node)
    if len(starts) < 2 or _in_one_chapter(paras, node, starts):
        return []
    ends = [*(_before_entry(paras, start) for start in starts[1:]), _last_end(paras, node, starts[-1])]
    pairs = [list(_pair(text, start, end, None)) for start, end in zip(starts, ends, strict=True)]
    told = sum(1 for pair in pairs if len(pair) == 2)
    return [entry for pair in pairs for entry in pair] if told >= 2 else []


def _in_one_chapter(paras: Sequence[Para], node: Node, starts: Sequence[int]) -> bool:
    """Tell whether only one of several chapters is told in pairs: the others are none of them."""
    first, last = starts[0], starts[-1]
    chapters = [child for child in node.children if child.scheme in _CHAPTERS]
    return len(chapters) > 1 and any(
        paras[child.first].start <= first and last < paras[child.last].end for child in chapters
    )


def _only_arrow(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the arrow of a short entry that has but one; 提示词→设计图→模型 tells a way."""
    found = list(islice(_ARROW.finditer(text, start, end), 2)) if end - start <= _ARROW_WITHIN else []
    return found[0] if len(found) == 1 else None


def arrow_spans(text: str, paras: Sequence[Para], node: Node) -> list[tuple[str, Span]]:
    """Return the pairs of entries that name their measures behind an arrow, 「1. 夜班空岗 → 设替班名单」."""
    if not _ARROW_HEADS.search(text, paras[node.first].start, paras[node.last].end):
        return []
    units = [(paras[child.first].start, paras[_last(paras, child, node)].end) for child in node.children]
    arrows = [_only_arrow(text, start, end) for start, end in units]
    if sum(map(bool, arrows)) < _ARROWS_MIN or 2 * sum(map(bool, arrows)) < len(units):
        return []
    found = []
    for (start, end), arrow in zip(units, arrows, strict=True):
        found.append(("problem", _trimmed(text, start, arrow.start() if arrow else end)))
        if arrow:
            found.append(("plan", _trimmed(text, arrow.end(), end)))
    return found


def _are_plans(node: Node) -> bool:
    """Tell whether the entries are measures themselves: by the heading above them, or because all of them command."""
    above = heading_evidence(node.core, None) if node.heading else None
    if any(child.scheme == "label" or lacks(child.core) for child in node.children):
        return False
    if above and above.kind == "plan" and above.strength >= NAMED:
        return True
    return all(may_be_planned(child.core) for child in node.children)


def _last_end(paras: Sequence[Para], node: Node, start: int) -> int:
    """Return the end of the last pair: before a turn to the audience or a closing."""
    end = start
    for para in paras[node.first : node.last + 1]:
        if para.start > start and _closes(para):
            break
        if para.start >= start and not para.role:
            end = para.end
    return end


def _last(paras: Sequence[Para], child: Node, node: Node) -> int:
    """Return an entry's last paragraph; the last entry is not longer than the longest before it."""
    last = child.last
    if child is node.children[-1] and len(node.children) > 1:
        longest = max(_size(paras, other) for other in node.children[:-1])
        last = min(last, child.first + longest)
    closing = next((index for index in range(child.first + 1, last + 1) if _closes(paras[index])), last + 1)
    last = closing - 1
    while last > child.first and paras[last].role:
        last -= 1
    return last


def _closes(para: Para) -> bool:
    return bool(_ADDRESS_TURN.match(para.text) or _CLOSING_PARAGRAPH.match(para.text))


def _size(paras: Sequence[Para], node: Node) -> int:
    return sum(1 for index in range(node.first + 1, node.last + 1) if not paras[index].role)


def _has_plan_label(text: str) -> bool:
    return _may_have_label(text) and _PLAN_LABEL.search(text) is not None


def _may_have_label(text: str) -> bool:
    """Tell whether some words may have a label of measures; most have no colon and are no short line."""
    lone = len(text) < _LONE_MAX or "\n" in text
    may = lone or "：" in text or ":" in text or "　" in text or " " in text
    return may and _PLAN_HINT.search(text) is not None


def _plan_start(text: str, start: int, end: int, child: Node | None) -> int | None:
    """Return where the measure begins inside an entry; an entry 「措施一：」 is one from its start."""
    if child and child.scheme == "label" and _is_plan_entry(text[start : start + 12]):
        return start
    match = _PLAN_LABEL.search(text[start:end])
    return start + match.start() if match else None


def _is_plan_entry(head: str) -> bool:
    return not _PROBLEM_NOUN.match(head) and bool(_PLAN_NOUN.match(head))


def _pair(text: str, start: int, end: int, child: Node | None) -> Iterator[tuple[str, Span]]:
    plan = _plan_start(text, start, end, child)
    problem_end = end if plan is None else plan
    result = _RESULT_LABEL.search(text[start:problem_end])
    if result:
        problem_end = start + result.start()
    named = _PROBLEM_LABEL.search(text[start:problem_end])
    reviewed = bool(named and _reviews(text[start : start + named.start()]))
    if named and (reviewed or _begins_at_label(text[start : start + named.start()])):
        start += named.start()
    label = _PROBLEM_LABEL.match(text, start, problem_end)
    behind = label.end() if label else start
    counted = behind > start
    problems = _listed(text, "problem", start, behind, problem_end, counted=counted, several=reviewed and counted)
    yield from (("problem", span) for span in problems)
    if plan is not None:
        lone = _LONE_LABEL.match(text[plan:end])
        begin = plan + (lone.end() if lone else 0)
        label = _PLAN_LABEL.match(text, plan, end) if len(problems) > 1 or reviewed else None
        behind = label.end() if label else begin if lone else plan
        plans = _listed(text, "plan", begin, behind, end, counted=behind > plan, several=reviewed and behind > plan)
        yield from (("plan", span) for span in plans)


def _begins_at_label(before: str) -> bool:
    """Tell whether what stands before the label of problems is none: a line that names a field, or what was done."""
    one_line = "\n" in before and "\n" not in before.strip()
    return (one_line and not _states_problem(before)) or bool(_DEEDS_LABEL.search(before))


def _reviews(before: str) -> bool:
    """Tell whether a chapter tells what was done before its label: 「一、安全」「排查隐患63处。」「不足：」."""
    head, _, body = before.rstrip(" \t　").partition("\n")
    told = body[:-1].strip()
    return body.endswith("\n") and bool(told) and not lacks(head) and (is_done(told) or not lacks(told))


def _states_problem(line: str) -> bool:
    """Tell whether a heading in an office's numbering says the problem itself, 「（一）设备老化」."""
    marker = read_marker(line)
    return marker is not None and marker.scheme in _OFFICIAL and lacks(line)


def _listed(
    text: str, kind: str, start: int, behind: int, end: int, *, counted: bool, several: bool = False
) -> list[Span]:
    """Return a stretch as one item, or its entries where a count begins right behind the label.

    `several` tells that it is all that a chapter says of its kind, so that semicolons part it as well.
    """
    span = _trimmed(text, start, end)
    run = inline_run(text, behind, span.end) if counted else []
    if run and not text[behind : run[0].start].strip():
        return split_told(text, behind, span.end, kind)
    if several and text[behind : behind + 1] != "\n":
        one = "；" not in text[behind : span.end]
        return [Span(behind, span.end)] if one else split_told(text, behind, span.end, kind, led=True)
    return [span] if span.end > span.start else []


def _problem_lines(paras: Sequence[Para], node: Node) -> list[int]:
    """Return the starts of the lines that carry a label of problems."""
    return [
        para.start
        for para in paras[node.first + (node.heading is not None) : node.last + 1]
        if not para.role and _PROBLEM_LABEL.match(para.text, para.marker.end - para.start if para.marker else 0)
    ]


def _before_entry(paras: Sequence[Para], start: int) -> int:
    """Return where the pair in front of a label ends: before the numbered line that names the next one."""
    place = next(i for i, para in enumerate(paras) if para.start == start)
    named = place > 0 and paras[place].marker is None and paras[place - 1].marker is not None
    return paras[place - 1].start if named else start


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and (text[end - 1] in _SPACE or (text[end - 1] in "-*•" and text[end - 2] in _SPACE)):
        end -= 1
    return Span(start, end)


def all_answered(text: str, labelled: Sequence[tuple[str, Span]]) -> bool:
    """Tell whether pairs tell how every question was settled, 「解决办法：把地址改成了…」: nothing is left to do."""
    answers = [text[span.start : span.end] for kind, span in labelled if kind == "plan"]
    return len(answers) > 1 and all(surely_done(answer) and not shall(answer) for answer in answers)
