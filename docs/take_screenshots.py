"""Take the pictures of the README from a running demo site (development dependencies and Chromium are needed).

usage: python docs/take_screenshots.py [http://127.0.0.1:8000] USERNAME PASSWORD
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "images"


def addresses(page: Page) -> dict[str, str]:
    """Return picture name -> address; task, document and topic are the first that the lists offer."""

    def first(listing: str, pattern: str) -> str:
        page.goto(listing)
        return page.locator(f"main tbody .headline a[href^='{pattern}']").first.get_attribute("href")

    return {
        "dashboard": "/",
        "task-list": "/tasks/",
        "task-detail": first("/tasks/?kind=plan", "/tasks/").split("?")[0],
        "summary-list": "/summaries/",
        "summary-detail": first("/summaries/?q=2024年河长制", "/summaries/"),
        "topic-list": "/topics/",
        "topic-detail": first("/topics/", "/topics/"),
        "import-list": "/imports/",
    }


def main(base: str, username: str, password: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 860}, locale="zh-CN")
        page = context.new_page()
        page.goto("/accounts/login/")
        page.screenshot(path=FOLDER / "login.png")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.click("main button[type=submit]")
        for name, address in addresses(page).items():
            page.goto(address)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*(given if len(given) == 3 else ["http://127.0.0.1:8000", *given]))
