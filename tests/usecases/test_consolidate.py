"""Consolidating as a program does it: conflicts as records, each source's text, groups, earlier files, reasons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import resdraft
from resdraft.model.resolution import Resolution
from resdraft.ooxml.package import open_package, pack
from resdraft.usecases.folders import Edited
from resdraft.usecases.inputs import Input

BASE = b"""RESOLUTION 1 (DUBAI, 2018)
On a thing
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
considering
a)\tthat networks grow in many regions of the world;
b)\tthat members act,
resolves
1\tto act;
2\tto report.
"""


def made(source: str, *amendments: str, **head: str) -> Input:
    """A proposal in YAML; an amendment is ``place | from | to``, or another line of YAML."""
    lines = [f"source: {source}", "target: 1@2018", *(f"{name}: {value}" for name, value in head.items())]
    if amendments:
        lines.append("amendments:")
    for amendment in amendments:
        place, old, new = amendment.split(" | ")
        lines += [f"  - clause: {place}", f"    from: '{old}'", f"    to: '{new}'", f"    reasons: Why {source} says {new}."]
    return Input("\n".join(lines).encode(), f"{source}.yaml")


RUS = made("RUS", "resolves 1 | act | act soon", "considering a) | grow | grow fast", document="1")
CHN = made("CHN", "resolves 1 | act | act with care", document="2")


def test_conflicts_are_records() -> None:
    text = resdraft.consolidate(resdraft.open(BASE), [RUS, CHN])
    (conflict,) = text.conflicts
    assert conflict.place == "resolves 1"
    assert [(o.sources, o.amendments) for o in conflict.options] == [(("CHN",), ("CHN/2/1(1)",)), (("RUS",), ("RUS/1/1(1)",))]
    assert [o.text for o in conflict.options] == [" with care", " soon"]
    assert conflict.options[0].words == (("insert", " with care"),)
    with pytest.raises(AttributeError):
        conflict.place = "elsewhere"  # type: ignore[misc]


def test_an_option_that_is_no_more_than_a_new_footnote_is_shown() -> None:
    noted = ("resolves 1 | act | act[^new]", "footnotes: {{new: These are of {0}.}}")
    both = []
    for source in ("RUS", "CHN"):
        own = made(source, noted[0])
        both.append(own._replace(content=own.content.rstrip() + f"\n    {noted[1].format(source)}".encode()))
    text = resdraft.consolidate(resdraft.open(BASE), both)
    (conflict,) = text.conflicts
    assert len({option.text for option in conflict.options}) == 2
    # Two new footnotes have two names.
    assert "CHN: “[^new1]”" in text.summary()
    assert "RUS: “[^new2]”" in text.summary()


def test_the_text_as_one_source_would_have_it() -> None:
    text = resdraft.consolidate(resdraft.open(BASE), [RUS, CHN])
    own = text.as_source("RUS")
    assert isinstance(own, Resolution)
    assert [p.line for p in own.provisions if p.label == "1"] == ["1\tto act soon;"]
    assert text.as_source() == resdraft.open(BASE).resolution
    with pytest.raises(resdraft.Unfit, match="no common text"):
        text.as_source("RUS", "CHN")
    with pytest.raises(resdraft.WrongUsage, match="nothing is of"):
        text.as_source("USA")


def test_a_document_takes_marks_as_often_as_is_wanted(tmp_path: Path) -> None:
    """Marks are put into a copy: a second consolidation does not find those of the first."""
    file = tmp_path / "base.docx"
    resdraft.open(BASE).save(file)
    base = resdraft.open(file)
    first = resdraft.consolidate(base, [RUS]).word().content
    assert resdraft.consolidate(base, [RUS]).word().content == first
    assert {mark.author for mark in resdraft.marks(bytes(resdraft.apply(base, [CHN]).output().content))} == {"CHN"}


@pytest.mark.parametrize("ending", ["docx", "json", "md", "txt"])
def test_it_is_saved_in_the_form_of_the_ending(ending: str, tmp_path: Path) -> None:
    resdraft.consolidate(resdraft.open(BASE), [RUS, CHN]).save(tmp_path / f"all.{ending}")
    assert (tmp_path / f"all.{ending}").stat().st_size > 100
    with pytest.raises(resdraft.WrongUsage):
        resdraft.consolidate(resdraft.open(BASE), [RUS]).save(tmp_path / "all.pdf")


def test_results_show_themselves_in_a_notebook() -> None:
    """What comes from a document is text there, never markup."""
    base = resdraft.open(BASE)
    evil = made("RUS", "resolves 1 | act | <script>alert(1)</script>", document="1")
    text = resdraft.consolidate(base, [evil, CHN])
    change = resdraft.diff(BASE, resdraft.apply(base, [evil]).output("text").content.encode())  # type: ignore[union-attr]
    shown = [x._repr_html_() for x in (base, text, text.docket and resdraft.read_proposals([evil], base), change)]
    shown += [resdraft.apply(base, [evil])._repr_html_(), resdraft.cite(BASE)._repr_html_()]
    assert all(shown)
    assert "<script>alert" not in "".join(shown)


# the text as a whole


def test_who_would_keep_or_suppress_the_text_counts_everywhere() -> None:
    usa, g = made("USA", symbol="NOC"), made("G", symbol="SUP", reasons="Done.", document="3")
    text = resdraft.consolidate(resdraft.open(BASE), [RUS, usa, g])
    assert text.sources == ("G", "RUS", "USA")
    for said in (text.summary(), text.markdown(), str(text.as_json())):
        assert "USA" in said
        assert "no change" in said or "'keep'" in said
        assert "suppress" in said
    accepted = resdraft.open(bytes(text.word().content), marks="accept")
    assert accepted.provisions[0].text.plain.endswith("[USA: no change] [G: suppress]")
    with pytest.raises(resdraft.Unfit, match="suppress"):
        text.as_source("G")


def test_what_is_new_since_an_earlier_file() -> None:
    base = resdraft.open(BASE)
    earlier = bytes(resdraft.consolidate(base, [RUS, made("USA", symbol="NOC")]).word().content)
    now = resdraft.consolidate(base, [RUS, CHN, made("G", symbol="SUP", document="3")], since=earlier)
    assert now.news == (
        "G: new: the whole text, suppress",
        "USA: gone: the whole text, no change",
        "CHN: new: resolves 1, modified",
        "resolves 1: has become a conflict",
    )
    same = resdraft.consolidate(base, [RUS, made("USA", symbol="NOC")], since=earlier)
    assert same.news == ("nothing",)


# groups


def test_a_member_is_counted_with_its_group_and_is_its_rival_elsewhere() -> None:
    groups = {"RCC": ["RUS", "BLR"]}
    rcc = made("RCC", "considering a) | grow | grow fast", "resolves 2 | report | report soon", document="62")
    # Not the same words of the clause: side by side, nobody would see that the member does not want what its group wants.
    rus = made("RUS", "considering a) | world | planet", "resolves 2 | report | report soon", document="1")
    text = resdraft.consolidate(resdraft.open(BASE), [rcc, rus], groups=groups)
    (conflict,) = text.conflicts
    assert conflict.place == "considering a)"
    assert [option.sources for option in conflict.options] == [("RCC",), ("RUS",)]
    agreed = [row for row in text.rows if row.conflict is None]
    assert [row.sources for row in agreed] == [("RCC", "RUS")]
    assert "resolves 2  modified: RCC (with RUS)" in text.summary()
    assert "RCC (with RUS)" in text.markdown()
    edits = [edit for clause in text.as_json()["clauses"] for edit in clause["edits"]]
    assert [(edit["sources"], edit["with"]) for edit in edits] == [(["RCC"], {"RCC": ["RUS"]})]
    for source in ("RCC", "RUS"):
        alone = resdraft.consolidate(resdraft.open(BASE), [{"RCC": rcc, "RUS": rus}[source]])
        assert text.as_source(source) == alone.as_source(source)
    apart = resdraft.consolidate(resdraft.open(BASE), [rcc, rus])
    assert apart.conflicts == ()


# what people typed


def test_what_the_chair_typed_is_carried_over() -> None:
    from resdraft.usecases.apply import apply
    from resdraft.usecases.documents import open_base

    base = resdraft.open(BASE)
    first = bytes(resdraft.consolidate(base, [RUS]).word().content)
    chair = made("CHR", "resolves 2 | report | report in brief")
    marked = bytes(apply(open_base(first, marks="keep"), [chair]).output("docx").content)
    parts = open_package(marked)
    earlier = pack({n: p.replace(b'w:author="CHR"', b'w:author="Committee Chair"') for n, p in parts.items()})
    now = resdraft.consolidate(base, [RUS, CHN], since=earlier, carry={"Committee Chair": "CHAIR"})
    assert now.sources == ("CHAIR", "CHN", "RUS")
    assert [p.line for p in now.as_source("CHAIR").provisions if p.label == "2"] == ["2\tto report in brief."]
    with pytest.raises(resdraft.WrongUsage, match="no mark of"):
        resdraft.consolidate(base, [RUS], since=earlier, carry={"Nobody": "CHAIR"})


def test_edited_copies_go_straight_in(tmp_path: Path) -> None:
    base = resdraft.open(BASE)
    clean = tmp_path / "clean.txt"
    clean.write_bytes(BASE.replace(b"to report", b"to report soon"))
    tracked = tmp_path / "tracked.docx"
    applied = bytes(resdraft.apply(base, [RUS]).output("docx").content)
    parts = open_package(applied)
    tracked.write_bytes(pack({n: p.replace(b'w:author="RUS"', b'w:author="I. Ivanov"') for n, p in parts.items()}))
    copies = [Edited(str(clean), "EUR", document="9"), Edited(str(tracked), "RUS", "I. Ivanov")]
    text = resdraft.consolidate(base, resdraft.read_proposals([CHN], base, edited=copies))
    assert text.sources == ("CHN", "EUR", "RUS")
    assert [row.number for row in text.docket.rows] == ["CHN/2/1", "EUR/9/1", "RUS/XX/1"]
    assert [p.line for p in text.as_source("EUR").provisions if p.label == "2"] == ["2\tto report soon."]


def test_reasons_reach_every_output() -> None:
    text = resdraft.consolidate(resdraft.open(BASE), [RUS, CHN, made("G", symbol="SUP", reasons="Done.", document="3")])
    assert text.reasons["RUS/1/1(1)"] == "Why RUS says act soon."
    assert "Why RUS" not in text.summary()
    told = text.summary(reasons=True)
    assert re.sub(r"\s+", " ", told).count("Why RUS says") == 2
    assert "Done." in told
    assert "Why CHN says act with care." in text.markdown()
    plain = text.as_json()
    option = plain["clauses"][1]["conflicts"][0]["options"][0]
    assert option["reasons"] == {"CHN/2/1(1)": "Why CHN says act with care."}
    assert plain["reasons"] == {"G/3/1": "Done."}
