"""Formats that LibreOffice reads for us (.doc, .wps, .odt): converted to .docx and read as such.

It runs without a window, with a profile of its own that is thrown away, and may neither run macros nor load links.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .archives import Archive
from .docx import read_document as read_docx
from .errors import Unreadable
from .formats import format_of
from .limits import MAX_BYTES, MAX_OFFICE_PART
from .result import Reading

OFFICE_SECONDS = 45
_OFFICE_MEMORY = 3 << 30  # of addresses; it maps far more than it uses
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def find_office() -> str | None:
    """Return the program to call, or None when LibreOffice is not installed."""
    found = (shutil.which(program) for program in _PROGRAMS)
    return next((path for path in (*found, *_PLACES) if path and Path(path).exists()), None)


def read_document(data: bytes, name: str) -> Reading:
    """Read a file in one of the formats that only LibreOffice understands."""
    program = find_office()
    if program is None:
        raise Unreadable("needs_office", name=name)
    kind = format_of(data, name)
    if kind == ".odt":
        _refuse_bomb(data, name)
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder), kind, name)
    return replace(read_docx(converted, name), encoding=kind.lstrip("."))


def _refuse_bomb(data: bytes, name: str) -> None:
    """Refuse a package that inflates to more than a document has, before a program opens it that doesn't count."""
    archive = Archive(data, name)
    for entry in archive.entries:
        for _chunk in iter(archive.open(entry, MAX_OFFICE_PART).read, b""):
            pass


def _convert(program: str, data: bytes, folder: Path, kind: str, name: str) -> bytes:
    source, profile = folder / f"document{kind}", folder / "profile"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"]
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *options, "--outdir", str(folder / "out")]
    _run([*command, str(source)], name)
    target = folder / "out" / "document.docx"
    if not target.exists() or target.stat().st_size > MAX_BYTES:
        raise Unreadable("damaged", name=name)
    return target.read_bytes()


def _run(command: list[str], name: str) -> None:
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_own_limits(),
    ) as process:
        try:
            process.wait(OFFICE_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unreadable("too_slow", name=name, limit=str(OFFICE_SECONDS)) from None
        finally:
            process.kill()  # what it started itself is in the group of the reading process and ends with it


def _own_limits() -> Callable[[], None] | None:
    """Return what gives LibreOffice the room that the reading process denies itself, where there are such limits."""
    if sys.platform == "win32":
        return None
    import resource

    def raise_limit() -> None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = _OFFICE_MEMORY if hard == resource.RLIM_INFINITY else min(_OFFICE_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CPU, (OFFICE_SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    return raise_limit
