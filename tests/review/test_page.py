"""The page for the meeting room, in a real browser: read, decide, save, open, merge; what it saves is what `adopt` takes."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

import resdraft
from tests.conftest import ROOT

from .conftest import Shown

FILES = [ROOT / "proposals" / name for name in ("rus.yaml", "chn.docx", "eur.yaml")]
HOSTILE = "</script><script>document.title='x'</script><img src=x onerror=alert(1)> javascript:alert(1) \u202eover"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    one = resdraft.consolidate("1332", FILES)
    resdraft.review(one).save(tmp_path / "review.html")
    return tmp_path / "review.html"


def reads_now(shown: Shown) -> list[tuple[str, str]]:
    """By place, what the page says that it reads like under the decisions."""
    found: list[tuple[str, str]] = shown.page.evaluate(
        """[...document.querySelectorAll('article.touched')].map(article => {
            const now = article.querySelector('.now p').cloneNode(true);
            now.querySelectorAll('del').forEach(struck => struck.remove());
            return [article.dataset.place, now.textContent];
        })"""
    )
    return found


def undecided(shown: Shown) -> int:
    return int(shown.page.inner_text("#count").split()[2])


def test_all_places_are_decided_by_keyboard_alone(browser: Any, page: Path, tmp_path: Path) -> None:
    shown = Shown(browser, page)
    assert undecided(shown) == 16
    steps = 0
    while undecided(shown):
        shown.press("n", "r" if steps % 3 == 2 else "a")
        steps += 1
        assert steps < 40
    made = shown.decisions()
    shown.press("u")
    assert undecided(shown) > 0
    shown.press("y")
    assert shown.decisions() == made
    file = shown.saved(tmp_path / "decisions.json")
    assert json.loads(file.read_text("utf-8")) == made
    # What was decided stays in the browser, and is read from the file by another.
    shown.page.reload()
    shown.begun()
    assert shown.decisions() == made
    other = Shown(browser, page)
    assert undecided(other) == 16
    other.page.set_input_files("#open", file)
    other.until("document.getElementById('count').textContent.includes(' 0 open')")
    assert sorted(map(str, other.decisions()["decisions"])) == sorted(map(str, made["decisions"]))
    # The page shows the adopted text as `adopt` makes it.
    done = resdraft.adopt("1332", FILES, file)
    assert not done.conflicts
    read = reads_now(other)
    lines = {" ".join(p.line.split()) for p in done.text.provisions}
    gone = {row.old for row in done.adopted.rows if row.fate == "gone"}
    assert {place for place, words in read if words == "deleted"} == gone
    for place, words in read:
        if words not in ("–", "deleted"):
            said = " ".join(words.replace("*", "").split())
            assert said in lines or (place == "new footnote" and f"2 {said}" in lines), place
    assert shown.complaints == other.complaints == []
    assert {url.partition(":")[0] for url in shown.requests + other.requests} <= {"file", "blob"}


def test_the_head_and_the_dialogs_say_words_of_the_page(page: Path) -> None:
    """The words are data; a name that Python's own mappings bear must not stand for them."""
    html = page.read_text("utf-8")
    words = json.loads((ROOT / "templates/review/words.json").read_text("utf-8"))["en"]
    headings = re.findall(r'<h2 id="\w+-title">([^<]+)</h2>', html)
    assert headings
    assert {*headings} <= {*words.values()}


def test_decisions_that_clash_are_refused_with_the_reason(browser: Any, page: Path) -> None:
    shown = Shown(browser, page)
    place = shown.page.locator("article[data-place='resolves 3']")
    place.locator("[data-option][data-source='CHN']").get_by_role("button", name="Adopt").click()
    assert place.get_attribute("data-state") == "adopted"
    place.locator("[data-option][data-source='EUR']").get_by_role("button", name="Adopt").click()
    assert "CHN is adopted here" in shown.page.inner_text("#message")
    place.get_by_role("button", name="Own wording").click()
    place.locator("textarea").fill("to use the framework,")
    place.get_by_role("button", name="Done").click()
    assert "undo that first" in shown.page.inner_text("#message")
    shown.page.get_by_role("button", name="Undo").click()
    assert place.get_attribute("data-state") == "open"


