"""Speed of extraction against the floor: read + decode + one compiled regex pass over the same text, in the same run.

    python benchmarks/extract.py [MEGABYTES]

The text is the samples repeated, cut into uploads of the size of a compilation. Figures are processor time: of each
upload the best of several rounds in which the works take turns, so that a busy moment of the machine meets them all,
and no work, being longer, has fewer quiet ones. jieba is measured if installed.
"""

import logging
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from summaries.extraction import extract
from summaries.extraction.answers import pair_answers
from summaries.readers.encodings import decode

ROOT = Path(__file__).resolve().parents[1]
PASS = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、]|问题|不足|打算|措施")
ROUNDS = 7


def sample_text(megabytes: float) -> str:
    """Return the samples, repeated up to the size wanted; each round is a compilation of its own."""
    paths = sorted((ROOT / "samples").rglob("*.txt"))
    samples = [found[0] for path in paths if (found := decode(path.read_bytes()))]
    one = "\n".join(samples)
    return "\n".join([one] * max(1, round(megabytes * 1e6 / len(one.encode()))))


def bests(*works: Callable[[], object]) -> list[float]:
    """Return the seconds of the fastest run of each work, of a few rounds in turn."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, spent in zip(works, seconds, strict=True):
            begin = time.process_time()
            work()
            spent.append(time.process_time() - begin)
    return list(map(min, seconds))


def documents(text: str) -> list[str]:
    """Cut the text into uploads of about the size of a compilation, at line ends."""
    lines, pieces, size = text.split("\n"), [], 0
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        size += len(line)
        if size > 30_000:
            pieces.append("\n".join(piece))
            piece, size = [], 0
    return [*pieces, "\n".join(piece)]


def main(megabytes: float = 2.0) -> None:
    text = sample_text(megabytes)
    pieces = documents(text)
    size = len(text.encode()) / 1e6
    found = [summary for piece in pieces for summary in extract(piece).summaries]
    with tempfile.TemporaryDirectory() as folder:
        seconds = [measure(piece, Path(folder) / "text.txt") for piece in pieces]
    floor, whole, answers = map(sum, zip(*seconds, strict=True))
    items = sum(len(summary.problems) + len(summary.plans) for summary in found)
    print(f"text        {size:8.2f} MB, {len(pieces)} documents, {len(found)} summaries, {items} items")
    report("floor", size, floor, floor)
    report("items+clues", size, whole - answers, floor)
    report("all", size, whole, floor)
    words(text, size, whole)


def measure(piece: str, path: Path) -> list[float]:
    """Return the seconds that floor, extraction and the pairing of answers take over one upload."""
    path.write_text(piece, encoding="utf-8")
    found = extract(piece).summaries
    return bests(
        lambda: sum(1 for _ in PASS.finditer(path.read_bytes().decode("utf-8"))),
        lambda: extract(piece),
        lambda: [pair_answers(summary.problems, summary.plans) for summary in found],
    )


def report(name: str, size: float, seconds: float, floor: float) -> None:
    print(f"{name:11} {size / seconds:8.1f} MB/s   {seconds / floor:6.1f} x the floor")


def words(text: str, size: float, whole: float) -> None:
    """Compare with the word cutter, which extraction does without."""
    try:
        import jieba
    except ImportError:
        print("jieba       not installed")
        return
    jieba.setLogLevel(logging.CRITICAL)
    jieba.lcut("词")
    part = text[:100_000]
    speed = len(part.encode()) / 1e6 / bests(lambda: jieba.lcut(part))[0]
    print(f"jieba.lcut  {speed:8.1f} MB/s   extraction with answers is {size / whole / speed:.1f} x as fast")


if __name__ == "__main__":
    main(*(float(argument) for argument in sys.argv[1:2]))
