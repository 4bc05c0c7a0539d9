"""All stages in order: text in, Document out. No rule lives here."""

import gc
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .answers import pair_answers
from .cells import items_of_cells
from .clues import find_clues, years_under
from .contents import Contents, bare, find_contents, initials_of, is_among, normal
from .deadlines import Years
from .drafts import Draft
from .enumerators import inline_run, undecorated
from .fallback import likely_section
from .headings import find_headings
from .identity import Identity, identify
from .inner import Cutter
from .interleaved import labelled_places
from .items import cut_items, labelled_items
from .lines import split_lines
from .model import ContentsEntry, Document, Item, Paragraph, Part, SummaryText, new
from .notes import contents_notes, summary_notes
from .outline import Node, build_outline
from .paragraphs import Para, join_lines
from .plain import plain_view, restored
from .sections import Section, find_sections
from .split import Chunk, read_title, split_summaries
from .tables import read_tables
from .titles import behind_marker, title_of
from .told import (
    labelled_problems,
    problems_by_mood,
    slashed_problems,
    told_also,
    told_behind_problems,
    told_plans,
    told_problems,
)

# A line that names an entry of the contents is shorter.
_TITLE_MAX = 80

_HAN = re.compile("[一-鿿]")
_FOREIGN_MIN, _FOREIGN_SHARE = 60, 20


def extract(text: str, *, name: str = "", units: Sequence[str] = ()) -> Document:
    """Return what a text says: contents, summaries with their problems and plans, notes.

    `units` are names and aliases known to the site. Any text is taken; none raises.
    """
    with _collector_at_rest():
        plain = plain_view(text)
        lines = split_lines(plain)
        contents = find_contents(lines)
        chunks = split_summaries(plain, lines, contents, name)
        entries = _entries(contents, chunks)
        summaries = [summary for chunk in chunks if (summary := _summary(plain, chunk, units))]
        notes = contents_notes(contents, entries, chunks)
        document = Document(name, plain, entries, tuple(summaries), tuple(notes))
        return document if plain is text else restored(document, text)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the cycle collector from walking again and again what extraction builds, which holds no cycles.

    As Mercurial's `util.nogc` does for large trees of tuples.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _entries(contents: Contents, chunks: Sequence[Chunk]) -> tuple[ContentsEntry, ...]:
    if not contents.entries:
        return ()
    initials = initials_of(contents.listed)
    lines = (line.text for chunk in chunks for line in chunk.lines if len(line.text) < _TITLE_MAX)
    present = {normal(chunk.title.text) for chunk in chunks}
    present.update(normal(line) for line in lines if is_among(line, contents.listed, initials))
    return tuple(
        ContentsEntry(
            e.title,
            read_title(e.title, e.start, e.end).topic,
            e.page,
            not present.isdisjoint((normal(e.title), normal(bare(e.title)))),
        )
        for e in contents.entries
    )


def _summary(text: str, chunk: Chunk, units: Sequence[str]) -> SummaryText | None:
    paras, cells = read_tables(join_lines(text, chunk.lines, chunk.title.text))
    if not any(para.role in ("", "table") for para in paras):
        return None
    identity = identify(text, chunk)
    cutter = Cutter(text, paras, labelled_places(paras), identity.covered_year)
    root = build_outline(find_headings(paras, cutter.labels, cutter.year), len(paras))
    sections = find_sections(text, paras, cutter.labels, root, cutter.year)
    drafts = labelled_items(cutter, root) or cut_items(cutter, sections)
    drafts += items_of_cells(text, paras, cells, sections, drafts)
    drafts += _told(text, paras, drafts, identity)
    drafts += _likely(cutter, root, drafts)
    drafts += _apart(slashed_problems(text, paras), drafts)
    drafts += _apart(labelled_problems(text, paras), drafts)
    items = _items(text, paras, drafts, identity, units)
    problems = tuple(item for item in items if item.kind == "problem")
    plans = tuple(item for item in items if item.kind == "plan")
    return SummaryText(
        title=chunk.title.text,
        topic=chunk.title.topic,
        year=identity.year,
        unit=identity.unit,
        start=chunk.start,
        end=chunk.end,
        paragraphs=_paragraphs(paras, root, sections),
        problems=problems,
        plans=plans,
        answers=pair_answers(problems, plans),
        notes=summary_notes(chunk, identity, paras, root, problems, plans),
    )


