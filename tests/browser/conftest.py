"""A real browser against a real server. Without Chromium these tests are left out, but never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason="no Chromium on this machine; install it to run the browser tests")
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("CI"):
                item.add_marker(missing)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    # Playwright runs an event loop in this thread, which Django would otherwise refuse to share with its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.db import connections
    from playwright.sync_api import expect, sync_playwright

    assert CHROMIUM, "CI installs Chromium; without it no browser test may pass"
    # Inside and outside of the loop Django keeps a connection each; one left open keeps PostgreSQL from dropping the
    # test database.
    connections.close_all()
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def open_page(chromium, live_server):
    """Return a maker of pages at a size, with or without JavaScript, logged in as a user."""
    contexts = []

    def open_page(user=None, *, javascript: bool = True, width: int = 1280, scheme: str = "light"):
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        if user:
            page.goto("/accounts/login/")
            page.fill("input[name=username]", user.username)
            page.fill("input[name=password]", f"{user.username}-secret-1")
            page.click("main button[type=submit]")
        return page

    yield open_page
    for context in contexts:
        context.close()
