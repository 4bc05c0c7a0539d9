"""Import files or folders: from documents to tasks. Each file is imported whole or not at all."""

import io
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from summaries.documents import Found, NoDocument, find_documents, read_bytes
from summaries.readers import Unreadable
from summaries.wording import language
from tracker.intake import Outcome, RefusedFile, import_file

COUNTS = ("created", "unchanged", "changed", "vanished")


class Command(BaseCommand):
    help = "Import work summaries: every problem and every plan becomes a task. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument("--unit", default="", help="reporting unit, where the text does not name it")
        parser.add_argument("--year", type=int, help="year of the summaries, overruling the text")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: object, paths: list[Path], **options: Any) -> None:
        self.as_text = options["format"] == "text"
        results = [self._import(found, options) for found in find_documents(paths)]
        if self.as_text:
            self._tell_totals([result for result in results if isinstance(result, Outcome)], options["dry_run"])
        else:
            self._write_json(results)
        if not all(isinstance(result, Outcome) for result in results):
            sys.exit(1)

    def _import(self, found: Found, options: dict[str, Any]) -> Outcome | dict[str, str]:
        try:
            if found.refusal:
                raise NoDocument(found.refusal)
            outcome = import_file(
                read_bytes(found.path),
                found.path.name,
                unit=options["unit"],
                year=options["year"],
                dry_run=options["dry_run"],
            )
        except Unreadable as refusal:
            return self._refuse(found.path, refusal.message(language()))
        except (NoDocument, RefusedFile) as refusal:
            return self._refuse(found.path, str(refusal))
        self._tell(outcome)
        return outcome

    def _refuse(self, path: Path, why: str) -> dict[str, str]:
        self.stderr.write(f"{path}: {why}")
        return {"file": path.name, "refused": why}

    def _tell(self, outcome: Outcome) -> None:
        if self.as_text:
            self.stdout.write(f"{outcome.name}: {_line(outcome.summaries, outcome)}")

    def _tell_totals(self, outcomes: list[Outcome], dry_run: bool) -> None:
        if len(outcomes) > 1:
            total = Outcome("")
            for count in COUNTS:
                setattr(total, count, sum(getattr(outcome, count) for outcome in outcomes))
            label = _("Total")
            self.stdout.write(f"{label}: {_line(sum(outcome.summaries for outcome in outcomes), total)}")
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was stored."))

    def _write_json(self, results: list[Outcome | dict[str, str]]) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 also on a Windows console
        files = [
            result
            if isinstance(result, dict)
            else {"file": result.name, "summaries": result.titles} | {count: getattr(result, count) for count in COUNTS}
            for result in results
        ]
        self.stdout.write(json.dumps({"files": files}, ensure_ascii=False, indent=1))


def _line(summaries: int, outcome: Outcome) -> str:
    return _(
        "%(summaries)d summaries; tasks: %(created)d created, %(unchanged)d unchanged, "
        "%(changed)d reworded, %(vanished)d vanished"
    ) % {"summaries": summaries, **{count: getattr(outcome, count) for count in COUNTS}}
