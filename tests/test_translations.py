"""The Chinese catalogue is complete, current and compiled. Checked without GNU gettext, as running needs none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
HOW_TO = "run `make messages`, translate locale/zh_Hans/LC_MESSAGES/django.po, run it again"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def in_python() -> set[tuple[str | None, str]]:
    """Return (context, msgid) of every translated string of the code."""
    found = set()
    for app in ("accounts", "config", "summaries", "tracker"):
        for path in (ROOT / app).rglob("*.py"):
            found |= in_source(path.read_text(encoding="utf-8"))
    return found


def in_source(source: str) -> set[tuple[str | None, str]]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in SINGLE | PLURAL and texts:
            found.add((None, texts[0]))
        elif name in CONTEXT and len(texts) > 1:
            found.add((texts[0], texts[1]))
    return found


def in_templates() -> set[tuple[str | None, str]]:
    """Return (context, msgid) of every translated string of the templates."""
    found = set()
    call = re.compile(
        r"""\b(_|gettext|ngettext|pgettext)\(u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))(?:,\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?"""
    )
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix not in {".html", ".txt", ".svg"}:
            continue
        for name, first, second in call.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
            texts = [ast.literal_eval(text) for text in (first, second) if text]
            found.add((texts[0], texts[1]) if name == "pgettext" else (None, texts[0]))
    return found


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_text_of_the_interface_is_in_the_catalogue(catalogue):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    asked = in_python() | in_templates()
    assert len(asked) > 100
    missing = sorted(f"{context or ''}|{text}" for context, text in asked - known)
    assert not missing, HOW_TO


def test_every_entry_is_translated(catalogue):
    open_ = [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    assert not open_, HOW_TO


def test_placeholders_survive_translation(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(text)))
    ]
    assert not wrong


def test_the_compiled_catalogue_is_current(catalogue):
    def plain(entries):
        return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in entries}

    compiled = plain(polib.mofile(str(CATALOGUE.with_suffix(".mo"))))
    assert compiled == plain(entry for entry in catalogue if not entry.obsolete), HOW_TO