def _told(text: str, paras: Sequence[Para], drafts: Sequence[Draft], identity: Identity) -> list[Draft]:
    """Return what prose tells of a kind that no section holds."""
    kinds = {draft.kind for draft in drafts}
    told: list[Draft] = []
    if "problem" not in kinds:
        problems = told_problems(text, paras) or problems_by_mood(text, paras)
        told += _apart(problems, drafts)
    else:
        told += _apart(told_also(text, paras, drafts), drafts)
    if "plan" not in kinds:
        behind = max((draft.end for draft in (*drafts, *told)), default=0)
        told += told_plans(text, paras, identity.covered_year, behind)
    else:
        told += told_behind_problems(text, paras, told)
    return told


def _likely(cutter: Cutter, root: Node, drafts: Sequence[Draft]) -> list[Draft]:
    """Return what the likeliest section holds of a kind that nothing has shown yet."""
    missing = [kind for kind in ("problem", "plan") if all(draft.kind != kind for draft in drafts)]
    sections = [section for kind in missing for section in likely_section(cutter.paras, root, cutter.year, kind)]
    return _apart(cut_items(cutter, sections), drafts)


def _apart(found: Sequence[Draft], drafts: Sequence[Draft]) -> list[Draft]:
    """Return what does not overlap with what was found before."""
    taken = [(draft.start, draft.end) for draft in drafts]
    return [draft for draft in found if not any(start < draft.end and draft.start < end for start, end in taken)]


def _items(
    text: str, paras: Sequence[Para], drafts: Sequence[Draft], identity: Identity, units: Sequence[str]
) -> list[Item]:
    """Return the items in order; of two that overlap in one kind the first and longer stays."""
    starts = [para.start for para in paras]
    years = {path: years_under(path, identity) for path in {draft.path for draft in drafts}}
    ends = {"problem": -1, "plan": -1}
    items = []
    for draft in sorted(drafts, key=lambda draft: (draft.start, -draft.end)):
        if draft.start >= draft.end or draft.start < ends[draft.kind]:
            continue
        start, end = undecorated(text, draft.start, draft.end)
        if not text[start:end].strip() or _is_foreign(text[start:end]):
            continue
        ends[draft.kind] = draft.end
        whole = draft if (start, end) == (draft.start, draft.end) else draft._replace(start=start, end=end)
        paragraph = bisect_right(starts, start)
        begin = _behind_marker(text, paras[paragraph - 1], start, end)
        items.append(_item(text, whole, begin, paragraph, years[draft.path], units))
    return items


def _is_foreign(words: str) -> bool:
    """Tell whether a longer stretch has hardly a Chinese word: a reference, a line of code."""
    if len(words) <= _FOREIGN_MIN or len(words.encode("utf-8", "surrogatepass")) > 2 * len(words):
        return False  # most of it takes three bytes a character
    return len(_HAN.findall(words)) * _FOREIGN_SHARE < len(words)


def _behind_marker(text: str, para: Para, start: int, end: int) -> int:
    """Return where the text behind the enumerator of an item begins, which its paragraph knows if it opens it."""
    if para.start != start or para.role or (para.marker and para.marker.scheme == "repeat"):
        return start + behind_marker(text[start:end])
    return para.marker.end if para.marker else start


def _item(text: str, draft: Draft, begin: int, paragraph: int, years: Years, units: Sequence[str]) -> Item:
    words = text[draft.start : draft.end]
    deadline, duty = find_clues(draft.kind, words, draft.row, years, units)
    return Item(
        kind=draft.kind,
        start=draft.start,
        end=draft.end,
        text=words,
        title=title_of(words, begin - draft.start),
        paragraph=paragraph,
        heading_path=draft.path,
        confidence=draft.confidence,
        deadline=deadline,
        lead=duty.lead,
        support=duty.support,
        owner=duty.owner,
        parts=_parts(text, begin, draft.end),
    )


def _parts(text: str, begin: int, end: int) -> tuple[Part, ...]:
    """Return the 一是… 二是… between the enumerator of an item and its end."""
    run = inline_run(text, begin, end)
    if not run:
        return ()
    stops = [*(found.start for found in run[1:]), end]
    return tuple(Part(found.start, stop, text[found.start : stop]) for found, stop in zip(run, stops, strict=True))


def _paragraphs(paras: Sequence[Para], root: Node, sections: Sequence[Section]) -> tuple[Paragraph, ...]:
    levels = [0] * len(paras)
    _mark_levels(root, levels)
    kinds = [""] * len(paras)
    for section in sections:
        for index in range(section.node.first, section.node.last + 1):
            kinds[index] = section.kind
    return tuple(
        new(Paragraph, (index + 1, para.start, para.end, para.text, levels[index], kinds[index]))
        for index, para in enumerate(paras)
    )


def _mark_levels(root: Node, levels: list[int]) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if node.heading:
            levels[node.first] = node.level
