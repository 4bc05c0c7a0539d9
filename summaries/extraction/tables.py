"""Tables flattened with tabs or drawn with |: an item is a cell, its owner and date stand in its row.

Rows are set aside before headings are looked for; what a cell of clues says is read in clues.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .evidence import NAMED, PURE, heading_evidence
from .lexicon import clues as words
from .model import Span
from .paragraphs import Para

_COLUMNS = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("result", words.COLUMN_RESULT),
        ("other", words.COLUMN_OTHER),
        ("number", words.COLUMN_NUMBER),
        ("deadline", words.COLUMN_DEADLINE),
        ("support", words.COLUMN_SUPPORT),
        ("lead", words.COLUMN_LEAD),
        ("owner", words.COLUMN_OWNER),
        ("plan", words.COLUMN_PLAN),
        ("problem", words.COLUMN_PROBLEM),
    )
)
_RULE = re.compile(r"^[\s|:\-—=+]+$")
_STOP = re.compile("[，,；;。]")
_HEADER_CELL_MAX = 14
_ITEM_MIN = 4
_FORM_MIN = 8
_MATTER_MAX = 12
_MENDED = re.compile(words.MENDED)
_WEAK_PLAN = re.compile(words.COLUMN_WEAK_PLAN)
_MEASURE = re.compile(words.COLUMN_MEASURE)
_CONTENT = re.compile(words.COLUMN_CONTENT)
_SURE_PLAN = re.compile(words.COLUMN_SURE_PLAN)
_TO_COME = re.compile(words.COLUMN_TO_COME)
ITEM_ROLES = ("problem", "plan")
WEAK, UNKNOWN = "weak plan", "unknown"
# A column of plans that only names what the measures beside it are about.
MATTER = "matter"
CLUE_ROLES = ("deadline", "lead", "support", "owner")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is an item, with the cells of clues in its row as (role, text).

    `weak` tells that the header leaves it open whether these are plans: the row is the item, the place of the table
    decides, and whether it repeats what the text says. A row of a table whose columns say nothing has no kind.
    """

    kind: str
    span: Span
    clues: tuple[tuple[str, str], ...]
    weak: bool = False
    beside: tuple[str, ...] = ()
    form: bool = False


def read_tables(paras: Sequence[Para]) -> tuple[list[Para], list[Cell]]:
    """Return the paragraphs with the rows marked as such, and the cells that are items."""
    marked = list(paras)
    if not any("\t" in para.text or para.text[0] == "|" for para in paras):
        return marked, []
    cells: list[Cell] = []
    columns: list[str] = []
    for index, para in enumerate(paras):
        row = _row(para)
        if len(row) < 2:
            if para.role != "furniture":
                columns = []
            continue
        if form := _form_cell(para, row):
            cells.append(form)
            marked[index] = para._replace(role="table", marker=None)
            continue
        header = _header(para.text, row) or _drawn_header(paras, index, row)
        if header:
            columns = header
        elif columns:
            cells += _items(para, row, columns)
        if columns:
            marked[index] = para._replace(role="table", marker=None)
    return marked, cells


def _row(para: Para) -> list[Span]:
    """Return the cells of a line, relative to the paragraph; [] for a line that is no row."""
    text = para.text
    mark = "\t" if "\t" in text else "|" if text.startswith("|") else ""
    if not mark or "\n" in text:
        return []
    inner = text.strip("|") if mark == "|" else text
    spans = []
    position = len(text) - len(text.lstrip("|")) if mark == "|" else 0
    for cell in inner.split(mark):
        lead = len(cell) - len(cell.lstrip())
        spans.append(Span(position + lead, position + lead + len(cell.strip())))
        position += len(cell) + 1
    return spans


def _form_cell(para: Para, row: Sequence[Span]) -> Cell | None:
    """Return the cell behind one that names a part, as in forms: 「存在不足 | 古籍知识欠缺」."""
    if len(row) != 2 or row[1].end - row[1].start < _FORM_MIN:
        return None
    evidence = heading_evidence(para.text[row[0].start : row[0].end].strip("* "), None)
    if evidence.strength < NAMED or not evidence.pure or evidence.kind not in ITEM_ROLES:
        return None
    return Cell(evidence.kind, Span(para.start + row[1].start, para.start + row[1].end), (), form=True)


def _header(text: str, row: Sequence[Span]) -> list[str]:
    """Return the role of each column if this row names them, [] otherwise."""
    cells = [text[span.start : span.end].strip("* ") for span in row]
    if any(len(cell) > _HEADER_CELL_MAX for cell in cells):
        return []
    roles = [_role(cell) for cell in cells]
    if sum(map(bool, roles)) < (1 if text.startswith("|") and len(roles) == 2 else 2):
        return []
    if not any(role in ITEM_ROLES for role in roles):
        return _weak_header(cells, roles)
    if "result" in roles:
        return ["done" if role == "plan" else role for role in roles]
    is_weak = all(role in ("plan", "deadline", "number", "other", "") for role in roles)
    if is_weak and not any(_SURE_PLAN.search(cell) for cell in cells):
        return [WEAK if role == "plan" else role for role in roles]
    return _beside_measures(cells, roles)