def test_own_wording_words_in_part_and_notes(browser: Any, page: Path, tmp_path: Path) -> None:
    shown = Shown(browser, page)
    place = shown.page.locator("article[data-place='resolves 3']")
    place.get_by_role("button", name="Own wording").click()
    place.locator("textarea").fill("to use the framework in the room, including by:")
    assert place.locator(".form ins").count() > 0, "its words are marked against the base while they are typed"
    place.get_by_role("button", name="Done").click()
    assert place.get_attribute("data-state") == "text"
    other = shown.page.locator("article[data-place='instructs the Secretary-General 5']")
    other.get_by_role("button", name="In part").click()
    words = other.locator(".word")
    said = [word.strip() for word in words.all_inner_texts()]
    words.nth(said.index("related")).click()
    words.nth(said.index("digital")).click()
    other.get_by_role("button", name="Done").click()
    other.get_by_role("button", name="Note").click()
    other.locator("textarea").fill("agreed at noon")
    other.get_by_role("button", name="Done").click()
    file = shown.saved(tmp_path / "decisions.json")
    listed = json.loads(file.read_text("utf-8"))["decisions"]
    assert {
        "place": "resolves 3",
        "decision": "text",
        "text": "to use the framework in the room, including by:",
        "by": "CHAIR",
    } in listed
    assert {
        "amendment": "CHN/XX/1(4)",
        "decision": "adopt",
        "words": "related to the digital",
        "note": "agreed at noon",
    } in listed
    text = str(resdraft.adopt("1332", FILES, file).text)
    assert "to use the framework in the room, including by:" in text
    assert "ITU activities related to the digital to the ECOSOC" in " ".join(text.split())


def test_two_rapporteurs_are_merged(browser: Any, page: Path, tmp_path: Path) -> None:
    mine, theirs = (
        {"base": "1332@2019", "decisions": [{"amendment": number, "decision": decision} for number, decision in found]}
        for found in (
            [("RUS/XX/1(1)", "adopt"), ("RUS/XX/1(2)", "adopt")],
            [("RUS/XX/1(2)", "reject"), ("CHN/XX/1(1)", "adopt")],
        )
    )
    theirs["meeting"] = "C20"
    theirs["default"] = "adopt-uncontested"
    theirs["decisions"].append({"amendment": "USA/9/1", "decision": "reject"})
    (tmp_path / "mine.json").write_text(json.dumps(mine))
    (tmp_path / "theirs.json").write_text(json.dumps(theirs))
    shown = Shown(browser, page)
    shown.page.set_input_files("#open", tmp_path / "mine.json")
    shown.until("window.resdraft.decisions().decisions.length === 2")
    shown.page.set_input_files("#merge", tmp_path / "theirs.json")
    dialog = shown.page.locator("#differences")
    dialog.wait_for(state="visible")
    assert "RUS/XX/1(2): adopt / reject" in dialog.inner_text()
    assert "default: open / adopt-uncontested" in dialog.inner_text()
    dialog.get_by_role("button", name="Take theirs").first.click()
    dialog.get_by_role("button", name="Keep mine").last.click()
    dialog.get_by_role("button", name="Close").click()
    assert (shown.decisions()["meeting"], shown.decisions()["default"]) == ("C20", "open")
    assert {d["amendment"]: d["decision"] for d in shown.decisions()["decisions"]} == {
        "RUS/XX/1(1)": "adopt",
        "RUS/XX/1(2)": "reject",
        "CHN/XX/1(1)": "adopt",
        "USA/9/1": "reject",
    }


def test_an_option_of_two_amendments_is_decided_whole_or_not_at_all(browser: Any, tmp_path: Path) -> None:
    two = b"""{source: RUS, target: 1332@2019, amendments: [
        {clause: resolves 2, from: "Forums", to: "Fora"}, {clause: resolves 2, from: "Prizes", to: "Awards"}]}"""
    one = resdraft.consolidate("1332", [two])
    (option,) = (o for place in resdraft.review(one).data["places"] for o in place["options"])
    assert len(option["amendments"]) == 2
    resdraft.review(one, b"decisions: [{amendment: RUS/XX/1(1), decision: adopt}]").save(tmp_path / "review.html")
    shown = Shown(browser, tmp_path / "review.html")
    adopt = shown.page.locator("article.touched").get_by_role("button", name="Adopt")
    adopt.click()
    assert [d["decision"] for d in shown.decisions()["decisions"]] == ["adopt", "adopt"]
    adopt.click()
    assert shown.decisions()["decisions"] == []


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"decisions": 3}', '{"decisions": [{"amendment": 3}]}', '{"base": "9@1999", "decisions": []}']
)
def test_a_file_of_something_else_changes_nothing(browser: Any, page: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "other.json").write_text(content)
    shown = Shown(browser, page)
    shown.press("j", "a")
    before = shown.decisions()
    shown.page.set_input_files("#open", tmp_path / "other.json")
    shown.until("document.getElementById('message').textContent !== ''")
    assert shown.decisions() == before


