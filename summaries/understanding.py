"""From a document's bytes to its text and what is in it, without the database: in this process or in several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from summaries.extraction import Document, extract
from summaries.guard import read_guarded
from summaries.readers import Member, Reading, Unreadable

AHEAD = 2  # documents a process that are read before they are wanted: memory doesn't grow with their number


@dataclass(frozen=True)
class Understood:
    """A document with what was read of it and found in it."""

    data: bytes
    reading: Reading
    document: Document


def understand(data: bytes, name: str, units: Sequence[str]) -> Understood:
    """Read a document and find its summaries; units: names known to the site. Raises Unreadable."""
    reading = read_guarded(data, name)
    return Understood(data, reading, extract(reading.text, name=name, units=units))


def understand_all(
    members: Iterable[Member | Unreadable], units: Callable[[], Sequence[str]], *, jobs: int = 1
) -> Iterator[Understood | Unreadable]:
    """Understand documents one after the other, or `jobs` at a time; what comes out is in their order all the same.

    units: asked for each document, since those before it may have brought new ones.
    """
    if jobs == 1:
        yield from (_understood_or_refusal(member, units()) for member in members)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Understood | Unreadable]] = deque()
        for member in members:
            waiting.append(pool.submit(_understood_or_refusal, member, units()))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        yield from (each.result() for each in waiting)


def _understood_or_refusal(member: Member | Unreadable, units: Sequence[str]) -> Understood | Unreadable:
    if isinstance(member, Unreadable):
        return member
    try:
        return understand(member.data, member.name, units)
    except Unreadable as refusal:
        return refusal
