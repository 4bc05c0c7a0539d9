"""Where a heading stands among its siblings: before or behind reviews, problems and plans."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .admission import admits
from .evidence import NAMED, PURE, Evidence
from .lexicon import headings
from .outline import Node
from .paragraphs import Para

_FIRST_HALF = re.compile(headings.FIRST_HALF)
_SECOND_HALF = re.compile(headings.SECOND_HALF)
_REVIEW = Evidence("achievement", PURE, pure=True)
_SENTENCE = re.compile("[^。]+")
_PROSE_MAX = 800


class Row(NamedTuple):
    """Where among sibling headings the first review and the last ones of each kind stand; -1: nowhere."""

    first_review: int
    last_review: int
    last_problem: int
    last_future: int
    last_plan: int
    plan_named: bool


class Place(NamedTuple):
    """Where a node stands: under what kind, at which position of its row, and what was found before it."""

    above: str
    chapter: bool
    row: Row
    position: int
    announced: bool  # problems are, further down
    late: bool
    after_problem: bool
    after_plan: bool
    after_unnamed: bool  # a chapter of plans that only its mood showed

    @property
    def first(self) -> bool:
        return self.position == 0

    @property
    def after_review(self) -> bool:
        return self.row.first_review < self.position

    @property
    def before_review(self) -> bool:
        return self.position < self.row.last_review

    @property
    def before_problem(self) -> bool:
        return self.announced or self.position < self.row.last_problem

    @property
    def before_future(self) -> bool:
        return self.position < self.row.last_future

    @property
    def before_plan(self) -> bool:
        return self.position < self.row.last_plan


def row_of(nodes: Sequence[Node], evidences: Sequence[Evidence]) -> Row:
    reviews = [i for i, e in enumerate(evidences) if e.kind in ("achievement", "work") and e.strength >= NAMED]
    plans = [i for i, e in enumerate(evidences) if e.kind == "plan" and (e.future or e.pure)]
    return Row(
        first_review=min(reviews, default=len(nodes)),
        last_review=max(reviews, default=-1),
        last_problem=max((i for i, e in enumerate(evidences) if e.kind in ("problem", "mixed")), default=-1),
        last_future=max((i for i, e in enumerate(evidences) if e.kind == "plan" and e.future), default=-1),
        last_plan=max(plans, default=-1),
        plan_named=any(_holds_text(nodes[i]) for i in plans),
    )


def of_halves(nodes: Sequence[Node], evidences: list[Evidence]) -> list[Evidence]:
    """Take the second half of a year for a review where the first half has a chapter as well."""
    first = next((i for i, node in enumerate(nodes) if _FIRST_HALF.search(node.core)), len(nodes))
    halves = [i > first and _SECOND_HALF.match(node.core) is not None for i, node in enumerate(nodes)]
    return [_REVIEW if half else evidence for half, evidence in zip(halves, evidences, strict=True)]


def _holds_text(node: Node) -> bool:
    return node.last > node.first


def announces_chapters(node: Node) -> bool:
    """Tell whether a chapter ends by announcing plans that the next ones hold: 「着重抓好以下三个方面的工作：」."""
    while node.children:
        node = node.children[-1]
    return node.scheme == "named" and bool(node.heading and node.heading.kind == "plan") and node.first == node.last


def ends_admitting(paras: Sequence[Para], node: Node) -> bool:
    """Tell whether the last paragraph of a chapter tells problems in prose, 「…也清醒地认识到，还存在不少困难：…」."""
    last = next((paras[index] for index in range(node.last, node.first, -1) if not paras[index].role), None)
    if last is None or last.marker or len(last.text) > _PROSE_MAX:
        return False
    return any(admits(sentence) for sentence in _SENTENCE.findall(last.text))


def last_announced(root: Node) -> int:
    """Return where problems are announced for the last time, 「我们遇到的问题有：」, -1 where they never are."""
    last, stack = -1, [root]
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if node.scheme == "named" and node.heading and node.heading.kind == "problem":
            last = max(last, node.first)
    return last