def test_what_is_shown_can_be_narrowed(browser: Any, page: Path) -> None:
    shown = Shown(browser, page)
    visible = "[...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.dataset.place)"
    assert len(shown.page.evaluate(visible)) > 60
    shown.page.select_option("#show", "conflicts")
    assert shown.page.evaluate(visible) == ["resolves 3"]
    shown.page.select_option("#show", "changes")
    shown.page.select_option("#source", "EUR")
    assert shown.page.evaluate(visible) == ["recalling h)", "resolves 3"]
    shown.page.fill("#search", "transforming")
    assert shown.page.evaluate(visible) == ["recalling h)"]


def test_decisions_made_before_are_on_the_page(browser: Any, tmp_path: Path) -> None:
    one = resdraft.consolidate("1332", FILES)
    resdraft.review(one, (ROOT / "decisions/1332.yaml").read_bytes()).save(tmp_path / "review.html")
    shown = Shown(browser, tmp_path / "review.html")
    assert shown.page.get_attribute("article[data-place='resolves 3']", "data-state") == "adopted"
    assert any(d.get("amendment") == "CHN/XX/1(2)" for d in shown.decisions()["decisions"])


def test_hostile_words_stay_words(browser: Any, tmp_path: Path) -> None:
    text = f"RESOLUTION 7 (Geneva, 2022)\nA title {HOSTILE}\nThe Council,\nresolves\n1\tto act {HOSTILE};\n2\tto report.\n"
    proposal = {
        "source": "RUS",
        "document": "1",
        "target": "7@2022",
        "reasons": HOSTILE,
        "amendments": [
            {"after": "resolves 1", "insert": HOSTILE, "reasons": HOSTILE},
            {"clause": "resolves 2", "from": "report", "to": "word " * 20000},
        ],
    }
    one = resdraft.consolidate(text.encode(), [json.dumps(proposal).encode()])
    resdraft.review(one).save(tmp_path / "review.html")
    shown = Shown(browser, tmp_path / "review.html", width=390)
    shown.press("j", "a", "j", "a")
    assert shown.page.title().startswith("Review")
    assert shown.page.locator("img").count() == 0
    assert shown.page.locator("script").count() == 2
    assert "\u202e" not in shown.page.content()
    assert shown.complaints == []
    assert {url.partition(":")[0] for url in shown.requests} == {"file"}
    assert shown.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing overflows the layout"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1920, 390])
def test_axe_finds_nothing(browser: Any, axe: str, page: Path, width: int, scheme: str) -> None:
    shown = Shown(browser, page, width, scheme)
    shown.press("j", "a", "j", "r", "j", "b", "j", "o")
    found = shown.page.evaluate(f"(async () => {{ {axe}; return (await axe.run()).violations; }})()")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_it_is_quick_with_many_clauses_and_sources(browser: Any, tmp_path: Path) -> None:
    """Size and no more than is sane for keys: how long each takes is told by ``benchmarks/review.py``."""
    clauses = "".join(f"{n}\tthat thing {n} of many is done with care and in time by all;\n" for n in range(1, 201))
    text = f"RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n{clauses}"
    proposals = [
        json.dumps(
            {
                "source": code,
                "document": "1",
                "target": "7@2022",
                "amendments": [
                    {"clause": f"resolves {n}", "from": "care", "to": f"{code.lower()} care"} for n in range(1 + k, 201, 12)
                ],
            }
        ).encode()
        for k, code in enumerate(["RUS", "CHN", "ARB", "EUR", "USA", "J", "IND", "B", "D", "F", "AUS", "CAN"])
    ]
    resdraft.review(resdraft.consolidate(text.encode(), proposals)).save(tmp_path / "review.html")
    assert (tmp_path / "review.html").stat().st_size < 3_000_000
    shown = Shown(browser, tmp_path / "review.html")
    shown.press("j", "a", "j", "a")
    assert len(shown.decisions()["decisions"]) == 2


