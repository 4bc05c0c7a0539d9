"""Where the headings and the prose said nothing: the section whose entries nearly all lack something, or shall be done.

Asked last, for a kind of which a summary has shown nothing yet; what comes of it is doubtful and waits to be checked.
"""

import re
from collections.abc import Iterator, Sequence

from .announcements import is_overcome
from .evidence import heading_evidence
from .headings import LIST_SCHEMES
from .lexicon import prose
from .mood import lacks, may_be_planned, mood_of, surely_done
from .outline import Node
from .paragraphs import Para
from .sections import Section

_RESOLVED = re.compile(prose.RESOLVED)
_ANSWERED = re.compile(prose.ANSWERED)
_ROUTINE = re.compile(prose.ROUTINE)
_DOUBTFUL = 0.55
# What the heading hints at needs fewer entries that say so.
_MOST, _HINTED = 0.6, 0.3
_NEVER = frozenset(("achievement", "overview", "other", "cause"))
# Shortcomings stand behind what was done, plans towards the end.
_FROM = {"problem": 0.15, "plan": 0.4}
_ENTRY_MIN = 8
# Two lines below a heading that says nothing are too few to guess from.
_ENTRIES_MIN = 3


def likely_section(paras: Sequence[Para], root: Node, year: int | None, kind: str) -> list[Section]:
    """Return the section that most likely holds the items of a kind, at most one."""
    found = [
        (share, -node.first, node)
        for node in _nodes(root)
        for evidence in (heading_evidence(node.core, year),)
        if node.first >= len(paras) * _FROM[kind] and evidence.kind not in _NEVER
        if kind == "plan" or not is_overcome(paras[node.first + 1 : node.last + 1])
        for share in (_share(_entries(paras, node), kind),)
        if share >= (_HINTED if evidence.kind == kind else _MOST)
        and (evidence.kind == kind or len(_entries(paras, node)) >= _ENTRIES_MIN)
        and not (kind == "plan" and _reports_below(paras, node))
    ]
    if not found:
        return []
    node = max(found, key=lambda entry: entry[:2])[2]
    return [Section(node, kind, _DOUBTFUL, (node.core,))]


def _nodes(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if node.heading and node.heading.lone and node.scheme not in LIST_SCHEMES:
            yield node


def _entries(paras: Sequence[Para], node: Node) -> list[str]:
    if node.children:
        return [paras[child.first].text for child in node.children]
    return [para.text for para in paras[node.first + 1 : node.last + 1] if not para.role]


def _reports_below(paras: Sequence[Para], node: Node) -> bool:
    """Tell whether the bodies of most entries report, 「（四）打造精品项目」 over 「成功举办…」."""
    below = [paras[child.first + 1 : child.last + 1] for child in node.children]
    moods = [mood_of(para.text for para in body if not para.role) for body in below if body]
    return 2 * sum(mood.done > mood.will for mood in moods) > len(moods)


def _share(entries: Sequence[str], kind: str) -> float:
    told = [entry for entry in entries if len(entry) >= _ENTRY_MIN]
    if len(told) < 2:
        return 0.0
    says = _is_open if kind == "problem" else _is_planned
    return sum(map(says, told)) / len(told)


def _is_open(entry: str) -> bool:
    return lacks(entry) and not _ANSWERED.search(entry) and not _RESOLVED.search(entry)


def _is_planned(entry: str) -> bool:
    return may_be_planned(entry) and not surely_done(entry) and not _ROUTINE.search(entry)
