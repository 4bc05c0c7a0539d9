"""Score extraction against gold: what a change of a rule costs. No database is used."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from summaries.extraction import Span, extract
from summaries.extraction.gold import Gold, is_marked, read_json, read_marked
from summaries.extraction.scoring import KINDS, THRESHOLD, DocumentScore, Score, score_document

_SHOWN = 60


class Command(BaseCommand):
    help = "Compare what is found in texts with gold: *.json, *.jsonl, marked *.txt, or folders of these."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD")
        parser.add_argument("--threshold", type=float, default=THRESHOLD)
        parser.add_argument("--items", action="store_true", help="name what was missed and what was too much")

    def handle(self, *args: object, gold: list[Path], threshold: float, items: bool, **options: object) -> None:
        pairs = [(entry, self._scored(entry, threshold)) for path in gold for entry in read_gold(path)]
        if not pairs:
            raise CommandError(_("No gold was found there; give *.json, *.jsonl or marked *.txt files."))
        pairs.sort(key=lambda pair: (pair[1].items.f1, pair[1].name))
        for entry, score in pairs:
            self.stdout.write(f"{score.items.f1:.3f}  {_counts(score.items):24} {score.name}")
            if items:
                self._name_items(entry, score)
        self._total([score for _entry, score in pairs])

    def _scored(self, gold: Gold, threshold: float) -> DocumentScore:
        return score_document(gold, extract(gold.text, name=gold.name), threshold)

    def _name_items(self, gold: Gold, score: DocumentScore) -> None:
        for sign, spans in (("-", score.missed), ("+", score.extra)):
            for kind, span in spans:
                self.stdout.write(f"    {sign} {kind} [{span.start}:{span.end}] {_shown(gold.text, span)}")

    def _total(self, scores: list[DocumentScore]) -> None:
        self.stdout.write("")
        totals = {kind: sum((score.scores[kind] for score in scores), Score()) for kind in KINDS}
        totals["all items"] = totals["problem"] + totals["plan"]
        for kind, total in totals.items():
            if total.expected or total.extra:
                figures = f"precision {total.precision:.3f}  recall {total.recall:.3f}  F1 {total.f1:.3f}"
                self.stdout.write(f"{kind:16} {_counts(total):24} {figures}")


def read_gold(path: Path) -> Iterator[Gold]:
    """Yield the gold of a file, or of all files in a folder; texts of JSON gold lie beside it."""
    try:
        if path.is_dir():
            for inner in sorted([*path.glob("*.json"), *path.glob("*.jsonl"), *path.glob("*.txt")]):
                yield from read_gold(inner)
        elif path.suffix == ".txt":
            source = path.read_text(encoding="utf-8")
            yield from [read_marked(path.name, source)] if is_marked(source) else []
        else:
            yield from _records(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise CommandError(_("%(path)s is no gold (%(reason)s).") % {"path": path, "reason": reason}) from error


def _records(path: Path) -> Iterator[Gold]:
    content = path.read_text(encoding="utf-8")
    lines = [line for line in content.splitlines() if line.strip()] if path.suffix == ".jsonl" else [content]
    for record in map(json.loads, lines):
        with (path.parent / record["file"]).open(encoding="utf-8", newline="") as file:
            yield read_json(record, file.read())


def _counts(score: Score) -> str:
    return f"{score.found}/{score.expected} +{score.extra}"


def _shown(text: str, span: Span) -> str:
    words = text[span.start : span.end].replace("\n", "⏎")
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
