"""Which nodes below a section are its items, and which only gather items: 「二、深化改革」, 「（一）产业发展方面」."""

import re
from collections.abc import Sequence

from .lexicon import headings
from .mood import lacks, may_be_planned
from .outline import UNNUMBERED, Node
from .paragraphs import Para

_FIELD = re.compile(headings.FIELD)
# Chapters are descended into when they are long and their own entries are paragraphs of weight.
_CHAPTER_MIN_CHARS = 1200
_GRANDCHILD_MIN_CHARS = 120
# A field is named in few characters, its entries are told in more.
_FIELD_MAX, _ENTRY_MIN = 12, 10


def of_one_shape(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Drop short lines between numbered entries; they head nothing that is an entry itself."""
    announced = any(child.scheme == "named" and child.children for child in children)
    if not announced and not any(child.heading and child.heading.number for child in children):
        return children
    return tuple(child for child in children if child.scheme != "plain" or child.children)


def effective_children(paras: Sequence[Para], node: Node) -> tuple[Node, ...]:
    """Return the nodes that are items: the children, or theirs where these are chapters."""
    children = node.children
    numbered = [child for child in children if child.heading and child.scheme not in UNNUMBERED]
    if numbered and (_are_fields(numbered) or _are_chapters(paras, numbered)):
        opened = [child.children if _is_chapter(child) or _are_fields([child]) else (child,) for child in children]
        return tuple(inner for group in opened for inner in group)
    return children


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
    entries = all(child.heading and child.heading.number and not _short(child) for child in node.children)
    return says_nothing and len(node.core) <= _FIELD_MAX and len(node.children) > 1 and entries


def _short(node: Node) -> bool:
    return len(node.core) < _ENTRY_MIN and bool(node.heading and node.heading.lone)


def _are_chapters(paras: Sequence[Para], nodes: Sequence[Node]) -> bool:
    """Tell whether headings like 「二、深化改革」 only gather entries that are items themselves."""
    if not all(_is_chapter(node) for node in nodes[: max(1, len(nodes) - 1)]):
        return False
    size = paras[nodes[-1].last].end - paras[nodes[0].first].start
    entries = sum(len(node.children) for node in nodes)
    return size / len(nodes) >= _CHAPTER_MIN_CHARS and size / entries >= _GRANDCHILD_MIN_CHARS


def _is_chapter(node: Node) -> bool:
    return node.scheme in ("cn", "part") and bool(node.heading and node.heading.lone) and len(node.children) >= 2
