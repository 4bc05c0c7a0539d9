"""The outline -> the sections that hold problems or plans, by graded evidence.

Evidence: the words of the heading, how pure a name they are, the sections around it, its place in the document,
the mood of the sentences below. Cutting a section into items is the business of items.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .announcements import is_overcome
from .cores import is_headed
from .evidence import HINTED, NAMED, NOTHING, PURE, Evidence, heading_evidence
from .frames import headed_groups
from .headings import LIST_SCHEMES
from .interleaved import labelled_spans
from .lexicon import headings
from .mood import is_done, lacks, may_be_planned, mood_of, shall
from .outline import Node
from .paragraphs import Para
from .places import Place, announces_chapters, ends_admitting, last_announced, of_halves, row_of

ITEM_KINDS = frozenset(("problem", "plan", "mixed"))
_SILENT_KINDS = frozenset(("overview", "achievement", "cause", "other"))
_RESULT = re.compile(headings.RESULT)
_LIVELIHOOD = re.compile(headings.LIVELIHOOD)
_VAGUE = re.compile(headings.VAGUE)
_PROBLEM_ENTRY = re.compile(headings.PROBLEM_ENTRY)
_CONFIDENCE = {PURE: 0.95, NAMED: 0.9, HINTED: 0.65}
_PARTS_MIN = 2
_BY_MOOD = 0.62
_MOSTLY, _STORY, _SOME_WILL = 0.5, 0.75, 0.2
# Behind this share of the paragraphs a chapter stands late.
_LATE = 0.6
_ENTRIES = frozenset(("num", "num_half", "num_paren", "circle", "dec"))
_BULLETS = frozenset(("bullet", "dash"))
# Nodes whose children are chapters of the document.
_FRAMES = frozenset(("root", "named", "plain", "part", "markdown", "dash"))


class Section(NamedTuple):
    """A stretch that holds items: `kind` is problem, plan or mixed; `path` the headings from the top to its own.

    `partial` marks one that tells of successes as well, `whole` a chapter that is one item itself.
    """

    node: Node
    kind: str
    confidence: float
    path: tuple[str, ...]
    partial: bool = False
    whole: bool = False


def find_sections(
    text: str, paras: Sequence[Para], labels: Sequence[int], root: Node, year: int | None
) -> list[Section]:
    """Return the outermost sections of problems and plans, in order; `labels` are those of pairs."""
    return _wholes(paras, list(_Walk(text, paras, labels, year, last_announced(root)).sections(root, "", ())))


def _is_title(node: Node, child: Node) -> bool:
    """Tell whether a heading spans the whole text, as its title does."""
    alone = node.heading is None and len(node.children) == 1 and bool(child.children)
    return alone and (child.scheme == "markdown" or (child.scheme == "named" and child.first == 0))


def _is_bare_chapter(section: Section) -> bool:
    """Tell whether a section is a numbered chapter of plans without entries, found by its mood or a hint."""
    node = section.node
    numbered = node.heading is not None and node.heading.number > 0
    return section.kind == "plan" and section.confidence <= _CONFIDENCE[HINTED] and numbered and not node.children


def _wholes(paras: Sequence[Para], sections: list[Section]) -> list[Section]:
    """Mark chapters found by their mood alone that follow each other without entries: each is one plan."""
    by_mood = [_is_bare_chapter(section) for section in sections]
    headed = [
        section for section, bare in zip(sections, by_mood, strict=True) if bare and _has_headed(paras, section.node)
    ]
    if not any(by_mood) or len(headed) * 2 > sum(by_mood):
        return sections  # their paragraphs are entries, each with a heading sentence
    marked = []
    for place, section in enumerate(sections):
        neighbours = by_mood[max(0, place - 1) : place] + by_mood[place + 1 : place + 2]
        marked.append(section._replace(whole=by_mood[place] and any(neighbours)))
    return marked


def _has_headed(paras: Sequence[Para], node: Node) -> bool:
    bodies = [para.text for para in paras[node.first + 1 : node.last + 1] if not para.role]
    return len(bodies) > 1 and (all(map(is_headed, bodies)) or bool(headed_groups(bodies)))


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk over one outline."""

    text: str
    paras: Sequence[Para]
    labels: Sequence[int]
    year: int | None
    # The last paragraph of the text that announces problems.
    announced: int

    def sections(self, node: Node, above: str, path: tuple[str, ...]) -> Iterator[Section]:
        if self.labels and node.heading and labelled_spans(self.text, self.paras, self.labels, node):
            yield Section(node, "mixed", _CONFIDENCE[NAMED], path)
            return
        if labels := _label_kind(node):
            yield Section(node, labels, _CONFIDENCE[NAMED], path)
            return
        if not node.children:
            return
        evidences = of_halves(node.children, [heading_evidence(child.core, self.year) for child in node.children])
        row = row_of(node.children, evidences)
        chapter = not above and node.scheme in _FRAMES
        seen_problem = follows_plan = follows_unnamed = False
        for position, (child, evidence) in enumerate(zip(node.children, evidences, strict=True)):
            late = child.first > _LATE * len(self.paras)
            follows = seen_problem, follows_plan, follows_unnamed
            place = Place(above, chapter, row, position, child.last < self.announced, late, *follows)
            kind, confidence = _judge(self.paras, child, evidence, place)
            follows_unnamed = kind == "plan" and confidence == _BY_MOOD
            here = (*path, child.core) if child.core else path
            if kind == "plan" and _is_superseded(node.children, position, evidences):
                continue
            if kind in ITEM_KINDS:
                seen_problem = seen_problem or kind != "plan"
                follows_plan = kind == "plan" or announces_chapters(child)
                labelled = child.scheme in LIST_SCHEMES and _is_labelled(child, evidence)
                within = child._replace(last=child.first) if labelled else child
                yield Section(within, kind, confidence, here, evidence.partial)
                continue
            follows_plan = announces_chapters(child)
            seen_problem = seen_problem or (chapter and row.last_problem < 0 and ends_admitting(self.paras, child))
            around = "" if _is_title(node, child) else kind if kind in _SILENT_KINDS else above
            for section in self.sections(child, around, here):
                seen_problem = seen_problem or (section.kind != "plan" and section.node.scheme not in LIST_SCHEMES)
                yield section


