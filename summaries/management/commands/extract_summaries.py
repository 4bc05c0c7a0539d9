"""Show what would be extracted from a file. No database is used."""

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries.documents import NoDocument, find_documents, read_bytes
from summaries.extraction import Document, SummaryText
from summaries.extraction.contract import to_json
from summaries.readers import OMITTED, Omission, Unreadable
from summaries.understanding import Understood, understand
from summaries.wording import language


class Command(BaseCommand):
    help = "Show the problems and plans that a file holds, without storing anything."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            understood = self._understand(file)
        except (NoDocument, Unreadable) as refusal:
            self._refuse(file, refusal.message(language()) if isinstance(refusal, Unreadable) else str(refusal))
        document, omissions = understood.document, understood.reading.omissions
        if options["format"] == "json":
            self._write_json(document, omissions)
        else:
            self._tell(document, omissions)
        if not document.summaries:
            self._refuse(file, _("No summary was found in it."))

    def _understand(self, file: Path) -> Understood:
        for found in find_documents([file]):
            if found.refusal:
                raise NoDocument(found.refusal)
        return understand(read_bytes(file), file.name, ())

    def _refuse(self, file: Path, why: str) -> None:
        self.stderr.write(f"{file}: {why}")
        sys.exit(1)

    def _write_json(self, document: Document, omissions: Iterable[Omission]) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 also on a Windows console
        plain = to_json(document)
        plain["notes"] += [
            {"code": OMITTED, "message": each.message(language()), "start": each.start, "end": each.start}
            for each in omissions
        ]
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1))

    def _tell(self, document: Document, omissions: Iterable[Omission]) -> None:
        for entry in document.contents:
            if not entry.present:
                self.stdout.write(_("Listed but missing: %(title)s") % {"title": entry.title})
        for summary in document.summaries:
            self._tell_summary(summary)
        for note in (*document.notes, *omissions):
            self.stdout.write(f"! {note.message(language())}")

    def _tell_summary(self, summary: SummaryText) -> None:
        self.stdout.write(f"\n{summary.title}")
        count = len(summary.problems) + len(summary.plans)
        self.stdout.write(ngettext("%(count)d item", "%(count)d items", count) % {"count": count})
        for sign, items in (("?", summary.problems), ("→", summary.plans)):
            for item in items:
                self.stdout.write(f"  {sign} [{item.start}:{item.end}] {item.confidence:.2f} {item.title}")
        for note in summary.notes:
            self.stdout.write(f"  ! {note.message(language())}")
