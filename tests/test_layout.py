"""The house keeps its order: imports point one way, and the documents' tables name what exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "tracker", "summaries", "accounts")  # each may import itself and what stands to its right
PURE = ("summaries/readers", "summaries/extraction")


def modules(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


def imported(path: Path) -> set[str]:
    """Return the absolute dotted names that a module imports."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("app", APPS)
def test_imports_point_one_way(app):
    forbidden = APPS[: APPS.index(app)]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imported(path)
        # Django's own entry points live in config and import everything; nothing imports config.
        if name.split(".")[0] in forbidden
    ]
    assert not wrong


@pytest.mark.parametrize("folder", PURE)
def test_pure_parts_import_neither_django_nor_the_project(folder):
    own = folder.replace("/", ".")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imported(path)
        if name.split(".")[0] == "django" or (name.split(".")[0] in (*APPS, "tests") and not name.startswith(own))
    ]
    assert modules(folder)
    assert not wrong


def test_no_drawers_for_odds_and_ends():
    names = {path.name for app in APPS for path in modules(app)}
    assert not names & {"utils.py", "helpers.py", "common.py", "misc.py"}


def test_only_one_module_imports_jieba():
    users = [path for app in APPS for path in modules(app) if any(n.split(".")[0] == "jieba" for n in imported(path))]
    assert len(users) <= 1


def test_status_is_written_in_the_workflow_only():
    """`task.status = …` and `update(status=…)` stand nowhere but in tracker/workflow.py."""
    pattern = re.compile(r"\.status\s*=[^=]|update\([^)]*\bstatus=|setattr\([^)]*[\"']status[\"']")
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules("tracker")
        if path.name != "workflow.py" and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def cells(text: str) -> set[str]:
    """Return what stands in back quotes inside Markdown tables."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return {cell for row in rows for cell in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"])
def test_paths_in_the_documents_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    quoted = set(re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|txt|html|css|toml))`", text)) | {
        cell for cell in cells(text) if "/" in cell and not cell.startswith("/") and " " not in cell
    }
    wrong = [path for path in sorted(quoted) if not list(ROOT.glob(path)) and not (ROOT / path).exists()]
    assert quoted
    assert not wrong


def test_every_app_and_room_is_on_the_map():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [path.relative_to(ROOT) for app in APPS for path in modules(app) if path.name != "__init__.py"]
    lost = [room for room in rooms if not any(place in text for place in _places(room))]
    assert not lost


def test_decisions_are_numbered_in_order_and_the_map_names_nothing_twice():
    decisions = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", decisions, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows))


def _places(room: Path) -> list[str]:
    """Return how a module may stand on the map: itself, or a folder above it (an app as a whole is too coarse)."""
    folders = [f"`{folder.as_posix()}/`" for folder in room.parents if len(folder.parts) > 1 or folder.name == "config"]
    return [f"`{room.as_posix()}`", *folders]


def test_every_brace_of_the_stylesheet_is_closed():
    """A layer that isn't closed swallows all that follow, without a word from any browser."""
    depth = 0
    for number, line in enumerate((ROOT / "static/duban.css").read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("@layer") and line.endswith("{"):
            assert depth == 0, f"line {number}: the layer before is not closed"
        depth += line.count("{") - line.count("}")
    assert depth == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/a-year.md"])
def test_pictures_in_the_documents_exist(name):
    document = ROOT / name
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", document.read_text(encoding="utf-8"))
    assert pictures
    assert not [picture for picture in pictures if not (document.parent / picture).exists()]
