"""What a page shows of a text in which words were found: the part around the first one, all of them marked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEFORE = 30  # characters in front of the first hit
MOST = 160


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of an excerpt; the runs of an excerpt take turns in being a hit."""

    text: str
    hit: bool


def excerpt(text: str, words: str) -> list[Run]:
    """Return the runs of the excerpt of `text` around `words`, which blanks part; … stands for what is left out."""
    pattern = re.compile("|".join(map(re.escape, sorted(words.split(), key=len, reverse=True))) or r"(?!)", re.I)
    first = pattern.search(text)
    start = max(first.start() - BEFORE, 0) if first else 0
    part = text[start : start + MOST]
    runs, at = [], 0
    for found in pattern.finditer(part):
        runs += [Run(part[at : found.start()], False), Run(found.group(), True)]
        at = found.end()
    runs.append(Run(part[at:] + ("…" if start + MOST < len(text) else ""), False))
    return [Run("…", False)] * (start > 0) + [run for run in runs if run.text]
