"""What stands below a section's heading: its items, sections of their own, or prose that is neither?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .chapters import gathers_lacks, names_field, only_gathers_problems
from .evidence import NAMED, PURE, Evidence, heading_evidence
from .headings import ITEM_KINDS, LIST_SCHEMES
from .lexicon import headings
from .mood import lacks, may_be_planned
from .outline import UNNUMBERED, Node
from .paragraphs import Para
from .sections import Section

_FRAME = re.compile(headings.FRAME)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Cutter:
    """What cutting needs to know of the summary; `labels` are the places of labels of measures."""

    text: str
    paras: Sequence[Para]
    labels: Sequence[int]
    year: int | None


def inner_section(cutter: Cutter, section: Section, child: Node) -> Section | None:
    """Return the section itself if the child is an item of it, a section for a container, None for silence."""
    if child.heading is None or child.scheme in LIST_SCHEMES or child.scheme == "label":
        opened = child.heading is not None and child.children and _only_gathers(cutter, section, child, section.kind)
        return section._replace(node=child, path=(*section.path, child.core)) if opened else section
    if child.heading.kind not in ("", section.kind) and child.first == child.last and section.kind != "mixed":
        return None  # announces what stands in another chapter
    if section.kind == "problem" and child.heading.number and lacks(child.core) and not child.children:
        return section  # 特色优势不突出 is no part about advantages
    evidence = heading_evidence(child.core, cutter.year)
    path = (*section.path, child.core)
    label = child.scheme in UNNUMBERED and child.children
    if _announces_entries(cutter, section, child) or _only_gathers(cutter, section, child, evidence.kind):
        return section._replace(node=child, path=path)
    if _only_frames(child, evidence):
        return None
    if evidence.strength < NAMED or (
        evidence.strength < PURE and child.scheme not in UNNUMBERED and not child.children
    ):
        return section._replace(node=child, path=path) if label else section
    if evidence.kind == "achievement" and evidence.partial and section.kind == "plan" and child.children:
        return section._replace(node=child, path=path)
    if evidence.kind in ("overview", "achievement", "cause") or (evidence.kind == "other" and not child.heading.number):
        return None if evidence.strength == PURE and not _is_entry(cutter, section, child, evidence) else section
    runs_in = section.kind == "mixed" and evidence.strength == PURE and not child.heading.lone
    is_container = runs_in or (child.heading.lone and (child.children or child.last > child.first))
    named = evidence.pure or (evidence.kind and not child.heading.number)
    if is_container and named and evidence.kind in ITEM_KINDS:
        return section._replace(node=child, kind=evidence.kind, path=path)
    return section._replace(node=child, path=path) if label else section


def _announces_entries(cutter: Cutter, section: Section, child: Node) -> bool:
    """Tell whether a line only introduces the entries of its section, 「从全年情况看，还面临不少挑战：」."""
    kind = child.heading.kind if child.heading and child.scheme == "named" else ""
    return kind == section.kind and bool(child.children) and cutter.paras[child.first].text[-1] in "：:。"


def announced(section: Section, child: Node) -> Section | None:
    """Return the section that 「下一阶段计划分四步完成：」 opens inside one of both kinds."""
    announces = child.scheme == "named" and child.heading is not None and child.heading.kind == "plan"
    within = section._replace(node=child, kind="plan", path=(*section.path, child.core))
    return within if announces and child.children else None


def _only_frames(child: Node, evidence: Evidence) -> bool:
    """Tell whether a heading is prose about the whole, 「工作目标」; 「个人目标1500万」 is none."""
    names = evidence.kind == "plan" and evidence.pure and bool(_FRAME.search(child.core))
    counted = any(inner.heading and inner.heading.number for inner in child.children)
    return names and not _DIGIT.search(child.core) and not counted


def _only_gathers(cutter: Cutter, section: Section, child: Node, kind: str) -> bool:
    """Tell whether a heading is no item, by what it names and by what stands below and beside it."""
    if names_field(child):
        return child.last > child.first
    if section.kind == "problem" and gathers_lacks(child):
        return True
    beside = section.node.children
    return section.kind == kind == "problem" and only_gathers_problems(cutter.paras, child, beside)


def _is_entry(cutter: Cutter, section: Section, child: Node, evidence: Evidence) -> bool:
    """Tell whether a heading is a deed to come (完成五月结账, 做优中医特色) or opens a sentence (复盘总结，在…)."""
    numbered = child.heading is not None and child.heading.number > 0 and not child.heading.lone
    if section.kind == "plan" and evidence.kind == "achievement" and numbered and may_be_planned(child.core):
        return True
    if section.kind == "plan" and child.first == child.last and child.core.startswith(headings.TO_COMPLETE):
        return True
    text = cutter.paras[child.first].text
    behind = text.find(child.core) + len(child.core)
    return text[behind : behind + 1] in ("，", ",")
