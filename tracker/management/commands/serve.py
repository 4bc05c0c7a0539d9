"""Start the site on this machine: database, static files, on an empty demo site the samples, then the server."""

import contextlib
import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from tracker import demo
from tracker.workers import worker_beside

# A server process answers so many requests at once; each thread keeps a database connection.
THREADS = 2 * (os.cpu_count() or 1) + 1


class Command(BaseCommand):
    help = "Start the site: prepare the database and static files, then serve."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default=os.environ.get("ADDRESS", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "1")), help="server processes")
        parser.add_argument("--no-worker", action="store_true", help="long work is done by `work`, started apart")
        parser.add_argument("--prepare-only", action="store_true", help="do everything but start the server")

    def handle(self, *args: object, address: str, port: int, workers: int, **options: bool) -> None:
        if not options["prepare_only"]:
            self._check_port(address, port)
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if demo.is_wanted():
            self.stdout.write(_("Setting up the demo: importing samples/ …"))
            demo.fill()
        if not options["prepare_only"]:
            self._ask_for_the_first_user()
        self._greet(address, port, stops=not options["prepare_only"])
        if not options["prepare_only"]:
            with contextlib.nullcontext() if options["no_worker"] else worker_beside():
                self._serve(address, port, workers)

    def _check_port(self, address: str, port: int) -> None:
        with socket.socket() as probe:
            if probe.connect_ex((address, port)) == 0:
                raise CommandError(
                    _("Port %(port)d is taken by another program; start with --port and another number.")
                    % {"port": port}
                )

    def _ask_for_the_first_user(self) -> None:
        """Let whoever sits at the terminal of a new site make the administrator."""
        if sys.stdin.isatty() and not User.objects.exists():
            self.stdout.write(_("There is no user yet. Choose a user name and a password for the administrator:"))
            call_command("createsuperuser")

    def _greet(self, address: str, port: int, *, stops: bool) -> None:
        told = _("Duban is at http://%(address)s:%(port)d/") if stops else _("The site is prepared, but not started.")
        self.stdout.write("\n" + told % {"address": address, "port": port})
        if logins := demo.logins():
            self.stdout.write(_("Log in with one of (user name, password, role):"))
            self.stdout.write(logins)
        elif not User.objects.exists():
            told = _("There is no user yet; make the first one with: %(python)s manage.py createsuperuser")
            self.stdout.write(told % {"python": sys.executable})
        if demo.is_left_over():
            told = _("This data folder holds the demo and its users. Start your own site with another one: DATA_DIR=…")
            self.stdout.write(self.style.WARNING(told))
        if stops:
            self.stdout.write(_("Stop with Ctrl+C.") + "\n")
        self.stdout.flush()

    def _serve(self, address: str, port: int, workers: int) -> None:
        from granian import Granian

        Granian(
            "config.wsgi:application",
            address=address,
            port=port,
            interface="wsgi",
            workers=workers,
            blocking_threads=THREADS,
            log_level="warning",
        ).serve()
