"""The page of a comparison, and that of a text: both in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resdraft
from resdraft.usecases.diff import changes_between
from resdraft.write.comparison_page import _rows as rows_of
from tests.strategies import resolutions, targets

from .conftest import Shown

HEAD = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\n"
FIRST, OTHER = "that the first of all things is done with care;", "that another thing is {}good;"
OLD = f"{HEAD}noting\na)\t{FIRST}\nb)\t{OTHER.format('')}\nresolves\n1\tto act at once;\n2\tto report."
NEW = f"{HEAD}noting\na)\t{OTHER.format('very ')}\nresolves\n1\tto begin with something wholly new;\n2\tto act at once;\n3\tto report.\n"
NEW += f"invites\na)\t{FIRST}"
HOSTILE = OLD.replace("at once", "</script><script>document.title='x'</script><img src=x onerror=alert(1)> \u202eover")
VISIBLE = "[...document.querySelectorAll('article')].filter(a => a.offsetParent !== null).map(a => a.dataset.kind)"


@given(st.data())
def test_each_paragraph_of_both_texts_stands_once(data: st.DataObject) -> None:
    old = data.draw(resolutions())
    new = data.draw(targets(old))
    changes = changes_between(old, new)
    rows = rows_of(old, new, changes, {id(change) for change in changes})
    assert [row.n for row in rows] == list(range(len(rows)))
    listed = sum(row.kind not in ("same", "away") for row in rows)
    assert listed == len(changes), "each change is a row"
    both = sum(row.kind == "same" for row in rows)
    told = {key for change in changes for key in change.keys[1]}
    assert both == sum(p.key not in told for p in new.provisions), "and so is each paragraph that stays"
    for row in rows:
        if row.other >= 0:
            assert rows[row.other].other == row.n


@pytest.fixture
def page(tmp_path: Path) -> Path:
    resdraft.diff(OLD.encode(), NEW.encode()).save(tmp_path / "changes.html")
    return tmp_path / "changes.html"


def test_it_goes_from_change_to_change_and_narrows(browser: Any, page: Path) -> None:
    shown = Shown(browser, page)
    assert "2 renumbered" in shown.page.inner_text("header")
    every = shown.page.evaluate(VISIBLE)
    assert {"modified", "added", "moved", "renumbered"} <= {*every}
    shown.press("j")
    first = shown.page.evaluate("document.activeElement.id")
    shown.press("j", "k")
    assert shown.page.evaluate("document.activeElement.id") == first
    link = shown.page.locator("article[data-kind=moved] h3 a")
    assert shown.page.locator(f"[id='{link.get_attribute('href').removeprefix('#')}']").inner_text().startswith("noting a)")
    shown.press("y")
    assert shown.page.locator("article[data-kind=modified] .two").first.is_visible()
    shown.press("s", "c")
    assert "renumbered" not in shown.page.evaluate(VISIBLE)
    assert shown.page.locator(".same").first.is_hidden()
    assert shown.complaints == []


def test_hostile_words_stay_words(browser: Any, tmp_path: Path) -> None:
    resdraft.diff(OLD.encode(), HOSTILE.encode()).save(tmp_path / "changes.html")
    shown = Shown(browser, tmp_path / "changes.html", width=390)
    assert shown.page.title().startswith("Changes")
    assert shown.page.locator("img").count() == 0
    assert shown.complaints == []
    assert shown.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1920, 390])
def test_axe_finds_nothing(browser: Any, axe: str, page: Path, tmp_path: Path, width: int, scheme: str) -> None:
    text = tmp_path / "text.html"
    text.write_text(str(resdraft.open("1332").output("html").content), "utf-8")
    for path in (page, text):
        shown = Shown(browser, path, width, scheme)
        shown.press("j", "y")
        found = shown.page.evaluate(f"(async () => {{ {axe}; return (await axe.run()).violations; }})()")
        assert [(path.name, one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
