"""A progress bar for a command that somebody watches on a terminal; elsewhere it writes nothing."""

from __future__ import annotations

import shutil
from typing import TextIO

WIDEST = 40


class Progress:
    """How many of `total` are done, on one line that is drawn anew."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream
        self._total = total
        self._shows = total > 1 and stream.isatty()

    def show(self, done: int) -> None:
        if self._shows:
            numbers = f"{done}/{self._total}"
            room = min(WIDEST, shutil.get_terminal_size().columns - len(numbers) - 6)
            full = room * done // self._total
            self._write(f"\r[{'#' * full}{'.' * (room - full)}] {numbers}")

    def clear(self) -> None:
        """Take the bar away, so that a line can be written in its place."""
        if self._shows:
            self._write("\r\x1b[K")

    def _write(self, words: str) -> None:
        self._stream.write(words)
        self._stream.flush()
