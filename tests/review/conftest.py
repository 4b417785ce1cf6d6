"""A real browser: Debian's Chromium, driven by Playwright. Tests that need it skip in words where it is not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

AXE = ROOT / "build/page/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: python -m pip install playwright"
    )
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip(f"axe-core is not installed: npm install --prefix {AXE.parents[2]} axe-core")
    return AXE.read_text("utf-8")


class Shown:
    """A page that is open, and what its browser complained of."""

    def __init__(self, browser: Any, path: Path, width: int = 1280, scheme: str = "light") -> None:
        # axe is put in by the test, which the page's own policy would rightly refuse.
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True, bypass_csp=False
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.resolve().as_uri())
        self.begun()

    def begun(self) -> None:
        """Wait for the script of the page for the meeting room, which begins behind the first paint."""
        self.page.locator("body.wait").wait_for(state="detached")

    def until(self, expression: str) -> None:
        """Wait until something is so; Playwright's own waiting needs `eval` in the page, which its policy refuses."""
        for _ in range(200):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(expression)

    def decisions(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("window.resdraft.decisions()")
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self, into: Path) -> Path:
        with self.page.expect_download() as download:
            self.press("s")
        download.value.save_as(into)
        return into
