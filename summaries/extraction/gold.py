"""Gold as its authors write it -> what extraction ought to find. Text in, values out; files are read by the callers.

Two forms: the JSON of the contract with the gold's `optional` spans, and a text with its items marked in place:

    # what the case is about
    # year: 2021
    ---
    …⟦P|人才培训针对性还不强⟧，…
    ⟦L|（一）由县水利局牵头，年底前完成清淤。⟧{deadline=年底前>2022-12-31>fixed; lead=县水利局}

⟦P|…⟧ is a problem, ⟦L|…⟧ a plan, ⟦O|…⟧ optional. The marks are taken out; what they enclosed is expected. Only clues
that are stated count; 「lead=none」 states that there is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .model import Span

_TOKEN = re.compile(r"⟦([PLO])\||⟧(?:\{([^{}]*)\})?")
_KEY = re.compile(r"# (year|unit|topic|summaries|notes):\s*(.*)")
_KINDS = {"P": "problem", "L": "plan", "O": "optional"}
_HEAD = re.compile(r"(?:#.*\n)+---\n")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected item, or an optional span, with the clues that are stated of it."""

    kind: str
    span: Span
    clues: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gold:
    """What is expected of one text; `answers` pairs problems with the plans that answer them."""

    name: str
    text: str
    keys: dict[str, str]
    expected: tuple[Expected, ...]
    answers: tuple[tuple[Span, tuple[Span, ...]], ...] = ()

    def of_kind(self, kind: str) -> list[Expected]:
        return [entry for entry in self.expected if entry.kind == kind]

    def spans(self, kind: str) -> list[Span]:
        return [entry.span for entry in self.of_kind(kind)]


def read_marked(name: str, source: str) -> Gold:
    """Read a text with marks; a head of 「# year: 2021」 lines above 「---」 is no part of it."""
    head = _HEAD.match(source)
    lines = head.group().splitlines() if head else []
    keys = {m.group(1): m.group(2).strip() for m in map(_KEY.match, lines) if m}
    text, expected = _unmarked(source[head.end() :] if head else source)
    return Gold(name, text, keys, tuple(expected))


def is_marked(source: str) -> bool:
    """Tell whether a text has a head or marks, as gold has."""
    return _HEAD.match(source) is not None or "⟦" in source


def read_json(record: dict[str, Any], text: str) -> Gold:
    """Read one record of the contract's JSON; a record without `summaries` is one summary."""
    summaries = record.get("summaries", [record])
    expected = [entry for summary in summaries for entry in _entries(summary)]
    answers = tuple(pair for summary in summaries for pair in _answers(summary))
    return Gold(record["file"], text, {}, tuple(expected), answers)


def _entries(summary: dict[str, Any]) -> Iterator[Expected]:
    for key, kind in (("problems", "problem"), ("plans", "plan"), ("optional", "optional")):
        for item in summary.get(key, ()):
            yield Expected(kind, _span(item), _clues(item))


def _clues(item: dict[str, Any]) -> dict[str, str]:
    """Return the clues that a record states; a key that is null states that there is none."""
    clues = {}
    if "deadline" in item:
        deadline = item["deadline"]
        clues["deadline"] = f"{deadline['text']}>{deadline['date'] or '-'}>{deadline['kind']}" if deadline else NONE
    if "lead" in item:
        clues["lead"] = item["lead"]["text"] if item["lead"] else NONE
    if "support" in item:
        clues["support"] = ",".join(unit["text"] for unit in item["support"]) or NONE
    return clues


def _answers(summary: dict[str, Any]) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    problems, plans = summary.get("problems", ()), summary.get("plans", ())
    for pair in summary.get("answers", ()):
        yield _span(problems[pair["problem"]]), tuple(_span(plans[plan]) for plan in pair["plans"])


def _span(entry: dict[str, Any]) -> Span:
    return Span(entry["start"], entry["end"])


def _unmarked(marked: str) -> tuple[str, Sequence[Expected]]:
    pieces: list[str] = []
    expected: list[Expected] = []
    opened: tuple[str, int] | None = None
    length = position = 0
    for token in _TOKEN.finditer(marked):
        pieces.append(marked[position : token.start()])
        length += len(pieces[-1])
        position = token.end()
        if token.group(1):
            opened = (token.group(1), length)
        elif opened:
            pairs = (pair.split("=", 1) for pair in (token.group(2) or "").split("; ") if pair)
            clues = {key.strip(): value.strip() for key, value in pairs}
            expected.append(Expected(_KINDS[opened[0]], Span(opened[1], length), clues))
            opened = None
    pieces.append(marked[position:])
    return "".join(pieces), expected
