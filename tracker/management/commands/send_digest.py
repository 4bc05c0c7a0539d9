"""Send everybody at most one mail a day with what waits for them. To be started once a day by cron or the like."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.digest import Digest, digests, send


class Command(BaseCommand):
    help = "Send the digest mails of today: what is due, overdue, sent back, waiting. Nobody gets two a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the mails; send and store nothing")

    def handle(self, *args: object, dry_run: bool, **options: Any) -> None:
        if dry_run:
            for digest in digests():
                self._print(digest)
            return
        results = [self._send(digest) for digest in digests()]
        sent = results.count(True)
        self.stdout.write(ngettext("%(count)d mail sent.", "%(count)d mails sent.", sent) % {"count": sent})
        if None in results:
            sys.exit(1)

    def _send(self, digest: Digest) -> bool | None:
        """Return whether it was sent now; None if the mail server failed, which doesn't keep the others from theirs."""
        words = {"user": digest.user, "address": digest.user.email, "subject": digest.subject}
        try:
            sent = send(digest)
        except OSError as fault:
            words["fault"] = fault
            self.stderr.write(_("%(user)s <%(address)s>: the mail could not be sent: %(fault)s") % words)
            return None
        if sent:
            self.stdout.write(_("%(user)s <%(address)s>: %(subject)s") % words)
        return sent

    def _print(self, digest: Digest) -> None:
        self.stdout.write(f"{digest.user} <{digest.user.email}>\n{digest.subject}\n\n{digest.body}\n")