def test_what_is_kept_opens_on_no_other_page(browser: Any, tmp_path: Path) -> None:
    """Two pages on one text in one browser: the same numbers, other words."""
    text = b"RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act with care;\n2\tto report."
    context = browser.new_context()
    decided = []
    for n, words in enumerate(("great care", "no care at all")):
        change = {"clause": "resolves 1", "from": "care", "to": words}
        proposal = json.dumps({"source": "RUS", "document": "1", "target": "7@2022", "amendments": [change]}).encode()
        resdraft.review(resdraft.consolidate(text, [proposal])).save(tmp_path / f"{n}.html")
        opened = context.new_page()
        opened.goto((tmp_path / f"{n}.html").as_uri())
        opened.locator("body.wait").wait_for(state="detached")
        decided.append(opened.evaluate("window.resdraft.decisions()")["decisions"])
        opened.keyboard.press("j")
        opened.keyboard.press("a")
    assert decided == [[], []]


def test_arabic_is_read_from_the_right(browser: Any, tmp_path: Path) -> None:
    text = "القرار 7 (جنيف، 2022)\nعنوان\nإن المجلس،\nيقرر\n1\tأن يعمل بعناية؛\n2\tأن يقدم تقريراً."
    change = {"clause": "يقرر 1", "from": "يعمل بعناية", "to": "يعمل بعناية كبيرة"}
    proposal = json.dumps({"source": "RUS", "document": "1", "language": "ar", "target": "7@2022", "amendments": [change]})
    resdraft.review(resdraft.consolidate(text.encode(), [proposal.encode()])).save(tmp_path / "review.html")
    shown = Shown(browser, tmp_path / "review.html")
    article = shown.page.locator("article.touched")
    label, whole, words = (
        article.locator(where).first.bounding_box() for where in (".base .label", ".base", ".option .words ins")
    )
    assert label["x"] + label["width"] == pytest.approx(whole["x"] + whole["width"], abs=2), "the label stands on the right"
    assert words is not None
    spoken = shown.page.eval_on_selector_all(
        ".base, .words, .now p, h3 span:first-child", "all => all.map(one => [one.lang, one.dir])"
    )
    assert {tuple(one) for one in spoken} == {("ar", "rtl")}
    assert not shown.complaints


def test_nothing_typed_changes_nothing(browser: Any, page: Path) -> None:
    shown = Shown(browser, page)
    place = shown.page.locator("article[data-place='resolves 3']")
    place.locator("[data-option][data-source='CHN']").get_by_role("button", name="Adopt").click()
    place.get_by_role("button", name="Own wording").click()
    place.get_by_role("button", name="Done").click()
    assert place.get_attribute("data-state") == "adopted"


def test_a_file_comes_out_as_it_went_in(browser: Any, page: Path, tmp_path: Path) -> None:
    given = {
        "base": "1332@2019",
        "default": "adopt-uncontested",
        "meeting": "C20, COM 2",
        "decisions": [
            {"amendment": "RUS/XX/1(1)", "decision": "adopt", "was": "what it was", "note": "agreed"},
            {"place": "after resolves 1", "decision": "text", "text": "that a clause is new;", "by": "CHAIR"},
            {"amendment": "USA/9/1", "decision": "reject"},
        ],
    }
    (tmp_path / "given.json").write_text(json.dumps(given))
    shown = Shown(browser, page)
    shown.page.set_input_files("#open", tmp_path / "given.json")
    shown.until("window.resdraft.decisions().decisions.length === 3")
    assert shown.decisions() == given
    message = shown.page.inner_text("#message")
    assert "kept in the file as it is: after resolves 1, USA/9/1" in message
    assert "adopted where nothing stands against it" in message


@pytest.mark.parametrize("seed", range(4))
def test_what_it_reads_now_is_what_is_adopted(browser: Any, page: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    one = resdraft.consolidate("1332", FILES)
    numbers = dict.fromkeys(o.amendments[0] for o in one.marked.edits)
    rivals = {"CHN/XX/1(2)", "EUR/XX/1(2)"}
    made = {number: "reject" if number in rivals else chance.choice(("adopt", "adopt", "reject")) for number in numbers}
    decisions = {"base": "1332@2019", "decisions": [{"amendment": n, "decision": d} for n, d in made.items()]}
    (tmp_path / "made.json").write_text(json.dumps(decisions))
    text = resdraft.adopt("1332", FILES, tmp_path / "made.json").text
    lines = {" ".join(p.line.split()) for p in text.provisions}
    shown = Shown(browser, page)
    shown.page.set_input_files("#open", tmp_path / "made.json")
    shown.until("document.getElementById('message').textContent !== ''")
    for place, words in reads_now(shown):
        if words not in ("–", "deleted") and place != "new footnote":
            assert " ".join(words.replace("*", "").split()) in lines, place