def _label_kind(node: Node) -> str:
    """Return what entries like 「问题一」, 「举措二」 are, "" if a node has none."""
    labels = [child.core for child in node.children if child.scheme == "label"]
    if len(labels) < 2 or len(labels) < len(node.children) - 1:
        return ""
    return "problem" if _PROBLEM_ENTRY.match(labels[0]) else "plan"


def _is_superseded(nodes: Sequence[Node], position: int, evidences: Sequence[Evidence]) -> bool:
    """Tell whether a heading like 「2019年度工作计划」 is only the title over the next one, 「工作计划：」."""
    node = nodes[position]
    following = nodes[position + 1] if position + 1 < len(nodes) else None
    announced = following and following.scheme == "named" and following.heading and following.heading.kind == "plan"
    introduces = evidences[position + 1].strength < PURE if following else False  # 几点建议 is a part beside it
    if announced and introduces and following and following.children and not node.children:
        return True  # 三、2025年怎么抓 … 重点推进以下几项工作：
    if position + 1 >= len(nodes) or node.children or node.scheme != "named" or node.last - node.first > 1:
        return False
    return nodes[position + 1].scheme == "named" and evidences[position + 1].kind == "plan" and evidences[position].pure


def _judge(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> tuple[str, float]:
    """Return the kind of a node's section and how sure that is."""
    if evidence.kind in ITEM_KINDS and (evidence.strength < PURE or evidence.partial):
        if evidence.kind == "plan" and not evidence.future and _tells_result(paras, node):
            return "achievement", 1.0
        if _holds_parts(node, evidence):
            return "", 0.0
    return _judge_named(paras, node, evidence, place)


def _judge_named(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> tuple[str, float]:
    """Judge what is no gathering of parts and no deed: by words, place and mood."""
    if place.after_unnamed and evidence.kind in _SILENT_KINDS and _goes_on(node, evidence):
        evidence = NOTHING  # 七、用心办好民生实事 goes on with chapters named 五、加快…, 六、深化…
    vague = evidence.kind == "achievement" and place.after_review and _VAGUE.match(node.core)
    if vague and len(node.children) >= 2 and _is_problem_by_mood(paras, node, heading_evidence("", None), place):
        return "problem", _BY_MOOD
    orders = evidence.kind == "overview" and evidence.future and node.core.endswith(headings.FUTURE_ORDER)
    if orders and len(node.children) >= 2 and not place.above:
        return "plan", _CONFIDENCE[HINTED]
    announced = node.heading.kind if node.heading and node.scheme == "named" else ""
    if announced and (evidence.kind in _SILENT_KINDS or (evidence.kind, announced) == ("problem", "plan")):
        return announced, _CONFIDENCE[NAMED]  # 在看到成绩的同时，…存在“三个不够”：, 着重讲几个问题 before calls to act
    if evidence.kind in _SILENT_KINDS or (evidence.kind == "work" and not place.after_problem):
        return "achievement" if evidence.kind == "work" else evidence.kind, 1.0
    if evidence.kind in ITEM_KINDS and _is_believed(paras, node, evidence, place):
        return evidence.kind, _CONFIDENCE[evidence.strength]
    among_deeds = place.above == "achievement" and evidence.kind == "plan" and not evidence.future
    named = node.scheme == "named" and node.heading is not None and bool(node.heading.kind)
    if node.heading and named and not among_deeds and not _is_agenda(node, evidence, place):
        return node.heading.kind, _CONFIDENCE[NAMED]
    if _is_problem_by_mood(paras, node, evidence, place):
        return "problem", _BY_MOOD
    if _is_plan_by_mood(paras, node, evidence, place):
        return "plan", _BY_MOOD
    return "", 0.0


def _goes_on(node: Node, evidence: Evidence) -> bool:
    return evidence.strength == HINTED or bool(_LIVELIHOOD.search(node.core))


def _holds_parts(node: Node, evidence: Evidence) -> bool:
    """Tell whether a heading gathers parts of its own, 「小夏的任务」 over 「本周已完成」 and 「下周计划」."""
    parts = [heading_evidence(child.core, None) for child in node.children if child.heading and child.heading.lone]
    kinds = {part.kind for part in parts if part.strength >= NAMED}
    if evidence.partial and sum(part.kind in _SILENT_KINDS and part.strength >= NAMED for part in parts) >= _PARTS_MIN:
        return True  # 总结与反思 over 项目管理经验, 启示, 结语
    return bool(kinds & {"achievement", "work"}) and bool(kinds & ITEM_KINDS)


def _tells_result(paras: Sequence[Para], node: Node) -> bool:
    """Tell whether what measures led to is told behind them, 「方案：」「结果：延迟降到秒级」."""
    return any(_RESULT.match(paras[index].text) for index in range(node.first + 1, node.last + 1))


def _is_believed(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> bool:
    heading = node.heading
    if heading is None or (heading.scheme == "plain" and not heading.kind):
        return False
    if heading.scheme in LIST_SCHEMES:
        among_deeds = place.above == "achievement" or (evidence.kind == "plan" and not evidence.future)
        return _names_list(node, evidence) or (_is_labelled(node, evidence) and not among_deeds)
    if evidence.kind == "plan":
        return _is_believed_plan(paras, node, evidence, place)
    if evidence.strength == PURE:
        return True
    told = is_done(node.core) or ("，" in node.core and may_be_planned(node.core))
    if _is_bare_entry(node) or (heading.scheme in _ENTRIES and told):
        return False  # 2. 反馈组件问题; 4. 优化了体验不好的问题; 2.发动商户设立基金，用于困难帮扶
    if place.above == "achievement" or (not heading.lone and evidence.strength < NAMED):
        return False
    if evidence.strength == NAMED:
        return True
    mood = mood_of(_texts(paras, node))
    told = bool(node.children) or (heading.lone and node.last > node.first and mood.done < _STORY)
    if evidence.pure and place.after_review and place.before_plan and told:
        return True  # 突出矛盾, 反思: between what was done and what comes next
    least = 0.34 if evidence.pure and place.after_review else 0.5
    return (place.chapter and mood.lack >= least and mood.done < 0.3) or _is_problem_by_mood(
        paras, node, evidence, place
    )


def _names_list(node: Node, evidence: Evidence) -> bool:
    """Tell whether a bullet names the bullets nested below it, 「* 不足：」."""
    named = evidence.strength == PURE or (evidence.strength == NAMED and evidence.pure and evidence.future)
    return named and bool(node.children) and all(child.heading for child in node.children)


def _is_bare_entry(node: Node) -> bool:
    """Tell whether an entry of a list stands on one line with nothing below."""
    return node.scheme in _ENTRIES and node.first == node.last and node.heading is not None and node.heading.lone


def _is_labelled(node: Node, evidence: Evidence) -> bool:
    """Tell whether a bullet names what it tells itself, 「- 不足：前端知识不熟」."""
    one_line = not node.children and node.heading is not None and not node.heading.lone
    return node.scheme in _BULLETS and one_line and evidence.strength == PURE


def _is_believed_plan(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> bool:
    """Believe a heading of plans: 下步打算 always, 重点任务 unless deeds are told below or behind it."""
    if evidence.future:
        return evidence.strength >= NAMED or (bool(node.heading and node.heading.lone) and place.above != "achievement")
    if (place.before_review or place.before_problem or place.before_future) and not place.after_problem:
        return False
    if evidence.pure and place.after_problem:
        return True
    if evidence.strength < PURE and not place.chapter and not place.above:
        return False  # 主要改造措施： inside an entry about a deed
    if _tells_of_past(paras, node) or (place.above == "achievement" and evidence.strength < PURE):
        return False
    if evidence.strength >= NAMED:
        # A first chapter named after a plan, 「一、新人学习计划」, tells how it went.
        opens = place.chapter and place.first and not place.late
        return evidence.pure or not opens
    return (place.after_problem or (place.late and place.chapter)) and mood_of(_texts(paras, node)).will >= 0.4


def _is_agenda(node: Node, evidence: Evidence, place: Place) -> bool:
    """Tell whether 「目标：」 in front of everything else, or 「工作措施」 before 成效 and 问题, is no plan."""
    aims = evidence.kind == "plan" and not evidence.future and evidence.strength < PURE and not place.above
    if aims and place.before_review and place.before_problem:
        return not place.after_problem
    return aims and node.first <= 1 and (place.before_review or place.before_problem)


def _tells_of_past(paras: Sequence[Para], node: Node) -> bool:
    mood = mood_of(_texts(paras, node))
    return mood.done > 0.34 and mood.done > mood.will


def _is_problem_by_mood(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> bool:
    """Accept a chapter whose entries nearly all say that something is missing, whatever its heading."""
    if not place.chapter or evidence.kind not in ("", "problem") or _is_overcome(paras, node):
        return False
    if place.after_problem and place.after_plan:
        return False  # once the chapters of plans have begun they go on
    if any(_is_labelled(child, heading_evidence(child.core, None)) for child in node.children):
        return False  # only these tell it
    cores = [child.core for child in node.children] or list(_texts(paras, node))[1:]
    if len(cores) < 2:
        return False
    lacking = sum(1 for core in cores if lacks(core) and (node.children or not is_done(core)))
    return lacking >= 0.6 * len(cores) and mood_of(_texts(paras, node)).done < 0.5


def _is_overcome(paras: Sequence[Para], node: Node) -> bool:
    return bool(node.children) and is_overcome(paras[node.children[0].first : node.last + 1])


def _is_plan_by_mood(paras: Sequence[Para], node: Node, evidence: Evidence, place: Place) -> bool:
    """Accept a chapter whose heading names no plan: it stands behind the rest and tells what shall be done."""
    if not place.chapter or node.heading is None or node.heading.scheme in LIST_SCHEMES:
        return False
    if evidence.kind not in ("", "plan", "work") or not (node.children or node.last > node.first):
        return False
    if place.before_review or place.before_problem or _names_problems(node):
        return False
    if place.before_future and not place.after_problem:
        return False  # 三、抓管理，… before 四、新学期怎么干
    mood = mood_of(_texts(paras, node))
    if place.row.plan_named and mood.will < _SOME_WILL and not shall(node.core):
        return False  # behind 「三、明年打算」 with its own entries: 「四、附录」
    if place.after_plan and node.heading.number > 1 and mood.done <= _MOSTLY and mood.lack <= _MOSTLY:
        return True  # once the chapters of plans have begun they go on
    if place.after_problem:
        return mood.done < 0.25 and (mood.will >= 0.4 or (len(node.children) >= 2 and mood.lack < 0.34))
    if not place.after_review or node.scheme == "plain":
        return False
    return (mood.will >= 0.5 and mood.done <= 0.15) or (shall(node.core) and mood.will >= 0.3 and mood.done < 0.25)


def _names_problems(node: Node) -> bool:
    """Tell whether a chapter has a list of shortcomings of its own, 「* 不足：」."""
    lists = [inner for child in node.children for inner in (child, *child.children)]
    return any(inner.children and heading_evidence(inner.core, None).kind == "problem" for inner in lists)


def _texts(paras: Sequence[Para], node: Node) -> Iterator[str]:
    """Yield the paragraphs of a node, its heading line without the heading sentence."""
    for index in range(node.first, node.last + 1):
        para = paras[index]
        if para.role:
            continue
        yield para.text[len(node.core) :] if index == node.first else para.text
