"""Import files, folders and archives: from documents to tasks. Each document is imported whole or not at all."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from summaries.documents import Found, NoDocument, find_documents, read_bytes
from summaries.readers import Member, Unreadable, unpack
from summaries.understanding import Understood, understand_all
from summaries.wording import language
from tracker.intake import COUNTS, Outcome, RefusedFile, import_understood, known_unit_names
from tracker.progress import Progress


class Command(BaseCommand):
    help = "Import work summaries: every problem and every plan becomes a task. The same file again changes nothing."
    requires_system_checks = []  # they load every page of the site, which takes as long as the import

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, folders or archives")
        parser.add_argument("--unit", default="", help="reporting unit, where the text does not name it")
        parser.add_argument("--year", type=int, help="year of the summaries, overruling the text")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that read at the same time")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: object, paths: list[Path], **options: Any) -> None:
        if options["jobs"] < 1:
            raise CommandError(_("--jobs takes a number from 1 on."))
        self.as_text, self.totals, self.told = options["format"] == "text", Counter[str](), []
        self.refused = self.done = 0
        documents = list(find_documents(paths))
        self.bar = Progress(sys.stderr, len(documents))
        self.bar.show(0)
        try:
            self._import_all(documents, options)
        except BrokenProcessPool as error:
            raise CommandError(_("A reading process was ended from outside; please start the import again.")) from error
        finally:
            self.bar.clear()
        self._tell_totals(options["dry_run"])
        if self.refused:
            sys.exit(1)

    def _import_all(self, documents: Sequence[Found], options: dict[str, Any]) -> None:
        paths: list[Path] = []  # of the documents that are being read, in order
        members = self._members(documents, paths)
        for understood in understand_all(members, known_unit_names, jobs=options["jobs"]):
            self._import(paths.pop(0), understood, options)
            self.bar.show(self.done)
        self.bar.show(self.done)

    def _members(self, documents: Sequence[Found], paths: list[Path]) -> Iterator[Member | Unreadable]:
        """Yield the documents of all files one by one, and note of each the path that it came from."""
        for found in documents:
            try:
                if found.refusal:
                    raise NoDocument(found.refusal)
                for member in unpack(read_bytes(found.path), found.path.name):
                    paths.append(found.path)
                    yield member
            except Unreadable as refusal:
                paths.append(found.path)
                yield refusal
            except NoDocument as refusal:
                self._refuse(found.path, found.path.name, str(refusal))
            self.done += 1

    def _import(self, path: Path, understood: Understood | Unreadable, options: dict[str, Any]) -> None:
        if isinstance(understood, Unreadable):
            self._refuse(path, understood.params.get("name", path.name), understood.message(language()))
            return
        about = {name: options[name] for name in ("unit", "year", "dry_run")}
        try:
            outcome = import_understood(understood, **about)
        except RefusedFile as refusal:
            self._refuse(path, understood.reading.name, str(refusal))
            return
        self._tell(outcome, understood)

    def _refuse(self, path: Path, name: str, why: str) -> None:
        self.refused += 1
        self.bar.clear()
        shown = path if name == path.name else f"{path} › {name}"
        self.stderr.write(f"{shown}: {why}")
        self._keep({"file": name, "refused": why})

    def _tell(self, outcome: Outcome, understood: Understood) -> None:
        counts = {count: getattr(outcome, count) for count in COUNTS}
        omitted = [each.message(language()) for each in understood.reading.omissions]
        self.totals.update({"files": 1, "summaries": outcome.summaries, **counts})
        self._keep({"file": outcome.name, "summaries": outcome.titles, **counts, "not_read": omitted})
        if self.as_text:
            self.bar.clear()
            self.stdout.write(f"{outcome.name}: {_line({'summaries': outcome.summaries, **counts})}")
            for sentence in omitted:
                self.stdout.write(f"  ! {sentence}")

    def _keep(self, told: dict[str, Any]) -> None:
        if not self.as_text:
            self.told.append(told)

    def _tell_totals(self, dry_run: bool) -> None:
        if not self.as_text:
            self._write_json()
            return
        if self.totals["files"] > 1:
            label = _("Total")
            self.stdout.write(f"{label}: {_line(self.totals)}")
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was stored."))

    def _write_json(self) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 also on a Windows console
        self.stdout.write(json.dumps({"files": self.told}, ensure_ascii=False, indent=1))


def _line(counts: dict[str, int]) -> str:
    return _(
        "%(summaries)d summaries; tasks: %(created)d created, %(unchanged)d unchanged, "
        "%(changed)d reworded, %(vanished)d vanished, %(returned)d returned"
    ) % {name: counts[name] for name in ("summaries", *COUNTS)}
