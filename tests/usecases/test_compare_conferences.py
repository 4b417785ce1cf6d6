"""Two folders compared as conferences: rows equal a known truth, every text has one, and what cannot be told is in doubt."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resdraft
from resdraft.errors import Exit
from resdraft.limits import MOST_TEXT_BYTES
from resdraft.model.resolution import Clause, Kind, Resolution, Section
from resdraft.model.text import Text
from resdraft.usecases import compare_conferences as module
from resdraft.usecases.documents import render
from tests.strategies import resolutions, targets
from tests.test_growth import MOST, steps

WAYS = ("stays", "is edited", "gets a number", "gets a title", "gets both", "swaps", "goes", "comes")


def about(n: int) -> Section:
    """What a text is about: words that no other text has."""
    words = " ".join(f"matter{n}of{k}" for k in range(100))
    return Section(
        Text.of("bearing in mind"), (Clause(Text.of(f"{words};"), "a)"), Clause(Text.of(f"that {words} remain,"), "b)"))
    )


def named(text: Resolution, number: int | None, title: str) -> Resolution:
    line = Text.of(f"RESOLUTION {number} (Rev. Geneva, 2022)") if number else None
    return replace(text, number=line, title=Text.of(title), reference=None)


@st.composite
def conferences(draw: st.DrawFn) -> tuple[dict[str, Resolution], dict[str, Resolution], Counter[tuple[str, ...]]]:
    """The texts of two conferences by their files, and what became of each: old file, new file, what."""
    old: dict[str, Resolution] = {}
    new: dict[str, Resolution] = {}
    truth: Counter[tuple[str, ...]] = Counter()
    for n, way in enumerate(draw(st.lists(st.sampled_from(WAYS), min_size=2, max_size=9)), 1):
        # One in five has no number, as drafts have none.
        number = None if way != "swaps" and draw(st.integers(0, 4)) == 0 else n
        text = draw(resolutions())
        text = named(replace(text, sections=(*text.sections, about(n))), number, f"Title of matter{n}")
        before, after = f"a{n}.json", f"b{draw(st.integers(0, 9))}{n}.json"
        clauses = frozenset(p.key for p in text.provisions if p.kind is Kind.CLAUSE and "matter" not in p.text.plain)
        edited = draw(targets(text, clauses)) if draw(st.booleans()) or way == "is edited" else text
        if way in ("goes", "comes"):
            (old if way == "goes" else new)[before if way == "goes" else after] = text
            truth[(before, "", "suppressed") if way == "goes" else ("", after, "new")] += 1
            continue
        if way == "swaps":
            # Two texts that get each other's number.
            other = named(replace(draw(resolutions()), sections=(about(n + 100),)), n + 100, f"Title of matter{n + 100}")
            old |= {before: text, f"x{before}": other}
            new |= {after: named(edited, n + 100, text.title.plain), f"x{after}": named(other, n, other.title.plain)}
            truth.update([(before, after, "renumbered"), (f"x{before}", f"x{after}", "renumbered")])
            continue
        became = "unchanged" if edited.provisions == text.provisions else "changed"
        if way in ("gets a number", "gets both") and number:
            edited, became = named(edited, n + 200, edited.title.plain), "renumbered"
        if way in ("gets a title", "gets both"):
            edited = replace(edited, title=Text.of(f"Otherwise called {n}"))
            became = "changed" if became == "unchanged" else became
        old[before], new[after] = text, edited
        truth[before, after, became] += 1
    return old, new, truth


def put(folder: Path, texts: dict[str, Resolution]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(str(render(text, "json").content), "utf-8")
    return folder


def rows_of(found: resdraft.ConferenceDifference) -> Counter[tuple[str, ...]]:
    return Counter((row.old.file if row.old else "", row.new.file if row.new else "", row.became) for row in found.rows)


@settings(max_examples=int(os.environ.get("RESDRAFT_EXAMPLES", "12")))
@given(made=conferences())
def test_the_rows_are_what_became_of_the_texts(
    made: tuple[dict[str, Resolution], dict[str, Resolution], Counter[tuple[str, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    old, new, truth = made
    place = tmp_path_factory.getbasetemp()
    few, module._FEW = module._FEW, 1000
    try:
        if not old or not new:
            with pytest.raises(resdraft.Unreadable, match="without a resolution"):
                resdraft.compare_conferences(put(place / "old", old), put(place / "new", new))
            return
        found = resdraft.compare_conferences(put(place / "old", old), put(place / "new", new))
        # The other way round it is the same, and what is new was suppressed.
        back = resdraft.compare_conferences(place / "new", place / "old")
    finally:
        module._FEW = few
    assert rows_of(found) == truth
    assert found.code is (Exit.DIFFERENT if any(became != "unchanged" for *_, became in truth) else Exit.DONE)
    turned = {"new": "suppressed", "suppressed": "new"}
    assert rows_of(back) == Counter({(b, a, turned.get(became, became)): n for (a, b, became), n in truth.items()})
    for row in found.rows:
        assert 0 <= row.words.share <= 1
        assert not row.doubts
        assert (row.words.share > 0) <= (row.became != "unchanged")


def text_of(number: int, edition: str, words: str = "to act", title: str = "On networks") -> str:
    return (
        f"RESOLUTION {number} ({edition})\n\n{title}\n\nThe Council,\n\nresolves\n\n1\t{words};\n\n2\tto report to the Council."
    )


def folder_of(path: Path, **texts: str) -> Path:
    path.mkdir()
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, "utf-8")
    return path


def test_several_cores_read_the_same_and_a_file_gives_all_its_texts(tmp_path: Path, shared: Path) -> None:
    """The gold texts against themselves, some in one file and one in Word, with 140 revised, 204 gone and 21 under another number."""
    gold = sorted((shared / "corpus/pp18/gold").glob("*.txt"))
    new = tmp_path / "new"
    new.mkdir()
    together = []
    for path in gold:
        text = path.read_text("utf-8").replace("RESOLUTION 21 ", "RESOLUTION 221 ")
        if path.stem == "140":
            text = text.replace("(REV. DUBAI, 2018)", "(REV. BUCHAREST, 2022)", 1)
        if path.stem == "189":
            resdraft.open(path).save(new / "189.docx")
        elif path.stem in ("2", "21", "64", "70"):
            together.append(text)
        elif path.stem != "204":
            (new / path.name).write_text(text, "utf-8")
    (new / "several.txt").write_text("\n\n".join(together), "utf-8")
    # Of one conference, and about something else: resolutions have much in common.
    shutil.copy(shared / "corpus/pp18/raw/resolution-160-rev-dubai-2018.txt", new)
    old = tmp_path / "old"
    old.mkdir()
    shutil.copy(shared / "corpus/pp18/raw/resolution-34-rev-dubai-2018.txt", old)
    for path in gold:
        shutil.copy(path, old)
    seen: list[tuple[int, int]] = []
    found = resdraft.compare_conferences(old, new, progress=lambda n, total, _: seen.append((n, total)))
    one_by_one = pytest.MonkeyPatch()
    with one_by_one.context() as patch:
        patch.setattr(module, "_FEW", 1000)
        assert resdraft.compare_conferences(old, new).rows == found.rows
    assert [n for n, _ in seen] == sorted(n for n, _ in seen)
    assert seen[-1][0] == seen[-1][1]
    became = {row.present.number: (row.became, row.by, row.changes) for row in found.rows}
    assert became.pop("221") == ("renumbered", "title", ())
    assert became.pop("204") == became.pop("34") == ("suppressed", "", ())
    assert became.pop("160") == ("new", "", ())
    assert became.pop("140") == ("changed", "designation", ())
    assert set(became.values()) == {("unchanged", "designation", ())}
    assert len(found.rows) == 14
    assert {row.new.file for row in found.rows if row.new} >= {"several.txt#1", "several.txt#4", "189.docx"}


def test_languages_are_compared_apart_and_what_is_only_in_another_is_in_doubt(tmp_path: Path) -> None:
    french = (
        text_of(7, "Rév. Genève, 2022", "d'agir sans délai et de tenir compte de la situation", "Sur les réseaux")
        .replace("The Council", "Le Conseil")
        .replace("resolves", "décide")
    )
    old = folder_of(tmp_path / "old", en=text_of(7, "Geneva, 2018"), fr=french)
    new = folder_of(tmp_path / "new", en=text_of(7, "Rev. Geneva, 2022"))
    found = resdraft.compare_conferences(old, new)
    assert [(r.present.language, r.became, r.doubts) for r in found.rows] == [
        ("en", "changed", ()),
        ("fr", "in doubt", ("in the new folder only in en",)),
    ]


def test_of_several_texts_of_a_number_the_same_are_one_and_the_rest_is_in_doubt(tmp_path: Path) -> None:
    earlier, later = text_of(7, "Geneva, 2018"), text_of(7, "Rev. Geneva, 2022", "to act at once")
    old = folder_of(tmp_path / "old", a=earlier, b=later, copy=later)
    new = folder_of(tmp_path / "new", c=text_of(7, "Rev. Geneva, 2022", "to act slowly"), d=later)
    rows = {(r.old and r.old.file, r.new and r.new.file): r for r in resdraft.compare_conferences(old, new).rows}
    assert rows["b.txt", "d.txt"].became == "unchanged"
    assert not rows["b.txt", "d.txt"].doubts
    assert len(rows) == 3
    others = [row for files, row in rows.items() if files != ("b.txt", "d.txt")]
    assert all(row.doubts for row in others)
    assert {row.became for row in others} == {"changed", "in doubt"}


def test_a_number_given_anew_is_told(tmp_path: Path) -> None:
    other = text_of(7, "Geneva, 2022", "entirely otherwise about satellites in all orbits", "Spectrum").replace(
        "to report to the Council", "nothing else"
    )
    found = resdraft.compare_conferences(
        folder_of(tmp_path / "old", a=text_of(7, "Geneva, 2018")), folder_of(tmp_path / "new", a=other)
    )
    assert [(row.became, row.doubts) for row in found.rows] == [
        ("changed", ("title and most words differ: perhaps the number was given anew",))
    ]


def test_what_cannot_be_read_is_told_and_makes_doubtful_what_it_may_hold(tmp_path: Path) -> None:
    """Too large, no text, a proposal, a link out of the folder, a pipe, a name with control characters: the others are compared."""
    old = folder_of(tmp_path / "old", a=text_of(7, "Geneva, 2018"), b=text_of(8, "Geneva, 2018", "to rest", "On rest"))
    new = folder_of(tmp_path / "new", a=text_of(7, "Geneva, 2018"))
    with (new / "large.txt").open("wb") as file:
        file.truncate(MOST_TEXT_BYTES + 1)
    (tmp_path / "secret").write_text(text_of(8, "Geneva, 2018", "to rest", "On rest"))
    (new / "link.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(new / "pipe.txt")
    (new / "picture\x1b]0;.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (new / "p.yaml").write_text("source: SWE\ntarget: 1332@2019\namendments: []\n")
    (new / "deep.txt").write_text(text_of(9, "Geneva, 2018") + "".join(f"\n\\clause{n}\tto act" for n in range(1, 60)))
    (new / "cut.docx").write_bytes(b"PK\x03\x04cut")
    (new / "~$lock.docx").write_bytes(b"x")
    found = resdraft.compare_conferences(old, new)
    assert {Path(str(problem.file)).name for problem in found.problems} == {
        "large.txt", "link.txt", "pipe.txt", "picture\x1b]0;.png", "p.yaml", "cut.docx", "deep.txt"
    }  # fmt: skip
    assert found.code is Exit.UNREADABLE
    assert any("passed over" in notice for notice in found.notices)
    assert [(row.became, row.doubts) for row in found.rows] == [
        ("unchanged", ()),
        ("in doubt", ("perhaps in a file of the new folder that could not be read",)),
    ]
    for form in ("terminal", "markdown", "html", "json"):
        assert "secret" not in found.output(form)


def test_the_forms_say_the_same_and_nothing_of_a_text_is_markup(tmp_path: Path) -> None:
    hostile = text_of(7, "Geneva, 2018", "to act", "<script>alert(1)</script> | `x`")
    old = folder_of(tmp_path / "old", a=hostile)
    new = folder_of(
        tmp_path / "new", a=hostile.replace("to act", "to act at once"), b=text_of(9, "Geneva, 2022", "to rest", "On rest")
    )
    found = resdraft.compare_conferences(old, new)
    data = json.loads(found.output("json"))
    assert data["totals"] == {"changed": 1, "new": 1}
    assert [text["became"] for text in data["texts"]] == ["changed", "new"]
    assert data["texts"][0]["words"] | {"share": 0} == {"old": 15, "new": 17, "inserted": 2, "deleted": 0, "share": 0}
    assert "<script>alert" not in found.output("html")
    assert "\\|" in found.output("markdown")
    assert max(map(len, found.output("terminal").splitlines())) <= 80
    assert all("1 modified" in found.output(form) for form in ("terminal", "markdown", "html"))
    assert "1 changed, 1 new" in repr(found)


def test_the_table_is_never_written_over_a_text(tmp_path: Path) -> None:
    """The texts are read by other processes, and are inputs all the same."""
    from resdraft.cli import main

    old, new = (
        folder_of(tmp_path / side, **{f"t{n}": text_of(n, "Geneva, 2018") for n in range(1, 5)}) for side in ("old", "new")
    )
    before = (new / "t3.txt").read_text("utf-8")
    with pytest.raises(SystemExit) as end:
        main(["diff", str(old), str(new), "--format", "json", "-o", str(new / "t3.txt")])
    assert end.value.code == 2
    assert (new / "t3.txt").read_text("utf-8") == before


def test_a_name_is_one_cell_and_commands_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text without a number is called by its file, and a file may be called anything."""
    from resdraft.cli import main

    text = text_of(7, "Geneva, 2018").partition("\n\n")[2]
    for side in ("old", "new"):
        folder_of(tmp_path / side)
        (tmp_path / side / f"a\x1b]0;owned\x07\n\u202e|<i>{side}.txt").write_text(text, "utf-8")
    for form in ("terminal", "markdown", "json", "html"):
        with pytest.raises(SystemExit) as end:
            main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", form])
        said = capsys.readouterr().out
        assert end.value.code == 0
        assert not set(said) & {"\x1b", "\x07", "\u202e"}, form
        assert "<i>" not in said or form in ("json", "terminal")
        assert said.count("\n|") <= 3


def test_matching_grows_with_the_number_of_texts() -> None:
    """All of one number, all without one, all of one title, all known by their words alone; in groups of the same words, too."""

    def texts(n: int, shape: str, side: int) -> list[module.KnownText]:
        out = []
        for k in range(n):
            number = {"number": "7", "title": "", "content": f"{k}{side}", "groups": ""}[shape]
            title = "One title" if shape == "title" else f"Title {k}{side}"
            about = k // 8 if shape == "groups" else k
            words = (
                " ".join(f"all{m}" for m in range(40))
                + " "
                + " ".join(f"w{about}x{m}" if m % 7 or not side else f"v{k}x{m}" for m in range(30))
            )
            known = Resolution(Text.of(title), (Section(Text.of("resolves"), (Clause(Text.of(words), "1"),)),))
            out.append(module.KnownText(known, "", "resolution", number, 2018, f"{k}.txt"))
        return out

    for shape in ("number", "title", "content", "groups"):
        sides = {n: (texts(n, shape, 0), texts(n, shape, 1)) for n in (20, 80)}
        few, many = (steps(lambda both=both: module.pair_texts(*both)) for both in sides.values())  # type: ignore[misc]
        assert many <= MOST * few, shape
