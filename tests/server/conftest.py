"""The site as it runs in an office: `manage.py serve` in a process and a data folder of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180  # seconds: a busy machine is slow, a broken one for ever


@dataclass
class Answer:
    """What the server said, after redirects."""

    status: int
    url: str
    text: str

    def field(self, name: str) -> str:
        """Return the value of a hidden input of the page's last form with it."""
        return re.findall(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.text)[-1]


@dataclass
class Browser:
    """A client with cookies, as simple as a browser without JavaScript."""

    base: str
    opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    )

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.base + path))

    def post(self, path: str, page: Answer, **values: str) -> Answer:
        """Send a form of `page`, with its CSRF token."""
        data = urlencode({"csrfmiddlewaretoken": page.field("csrfmiddlewaretoken"), **values}).encode()
        return self._open(urllib.request.Request(self.base + path, data, {"Referer": self.base}))

    def upload(self, path: str, page: Answer, name: str, data: bytes) -> Answer:
        """Send a file by the form of `page`."""
        token, rule = page.field("csrfmiddlewaretoken"), "----------------a-rule-in-no-file"
        fields = {"csrfmiddlewaretoken": token, "unit": "", "year": ""}
        parts = [f'--{rule}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
        head = f'--{rule}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        body = "".join([*parts, head, "Content-Type: application/octet-stream\r\n\r\n"]).encode() + data
        kind = {"Referer": self.base, "Content-Type": f"multipart/form-data; boundary={rule}"}
        return self._open(urllib.request.Request(self.base + path, body + f"\r\n--{rule}--\r\n".encode(), kind))

    def log_in(self, username: str, password: str) -> None:
        path = "/accounts/login/"
        self.post(path, self.get(path), username=username, password=password)

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return Answer(response.status, response.url, response.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.url, error.read().decode(errors="replace"))


@dataclass
class Site:
    """A running site."""

    base: str
    logins: dict[str, str]
    environment: dict[str, str]
    seconds: float  # from the command to the first page

    def browser(self, username: str | None = None) -> Browser:
        browser = Browser(self.base)
        if username:
            browser.log_in(username, self.logins[username])
        return browser

    def manage(self, *args: str) -> str:
        """Run a command of the same site."""
        command = [sys.executable, "manage.py", *args]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(name: str) -> Iterator[str]:
    """Yield the address of an empty database beside the one under test, on the same kind of server."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield ""
        return
    import psycopg

    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Iterator[dict[str, str]]:
    for address in _own_database("duban_serve"):
        yield {
            **os.environ,
            "DATA_DIR": str(tmp_path_factory.mktemp("site")),
            "DATABASE_URL": address,
            "DEMO": "1",
            "DEBUG": "0",
            "PYTHONUTF8": "1",
        }


@pytest.fixture(scope="module")
def start(environment) -> Iterator[Callable[[], Site]]:
    """Return a starter of the site; what it started ends with the module."""
    running = []

    def start() -> Site:
        port = _free_port()
        log = Path(environment["DATA_DIR"]) / f"serve-{port}.log"
        begin = time.monotonic()
        with log.open("w", encoding="utf-8") as out:
            command = [sys.executable, "manage.py", "serve", "--port", str(port)]
            running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out))
        base = f"http://127.0.0.1:{port}"
        _wait_for(base, running[-1], log)
        seconds = time.monotonic() - begin
        logins = dict(re.findall(r"^  (\w+) +(\S+) ", log.read_text(encoding="utf-8"), re.M))
        return Site(base, logins, environment, seconds)

    yield start
    for process in running:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(base: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(base + "/accounts/login/", timeout=PATIENCE):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.05)
    raise TimeoutError(log.read_text(encoding="utf-8"))
