"""文稿体检: what a careful clerk would notice, each with the words it is about. Checks and their sentences."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .contents import Contents, normal
from .headings import LIST_SCHEMES
from .identity import Identity, opening_years
from .model import ContentsEntry, Item, Note
from .outline import UNNUMBERED, Node
from .paragraphs import Para
from .split import Chunk

# Schemes whose entries say no number of their own.
_UNCOUNTED = UNNUMBERED | LIST_SCHEMES | {"markdown"}

SENTENCES = {
    "listed_but_missing": {
        "zh": "目录列有“{title}”，正文中没有找到。",
        "en": "The contents list “{title}”, but it is not in the text.",
    },
    "present_but_not_listed": {
        "zh": "正文有“{title}”，目录中没有列出。",
        "en": "“{title}” is in the text but not in the contents.",
    },
    "missing_problem_part": {
        "zh": "“{title}”没有找到存在问题的内容。",
        "en": "“{title}” has no part about problems.",
    },
    "missing_plan_part": {
        "zh": "“{title}”没有找到下一步打算的内容。",
        "en": "“{title}” has no part about plans.",
    },
    "year_mismatch": {
        "zh": "标题写的是 {title_year} 年，正文开头写的是 {text_year} 年。",
        "en": "The title says {title_year}, the first paragraph says {text_year}.",
    },
    "number_repeated": {
        "zh": "序号“{number}”重复。",
        "en": "The number “{number}” is used twice.",
    },
    "number_skipped": {
        "zh": "序号“{before}”之后是“{number}”，中间缺号。",
        "en": "After the number “{before}” comes “{number}”; at least one is skipped.",
    },
}


def sentence(note: Note, language: str) -> str:
    """Return a note's sentence in "zh" or "en"."""
    return SENTENCES[note.code][language].format(**dict(note.params))


def contents_notes(contents: Contents, entries: Sequence[ContentsEntry], chunks: Sequence[Chunk]) -> list[Note]:
    """Return what the contents list and the text lacks, and the other way round."""
    notes = [
        _note("listed_but_missing", line.start, line.end, title=entry.title)
        for line, entry in zip(contents.entries, entries, strict=True)
        if not entry.present
    ]
    missing = [chunk.title for chunk in chunks if normal(chunk.title.text) not in contents.listed]
    if len(missing) < len(chunks):  # else it lists no summaries
        notes += [
            _note("present_but_not_listed", title.start, title.end, title=title.text) for title in missing if title.text
        ]
    return notes


def summary_notes(
    chunk: Chunk, identity: Identity, paras: Sequence[Para], root: Node, problems: Sequence[Item], plans: Sequence[Item]
) -> tuple[Note, ...]:
    """Return the notes on one summary."""
    notes = [*_missing_parts(chunk, problems, plans), *_year_notes(chunk, identity), *_number_notes(paras, root)]
    return tuple(sorted(notes, key=lambda note: (note.start, note.code)))


def _missing_parts(chunk: Chunk, problems: Sequence[Item], plans: Sequence[Item]) -> Iterator[Note]:
    for code, items in (("missing_problem_part", problems), ("missing_plan_part", plans)):
        if not items:
            end = chunk.title.end if chunk.title.end > chunk.title.start else chunk.end
            yield _note(code, chunk.title.start, end, title=chunk.title.text)


def _year_notes(chunk: Chunk, identity: Identity) -> Iterator[Note]:
    """Note a first paragraph that opens with another year than the title's; a government's report looks back."""
    years, line = opening_years(chunk)
    stated = chunk.title.year
    if line is None or stated is None or not years or stated in years or identity.covered_year != stated:
        return
    if str(stated) in line.text:
        return
    yield _note("year_mismatch", line.start, line.end, title_year=str(stated), text_year=str(min(years)))


def _number_notes(paras: Sequence[Para], node: Node) -> Iterator[Note]:
    """Note numbers used twice or left out among the entries of one level."""
    stack = [node]
    while stack:
        current = stack.pop()
        stack.extend(current.children)
        yield from _run_notes(paras, current.children)


def _run_notes(paras: Sequence[Para], siblings: Sequence[Node]) -> Iterator[Note]:
    for before, after in pairwise(siblings):
        first, second = _number(before), _number(after)
        if second == first + 1 or before.scheme != after.scheme or before.scheme in _UNCOUNTED:
            continue
        marker = paras[after.first].marker
        if marker is None or first < 1 or second < 1:
            continue
        shown = paras[after.first].text[: marker.end - marker.start].strip()
        if second == first and second > 1:
            yield _note("number_repeated", marker.start, marker.end, number=shown)
        elif first + 1 < second <= first + 3:
            previous = paras[before.first].marker
            words = paras[before.first].text[: previous.end - previous.start].strip() if previous else str(first)
            yield _note("number_skipped", marker.start, marker.end, before=words, number=shown)


def _number(node: Node) -> int:
    return node.heading.number if node.heading else 0


def _note(code: str, start: int, end: int, **params: str) -> Note:
    return Note(code, tuple(sorted(params.items())), start, end)
