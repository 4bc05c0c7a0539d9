"""Case files: a text with its items marked in place. Only read here; what must hold of them is in test_cases.py.

    # what the case is about
    # year: 2021
    ---
    …⟦P|人才培训针对性还不强⟧，…
    ⟦L|（一）由县水利局牵头，年底前完成清淤。⟧{deadline=年底前>2022-12-31>period; lead=县水利局}

⟦P|…⟧ is a problem, ⟦L|…⟧ a plan, ⟦O|…⟧ optional. The marks are taken out; what they enclosed is expected.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from summaries.extraction import Span

CASES = Path(__file__).parent / "cases"
_TOKEN = re.compile(r"⟦([PLO])\||⟧(?:\{([^{}]*)\})?")
_KEY = re.compile(r"# (year|unit|topic|summaries|notes):\s*(.*)")
_KINDS = {"P": "problem", "L": "plan", "O": "optional"}


@dataclass(frozen=True)
class Expected:
    """A marked span with the clues stated behind it."""

    kind: str
    span: Span
    clues: dict[str, str]


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    keys: dict[str, str]
    expected: list[Expected] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Expected]:
        return [entry for entry in self.expected if entry.kind == kind]


def read_case(path: Path) -> Case:
    """Parse one case file."""
    header, _, marked = path.read_text(encoding="utf-8").partition("\n---\n")
    keys = {m.group(1): m.group(2).strip() for m in map(_KEY.match, header.splitlines()) if m}
    text, expected = _unmarked(marked)
    return Case(path.stem, text, keys, expected)


def _unmarked(marked: str) -> tuple[str, list[Expected]]:
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
            clues = dict(pair.split("=", 1) for pair in (token.group(2) or "").split("; ") if pair)
            stripped = {key.strip(): value.strip() for key, value in clues.items()}
            expected.append(Expected(_KINDS[opened[0]], Span(opened[1], length), stripped))
            opened = None
    pieces.append(marked[position:])
    return "".join(pieces), expected
