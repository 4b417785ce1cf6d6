"""How fast the page for the meeting room answers a key, in Debian's Chromium: milliseconds until the next frame is drawn.

    python benchmarks/review.py

Bounds: 200 clauses with 12 sources: file under 3 MB, first paint and each key under 100 ms; 40 sources with 15 edits each: under 300 ms
a key.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import resdraft

TIMED = """async key => {
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"


def proposal(code: str, clauses: list[int]) -> bytes:
    """A proposal of a source that changes some clauses."""
    amendments = [{"clause": f"resolves {n}", "from": "care", "to": f"{code.lower()} care"} for n in clauses]
    return json.dumps({"source": code, "document": "1", "target": "7@2022", "amendments": amendments}).encode()


def measure(clauses: int, sources: int, each: int) -> None:
    """Make a page, and print its size, its first paint and the time of its keys."""
    from playwright.sync_api import sync_playwright

    lines = "".join(
        f"{n}\tthat thing {n} of many is done with care and in time by all who can;\n" for n in range(1, clauses + 1)
    )
    text = f"RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n{lines}"
    codes = [f"{chr(65 + k // 26)}{chr(65 + k % 26)}Q" for k in range(sources)]
    given = [proposal(code, sorted({(7 * k + 13 * m) % clauses + 1 for m in range(each)})) for k, code in enumerate(codes)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "review.html"
        resdraft.review(resdraft.consolidate(text.encode(), given)).save(path)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        empty = Path(folder) / "empty.html"
        empty.write_text("<!DOCTYPE html><title>empty</title><h1>Nothing</h1>")
        paints: dict[tuple[Path, str], list[float]] = {
            (file, how): [] for how in ("new tab", "again") for file in (path, empty)
        }
        for file in (path, empty) * 9:
            page = browser.new_page()
            page.goto(file.as_uri())
            page.wait_for_timeout(400)
            paints[file, "new tab"].append(page.evaluate(PAINT))
            page.reload()
            page.wait_for_timeout(400)
            paints[file, "again"].append(page.evaluate(PAINT))
            page.close()
        page = browser.new_page()
        page.goto(path.as_uri())
        page.wait_for_timeout(400)
        first = {key: statistics.median(found) for key, found in paints.items()}
        times = {key: statistics.median(page.evaluate(TIMED, key) for _ in range(7)) for key in "jarbuy"}
        browser.close()
        size = path.stat().st_size / 1e6
    said = ", ".join(f"{key} {time:.0f}" for key, time in times.items())
    painted = ", ".join(f"{how} {first[path, how]:.0f} (an empty page {first[empty, how]:.0f})" for how in ("new tab", "again"))
    sys.stdout.write(f"{clauses} clauses, {sources} sources: {size:.2f} MB, first paint in ms: {painted}; keys in ms: {said}\n")


measure(200, 12, 15)
measure(200, 40, 15)
