"""What the entries of a section show of each other: their bodies, where the last one ends, numbers lost, tables."""

import re
from collections.abc import Sequence

from .cores import core_sentence
from .drafts import Draft, draft_of
from .frames import is_after_items
from .inner import Cutter
from .lexicon import prose
from .model import Span
from .mood import lacks, may_be_planned
from .outline import Node
from .paragraphs import Para
from .sections import Section
from .tables import names_items

_ADDRESS_TURN = re.compile(prose.ADDRESS_TURN)
_ITEM_MIN = 4


def bodies(cutter: Cutter, node: Node) -> int:
    """Return how many paragraphs of text stand below a node's first line."""
    return sum(not para.role for para in cutter.paras[node.first + 1 : node.last + 1]) if node.last > node.first else 0


def of_usual_size(cutter: Cutter, drafts: list[Draft], children: tuple[Node, ...]) -> list[Draft]:
    """Cut the last item of a text to the number of paragraphs that all others have: what follows closes the text."""
    *others, child = children
    ends_text = all(para.role for para in cutter.paras[child.last + 1 :])
    if len(drafts) != 1 or len(others) < 2 or child.children or not ends_text:
        return drafts
    sizes = {bodies(cutter, other) for other in others}
    if len(sizes) != 1:
        return drafts
    texts = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
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


def lost_numbers(
    cutter: Cutter, section: Section, child: Node, following: Node | None, siblings: Sequence[Node]
) -> list[Draft]:
    """Return the entries of a count that lost numbers: （一）…, a bare paragraph, （三）….

    Where the others have bodies as well, the count skipped a number: 3．基础不牢 | 全县仍有…, 5．….
    """
    if following is None or following.heading is None or child.heading is None or child.children:
        return []
    missing = following.heading.number - child.heading.number - 1
    texts = [i for i in range(child.first, child.last + 1) if not cutter.paras[i].role]
    if missing < 1 or len(texts) != missing + 1 or following.scheme != child.scheme:
        return []
    if child.heading.lone and all(bodies(cutter, other) for other in siblings):
        return []
    return [draft_of(section, Span(cutter.paras[i].start, cutter.paras[i].end)) for i in texts]


def item_last(cutter: Cutter, node: Node, *, is_last: bool, bodied: bool) -> int:
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


def only_tables(cutter: Cutter, child: Node) -> bool:
    """Tell whether a heading only names the table below it, 「3.1 时间表」."""
    below = [para for para in cutter.paras[child.first + 1 : child.last + 1] if para.role != "furniture"]
    if not below or any(para.role != "table" for para in below):
        return False
    header = below[0]
    says = lacks(child.core) or may_be_planned(child.core) or child.scheme == "label"
    return names_items(header) or not says


def opened_beside_tables(cutter: Cutter, children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Open the entries beside headings of tables: what holds rows there holds a list here."""
    if not any(only_tables(cutter, child) for child in children):
        return children
    opened = [child.children if len(child.children) > 1 else (child,) for child in children]
    return tuple(inner for group in opened for inner in group)