def _beside_measures(cells: Sequence[str], roles: list[str]) -> list[str]:
    """Return the roles with the columns of plans beside one of measures as their matter, 「内容 | 措施 | 时限」.

    A row without columns of clues is told as a whole, 「改进方向 | 具体措施 | 预期目标」.
    """
    plans = [place for place, role in enumerate(roles) if role == "plan"]
    contents = [place for place, cell in enumerate(cells) if roles[place] in ("plan", "") and _CONTENT.fullmatch(cell)]
    measures = [place for place in plans if _MEASURE.search(cells[place])] or contents
    if len(measures) != 1 or len({*plans, *measures}) < 2 or not any(role in CLUE_ROLES for role in roles):
        return roles
    matters = [MATTER if role == "plan" else role for role in roles]
    matters[measures[0]] = "plan"
    return matters


def names_items(para: Para) -> bool:
    """Tell whether a line is the header of a table, and one of its columns names problems or measures."""
    cells = [para.text[span.start : span.end].strip("* ") for span in _row(para)]
    return all(len(cell) <= _HEADER_CELL_MAX for cell in cells) and any(_role(cell) in ITEM_ROLES for cell in cells)


def _drawn_header(paras: Sequence[Para], index: int, row: Sequence[Span]) -> list[str]:
    """Return columns that say nothing for the line above a rule, 「| 季度 | 成果 |」."""
    below = paras[index + 1].text if index + 1 < len(paras) else ""
    return [UNKNOWN] * len(row) if below.startswith("|") and _RULE.match(below) else []


def _weak_header(cells: Sequence[str], roles: list[str]) -> list[str]:
    """Return the roles for 「整改项目 主要内容 计划时间 责任单位」, a table of plans by its clues alone."""
    named = [place for place, cell in enumerate(cells) if not roles[place] and _WEAK_PLAN.search(cell)]
    if not named or not _TO_COME.search(" ".join(cells)) or sum(role in CLUE_ROLES for role in roles) < 2:
        return []
    return [WEAK if place == named[-1] else role for place, role in enumerate(roles)]


def _role(cell: str) -> str:
    """Return what a column holds by the words of tables, else by those of headings, 「来年怎么补」."""
    by_words = next((role for role, pattern in _COLUMNS if pattern.search(cell)), "")
    if by_words or len(cell) > _HEADER_CELL_MAX:
        return by_words
    evidence = heading_evidence(cell, None)
    return evidence.kind if evidence.strength == PURE and evidence.kind in ITEM_ROLES else ""


def _items(para: Para, row: Sequence[Span], columns: Sequence[str]) -> list[Cell]:
    if _RULE.match(para.text):
        return []
    if UNKNOWN in columns:
        return [Cell("", _whole(para, row, columns), (), True)]
    texts = [para.text[span.start : span.end] for span in row]
    clues = tuple((role, cell) for role, cell in zip(columns, texts, strict=False) if role in CLUE_ROLES and cell)
    if any(role == "result" and _MENDED.search(cell) for role, cell in zip(columns, texts, strict=False)):
        return []
    kinds = [role for role in columns if role in ITEM_ROLES]
    if len(kinds) > 1 and len(set(kinds)) == 1:
        return [Cell(kinds[0], _whole(para, row, columns), clues)]  # 问题维度 | 具体表现: one problem a row
    if WEAK in columns:
        before = texts[: columns.index(WEAK)]
        names = tuple(text for role, text in zip(columns, before, strict=False) if not role and len(text) >= _ITEM_MIN)
        return [Cell("plan", _whole(para, row, columns), clues, True, names)]
    return [
        Cell(
            role,
            Span(para.start + _begin(texts, row, columns, place), para.start + span.end),
            clues if role == "plan" or "plan" not in columns else (),
        )
        for place, (role, span) in enumerate(zip(columns, row, strict=False))
        if role in ITEM_ROLES and span.end - span.start >= _ITEM_MIN
    ]


def _begin(texts: Sequence[str], row: Sequence[Span], columns: Sequence[str], place: int) -> int:
    """Return where a cell's item begins: a measure with the task before it, where that is more than a name."""
    matter = columns.index(MATTER) if columns[place] == "plan" and MATTER in columns else place
    names = matter >= place or (len(texts[matter]) <= _MATTER_MAX and not _STOP.search(texts[matter]))
    return row[place if names else matter].start


def _whole(para: Para, row: Sequence[Span], columns: Sequence[str]) -> Span:
    """Return a row without its number and the lines around it."""
    first = 1 if columns[0] == "number" and len(row) > 1 else 0
    return Span(para.start + row[first].start, para.start + max(span.end for span in row if span.end > span.start))
