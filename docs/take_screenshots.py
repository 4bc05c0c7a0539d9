"""Take the pictures of the README: starts a demo site of its own, looks at its main pages, stops it.

usage: make screenshots        (development dependencies, Chromium and a Chinese font are needed)
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/images"
PATIENCE = 120  # seconds until the demo is ready
REVISED = "青石县水利局2024年河长制工作总结.txt"
SIZE = {"width": 1280, "height": 860}


@contextmanager
def demo() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the address of a fresh demo site and its passwords by user."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "DEMO": "1", "PYTHONUTF8": "1"}
        command = [sys.executable, "manage.py", "serve", "--port", port]
        site = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base)
            logins = (Path(folder) / "demo_logins.txt").read_text(encoding="utf-8")
            yield base, dict(re.findall(r"^  (\w+) +(\S+) ", logins, re.M))
        finally:
            site.terminate()
            site.wait()


def _wait_for(base: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{base}/health/").close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def addresses(page: Page) -> dict[str, str]:
    """Return picture name -> address; task, document and topic are the first that the lists offer."""

    def first(listing: str, pattern: str) -> str:
        page.goto(listing)
        return page.locator(f"main tbody .headline a[href^='{pattern}']").first.get_attribute("href")

    river = first("/topics/", "/topics/")
    return {
        "dashboard": "/",
        "my-work": "/my/",
        "task-list": "/tasks/?topic=" + re.sub(r"\D", "", river),
        "task-detail": re.split(r"[?#]", first("/tasks/?status=submitted", "/tasks/"))[0],
        "summary-detail": first("/summaries/?q=2024年河长制", "/summaries/"),
        "topic-detail": river,
        "statistics": "/statistics/",
        "bulletin": "/bulletin/",
    }


def preview(page: Page) -> None:
    """Upload a revised edition of a sample, and stay on its preview."""
    text = (ROOT / "samples" / REVISED).read_text(encoding="utf-8")
    revised = text.replace("基层管护力量不足", "基层管护力量仍显不足").encode()
    page.goto("/imports/new/")
    page.set_input_files("input[type=file]", {"name": REVISED, "mimeType": "text/plain", "buffer": revised})
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/imports/drafts/\d+/"))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with demo() as (base, passwords), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(base_url=base, viewport=SIZE, locale="zh-CN").new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=username]", "duban")
        page.fill("input[name=password]", passwords["duban"])
        page.click("main button[type=submit]")
        for name, address in addresses(page).items():
            page.goto(address)
            page.screenshot(path=FOLDER / f"{name}.png")
        preview(page)
        page.screenshot(path=FOLDER / "import-draft.png")
        browser.close()


if __name__ == "__main__":
    main()
