"""Which nodes below a section are its items, and which only gather items: 「二、深化改革」, 「（一）产业发展方面」."""

import re
from collections.abc import Sequence
from itertools import dropwhile

from .lexicon import headings
from .mood import lacks, may_be_planned
from .outline import UNNUMBERED, Node
from .paragraphs import Para

_FIELD = re.compile(headings.FIELD)
_FIELD_NAME = re.compile(headings.FIELD_NAME)
_FIELD_GROWTH = re.compile(headings.FIELD_GROWTH)
_LABEL = re.compile(headings.FORM_LABEL)
_SHORT_NAME = 6
_CHINESE = frozenset(("cn", "cn_paren"))
_CHAPTERS = frozenset(("part", "section", "cn", "markdown"))
_FORMS_MIN, _MOST_FORMS = 3, 0.6
# Headings that gather names, and how many more names than headings there are.
_GATHERING_MIN, _GATHERING_MORE = 3, 2
# Chapters are descended into when they are long and their own entries are paragraphs of weight.
_CHAPTER_MIN_CHARS = 1200
_GRANDCHILD_MIN_CHARS = 120
# A field is named in few characters, its entries are told in more.
_FIELD_MAX, _ENTRY_MIN = 12, 10


def of_one_shape(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Drop short lines between numbered entries, and dashes before these, which tell aims: they are no entries."""
    announced = any(child.scheme == "named" and child.children for child in children)
    if not announced and not any(child.heading and child.heading.number for child in children):
        return children
    return tuple(child for child in _behind_dashes(children) if child.scheme != "plain" or child.children)


def _behind_dashes(children: tuple[Node, ...]) -> tuple[Node, ...]:
    if children[0].scheme != "dash":
        return children
    behind = tuple(dropwhile(lambda child: child.scheme == "dash", children))
    return behind if len(behind) > 1 and all(child.scheme in _CHINESE for child in behind) else children


def only_gathers_problems(paras: Sequence[Para], node: Node, siblings: Sequence[Node]) -> bool:
    """Tell whether 「（四）密封系统存在不足」 gathers entries that look like those beside it."""
    beside = [_bodied(paras, other) for other in siblings if other is not node and not other.children]
    own = [_bodied(paras, child) for child in node.children]
    return _only_heads(node) and len(own) > 1 and len(beside) > 1 and all(own) and all(beside)


def _bodied(paras: Sequence[Para], node: Node) -> bool:
    below = paras[node.first + 1 : node.last + 1]
    return bool(node.heading and node.heading.lone) and any(not para.role for para in below)


def effective_children(paras: Sequence[Para], node: Node) -> tuple[Node, ...]:
    """Return the nodes that are items: the children, or theirs where these are chapters."""
    children = node.children
    numbered = [child for child in children if child.heading and child.scheme not in UNNUMBERED]
    if numbered and (_count_through(numbered) or _gather_names(numbered) or _hold_forms(paras, numbered)):
        return tuple(inner for child in children for inner in child.children or (child,))
    if numbered and (_are_fields(numbered) or _are_chapters(paras, numbered)):
        opened = [child.children if _is_chapter(child) or _are_fields([child]) else (child,) for child in children]
        return tuple(inner for group in opened for inner in group)
    return children


def opened_names(children: Sequence[Node]) -> tuple[Node, ...]:
    """Return the entries with those below an unnumbered name, 「支付系统的开发」, in its place."""
    opened = [child.children if child.scheme == "plain" and child.children else (child,) for child in children]
    return tuple(inner for group in opened for inner in group)


def names_field(node: Node) -> bool:
    """Tell whether a line only names a field of life or work, 「### 学习」, above bullets or text of its own."""
    if node.heading is None or not node.heading.lone:
        return False
    listed = bool(node.children) and all(child.heading is not None for child in node.children)
    if _FIELD_NAME.fullmatch(node.core):
        return listed or node.scheme == "markdown"
    if not listed or len(node.children) < 2 or node.scheme != "markdown":
        return False
    named = _FIELD.match(node.core) or _FIELD_GROWTH.fullmatch(node.core)
    return bool(named) and not may_be_planned(node.core) and not lacks(node.core)


def gathers_lacks(node: Node) -> bool:
    """Tell whether a short name, 「- 流程」, 「（一）设施设备」, only gathers what is missing below it."""
    if node.heading is None or not node.heading.lone or not node.children:
        return False
    if len(node.core) > _SHORT_NAME or lacks(node.core):
        return False
    if node.heading.number:
        return node.scheme in _CHINESE and _counts_entries(node)
    return 2 * sum(child.heading is not None and lacks(child.core) for child in node.children) >= len(node.children)


def _are_fields(nodes: Sequence[Node]) -> bool:
    """Tell whether headings like 「（一）产业发展方面」 only name the field of their entries."""
    return all(_gathers(node) for node in nodes)


def _gathers(node: Node) -> bool:
    if not (node.heading and node.heading.lone and node.children):
        return False
    if _FIELD.match(node.core):
        return True
    counts_anew = node.children[0].heading is not None and node.children[0].heading.number == 1
    says_nothing = counts_anew and not may_be_planned(node.core) and not lacks(node.core) and "，" not in node.core
    if node.scheme == "markdown":
        return says_nothing and len(node.core) <= _FIELD_MAX  # ## 技能 over a list, however short
    return says_nothing and len(node.core) <= _FIELD_MAX and len(node.children) > 1 and _counts_entries(node)


def _counts_entries(node: Node) -> bool:
    return all(child.heading and child.heading.number and not _short(child) for child in node.children)


def _short(node: Node) -> bool:
    return len(node.core) < _ENTRY_MIN and bool(node.heading and node.heading.lone)


def _gather_names(nodes: Sequence[Node]) -> bool:
    """Tell whether headings only gather names without numbers over bodies, 「化解大班额」 below 「（一）调整布局」."""
    if len(nodes) < _GATHERING_MIN or not all(node.own_last == node.first and node.children for node in nodes):
        return False
    inner = [child for node in nodes for child in node.children]
    names = {child.core for child in inner if child.scheme == "plain" and child.last > child.first}
    return len(names) == len(inner) >= len(nodes) + _GATHERING_MORE


def _hold_forms(paras: Sequence[Para], nodes: Sequence[Node]) -> bool:
    """Tell whether the entries below are filled in like forms, 「主要措施：…」「实施要求：…」, which these are not."""
    inner = [child for node in nodes for child in node.children]
    if len(inner) < _FORMS_MIN or not all(node.heading and node.heading.lone and node.children for node in nodes):
        return False
    labels = [_first_label(paras, child) for child in inner]
    usual = max(set(labels), key=labels.count)
    outer = any(_first_label(paras, node) == usual for node in nodes)
    return bool(usual) and labels.count(usual) >= _MOST_FORMS * len(inner) and not outer


def _first_label(paras: Sequence[Para], node: Node) -> str:
    """Return the label right below a heading, 「主要措施」, or ""."""
    if not (node.heading and node.heading.lone) or node.own_last == node.first:
        return ""
    label = _LABEL.match(paras[node.first + 1].text)
    return label.group(1) if label else ""


def _only_heads(node: Node) -> bool:
    return bool(node.heading and node.heading.lone and node.children) and node.own_last == node.first


def _count_through(nodes: Sequence[Node]) -> bool:
    """Tell whether the numbers of the entries run on below each heading: （一） over 1 and 2, （二） over 3 and 4."""
    number, scheme = 0, ""
    for node in nodes:
        if node.scheme in _CHAPTERS or not _only_heads(node):
            return False
        for child in node.children:
            if child.heading is None or child.heading.number != number + 1 or child.scheme != (scheme or child.scheme):
                return False
            number, scheme = child.heading.number, child.scheme
    return len(nodes) > 1 and number > len(nodes)


def _are_chapters(paras: Sequence[Para], nodes: Sequence[Node]) -> bool:
    """Tell whether headings like 「二、深化改革」 only gather entries that are items themselves."""
    if not all(_is_chapter(node) for node in nodes[: max(1, len(nodes) - 1)]):
        return False
    size = paras[nodes[-1].last].end - paras[nodes[0].first].start
    entries = sum(len(node.children) for node in nodes)
    return size / len(nodes) >= _CHAPTER_MIN_CHARS and size / entries >= _GRANDCHILD_MIN_CHARS


def _is_chapter(node: Node) -> bool:
    return node.scheme in ("cn", "part") and bool(node.heading and node.heading.lone) and len(node.children) >= 2
