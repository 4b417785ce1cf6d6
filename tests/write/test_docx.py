"""The Word files that we write, as independent tools and LibreOffice read them."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from resdraft.amend.consolidate import consolidate
from resdraft.amend.fit import fit
from resdraft.amend.normalise import normal_diff
from resdraft.errors import Exit, OurFault, Unfit, Unreadable
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply, renumber_notes
from resdraft.model.edit import Edit, Replace
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.read.docx import read_docx, read_sources
from resdraft.read.proposal import read_proposal
from resdraft.read.text import read_fragment, read_text
from resdraft.write import marking
from resdraft.write.docx import write_docx
from resdraft.write.paragraphs import MarkedParagraph

from .. import oracles
from ..conftest import ROOT

EN = lexicon("en")


def edited(base: Resolution, seed: int, share: tuple[int, int]) -> Resolution:
    """A base with some words, clauses and places changed, within one share of its paragraphs."""
    chance = random.Random(seed)  # noqa: S311
    body = [p for p in base.provisions if p.kind is not Kind.NOTE]
    notes = [p for p in base.provisions if p.kind is Kind.NOTE]
    size = len(body)
    own = {p.key for p in body[share[0] * size // share[1] : (share[0] + 1) * size // share[1]]}
    for _ in range(8):
        n = chance.choice([n for n, p in enumerate(body) if p.key in own])
        p = body[n]
        tokens = p.text.tokens
        at = chance.randrange(len(tokens))
        action = chance.choice(["replace", "insert", "strike", "delete", "add", "move"])
        if action == "delete" and p.kind is Kind.CLAUSE and not p.text.notes:
            del body[n]
        elif action == "add" and p.kind is Kind.CLAUSE:
            body.insert(n + 1, Provision(Kind.CLAUSE, Text.of(f"to do what nobody did before, number {seed};"), "x)", p.depth))
        elif action == "move" and p.kind is Kind.CLAUSE and not p.text.notes:
            places = [m for m, q in enumerate(body) if q.key in own and q.kind is Kind.CLAUSE]
            body.insert(chance.choice(places) + 1, body.pop(n))
        elif tokens[at].text.isalpha():
            new = {"replace": "reworded", "insert": f"{tokens[at].text} anew"}.get(action, "x")
            body[n] = p._replace(text=p.text.replace(at, at + 1, Text.of(new)))
    return Resolution.assemble([*body, *notes], base.language, base.provenance)


def proposals(base: Resolution, seed: int) -> dict[str, tuple[Edit, ...]]:
    return {s: normal_diff(base, edited(base, seed + n, (n, 3)), EN) for n, s in enumerate(("ARB", "EUR", "RUS"))}


@pytest.fixture(scope="session")
def bases(shared: Path, r1332: Resolution) -> Mapping[str, Resolution]:
    found = {"1332": r1332}
    for path in sorted((shared / "corpus/pp18/gold").glob("*.txt"))[:6]:
        found[path.stem] = read_text(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def written(bases: Mapping[str, Resolution], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Marked, Path]]:
    """Each base with three sources' edits, written, beside what rejecting and accepting should give."""
    folder = tmp_path_factory.mktemp("written")
    out = {}
    for name, base in bases.items():
        marked = consolidate(base, proposals(base, len(out) * 10), {"ARB": "2019-05-20", "RUS": "2019-06-01"})
        assert not marked.clashes
        assert len(marked.sources) == 3
        path = folder / f"{name}.docx"
        # Two sources may add in one gap. What is tested is their own text: the secretariat's tags are left out.
        marked = replace(marked, edits=tuple(owned._replace(behind="") for owned in marked.edits))
        path.write_bytes(write_docx(marked))
        path.with_suffix(".base.docx").write_bytes(write_docx(Marked(base)))
        target = renumber_notes(apply(base, marked.kept(marked.sources)))
        path.with_suffix(".target.docx").write_bytes(write_docx(Marked(target)))
        for source in marked.sources:
            own = renumber_notes(apply(base, marked.kept([source])))
            path.with_suffix(f".{source}.docx").write_bytes(write_docx(Marked(own)))
        out[name] = (marked, path)
    return out


def all_files(written: Mapping[str, tuple[Marked, Path]]) -> Iterator[Path]:
    for _, path in written.values():
        yield from sorted(path.parent.glob(f"{path.stem}*.docx"))


def test_no_tool_finds_a_fault(shared: Path, written: Mapping[str, tuple[Marked, Path]]) -> None:
    assert oracles.faults(shared, list(all_files(written))) == ""


def test_rejecting_gives_the_base_and_accepting_the_target(shared: Path, written: Mapping[str, tuple[Marked, Path]]) -> None:
    for _, path in written.values():
        for action, wanted in (("reject", ".base.docx"), ("accept", ".target.docx")):
            got = oracles.reference(shared, path, action)
            assert got == oracles.reference(shared, path.with_suffix(wanted), "accept"), (path.name, action)


def test_each_source_has_its_own_text(shared: Path, written: Mapping[str, tuple[Marked, Path]]) -> None:
    for marked, path in written.values():
        assert oracles.keep(shared, path) == oracles.keep(shared, path.with_suffix(".base.docx"))
        for source in marked.sources:
            wanted = oracles.keep(shared, path.with_suffix(f".{source}.docx"))
            assert oracles.keep(shared, path, [source]) == wanted, (path.name, source)


def test_libreoffice_accepts_and_rejects_exactly(
    shared: Path, office: str, written: Mapping[str, tuple[Marked, Path]], tmp_path: Path
) -> None:
    files = [
        p for _, path in written.values() for p in (path, path.with_suffix(".base.docx"), path.with_suffix(".target.docx"))
    ]
    read = oracles.office(office, shared, files, tmp_path)
    for name in written:
        accepted, rejected = read[name]
        assert rejected == read[f"{name}.base"][0], name
        assert accepted == read[f"{name}.target"][0], name


def test_each_part_has_one_kind_of_content(written: Mapping[str, tuple[Marked, Path]]) -> None:
    """A part that is declared twice is no valid package (ECMA-376 Part 2, 7.3.4): Word and others refuse it."""
    for _, path in written.values():
        for file in (path, path.with_suffix(".base.docx")):
            with zipfile.ZipFile(file) as package:
                declared = re.findall(r'PartName="([^"]+)"', package.read("[Content_Types].xml").decode())
                assert len(set(declared)) == len(declared)
                assert {name[1:] for name in declared} <= set(package.namelist())


def test_python_docx_opens_what_we_write(written: Mapping[str, tuple[Marked, Path]]) -> None:
    import docx

    for marked, path in written.values():
        found = docx.Document(str(path.with_suffix(".base.docx"))).paragraphs
        lines = [p.line for p in marked.base.provisions if p.kind is not Kind.NOTE]
        assert [p.text for p in found] == lines
        assert {p.style.name for p in found} >= {"Res_No", "Res_title", "Normal after title", "Call", "Normal"}


def test_the_worked_example(shared: Path, office: str, r1332: Resolution, tmp_path: Path) -> None:
    edits = {}
    for path in sorted((ROOT / "proposals").glob("*.yaml")):
        proposal = read_proposal(path.read_text("utf-8"), path.name)
        fitted = fit(r1332, proposal, EN, read_fragment)
        assert not fitted.problems
        edits[proposal.source] = fitted.edits
    marked = consolidate(r1332, edits)
    target = renumber_notes(apply(r1332, marked.kept(marked.sources)))
    files = []
    for name, found in (("marked", marked), ("base", Marked(r1332)), ("target", Marked(target))):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(write_docx(found))
    assert oracles.faults(shared, files) == ""
    read = oracles.office(office, shared, files, tmp_path / "out")
    assert read["marked"] == (read["target"][0], read["base"][0])


def test_the_same_input_gives_the_same_bytes(r1332: Resolution) -> None:
    edits = proposals(r1332, 5)
    backwards = dict(reversed(edits.items()))
    assert write_docx(consolidate(r1332, edits)) == write_docx(consolidate(r1332, backwards))


def test_marks_bear_no_date_that_nobody_gave(r1332: Resolution) -> None:
    from resdraft.ooxml.names import DATE, DOCUMENT
    from resdraft.ooxml.package import open_package, parse
    from resdraft.ooxml.revisions import marks

    for given, wanted in (({}, {None}), ({"ARB": "2019-05-20", "EUR": "2019-05-21", "RUS": "2019-05-22"}, None)):
        marked = consolidate(r1332, proposals(r1332, 5), given)
        root = parse(open_package(write_docx(marked))[DOCUMENT])
        dates = {mark.get(DATE) for mark in marks(root)}
        assert dates == (wanted or {f"2019-05-2{n}T00:00:00Z" for n in range(3)})


@pytest.mark.parametrize("fault", ["a word lost", "a mark lost", "an author lost"])
def test_a_planted_fault_is_never_written(r1332: Resolution, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    marked = consolidate(r1332, proposals(r1332, 5))
    original = marking.body_paragraphs

    def planted(given: Marked) -> list[MarkedParagraph]:
        out = original(given)
        n = next(n for n, p in enumerate(out) if p.changes or p.sources)
        if fault == "a word lost":
            n = next(n for n, p in enumerate(out) if any(isinstance(c.edit, Replace) and c.edit.new.spans for c in p.changes))
            changed = [c._replace(edit=c.edit._replace(new=Text())) for c in out[n].changes if isinstance(c.edit, Replace)]
            out[n] = out[n]._replace(changes=tuple(changed))
        elif fault == "a mark lost":
            out[n] = out[n]._replace(changes=(), sources=(), status=type(out[n].status).KEPT)
        else:
            changed = [c._replace(sources=("XYZ",)) for c in out[n].changes]
            out[n] = out[n]._replace(changes=tuple(changed), sources=out[n].sources and ("XYZ",))
        return out

    monkeypatch.setattr(marking, "body_paragraphs", planted)
    with pytest.raises(OurFault) as caught:
        write_docx(marked)
    assert caught.value.code == Exit.OUR_FAULT == 70


def test_the_last_paragraph_can_go_and_something_can_come_behind_it(shared: Path, r1332: Resolution, tmp_path: Path) -> None:
    last = [p for p in r1332.provisions if p.kind is Kind.CLAUSE][-1]
    for name, extra in (("deleted", ()), ("replaced", (Provision(Kind.CLAUSE, Text.of("quite another end."), "h)"),))):
        keep = [p for p in r1332.provisions if p.key != last.key]
        at = next(n for n, p in enumerate(keep) if p.kind is Kind.NOTE)
        target = Resolution.assemble([*keep[:at], *extra, *keep[at:]], "en")
        marked = consolidate(r1332, {"RUS": normal_diff(r1332, target, EN)})
        path = tmp_path / f"{name}.docx"
        path.write_bytes(write_docx(marked))
        assert oracles.faults(shared, [path]) == ""
        assert oracles.reference(shared, path, "reject")[-1] == last.line
        assert len(oracles.reference(shared, path, "accept")) == len(target.provisions) - 1


def test_a_footnote_referred_to_twice_is_typed_or_refused() -> None:
    base = read_text(
        "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tone[^1];\nb)\ttwo,\nresolves\nto act.\n[^1]: Some."
    )
    again = "- {clause: noting b), from: two, to: 'two[^1]'}"
    new = "- {clause: noting a), from: one, to: 'one[^x]', footnotes: {x: Others.}}"
    for amendments, fits in ((again, True), (f"{new}\n{again}", False)):
        proposal = read_proposal(f"source: RUS\ntarget: 7\namendments:\n{amendments}")
        fitted = fit(base, proposal, EN, read_fragment)
        assert not fitted.problems
        marked = consolidate(base, {"RUS": fitted.edits})
        if fits:
            texts = read_sources(write_docx(marked))[1]
            assert texts["RUS"] == apply(base, fitted.edits)
        else:
            with pytest.raises(Unfit, match="referred to more than once"):
                write_docx(marked)


def test_a_new_footnote_beside_numbers_out_of_order_is_refused_in_words() -> None:
    base = read_text("RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tone[^3];\nb)\ttwo,\n[^3]: Some.")
    new = "source: RUS\ntarget: 7\namendments:\n- {clause: noting b), from: two, to: 'two[^x]', footnotes: {x: Others.}}"
    fitted = fit(base, read_proposal(new), EN, read_fragment)
    with pytest.raises(Unfit, match="not numbered on"):
        write_docx(consolidate(base, {"RUS": fitted.edits}))
    assert read_docx(write_docx(Marked(base))) == base


def test_marks_in_a_footnote_alone_are_not_passed_over() -> None:
    base = read_text("RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tone[^1];\n[^1]: Some of them.")
    change = "source: RUS\ntarget: 7\namendments:\n- {clause: footnote 1, from: Some, to: Many}"
    content = write_docx(consolidate(base, {"RUS": fit(base, read_proposal(change), EN, read_fragment).edits}))
    with pytest.raises(Unreadable, match="revision marks"):
        read_docx(content)
    assert read_sources(content)[1]["RUS"].notes[0].text.plain == "Many of them."


@pytest.mark.parametrize(
    "change",
    ["- {clause: noting b), from: two, to: 'two[^x]', footnotes: {x: Others.}}", "- {clause: noting b), delete: true}"],
)
def test_footnotes_with_marks_of_their_own(change: str) -> None:
    base = read_text(
        "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nnoting\na)\tone[^1];\nb)\ttwo[^*],\nresolves\nto act.\n[^1]: Some.\n[^*]: Star."
    )
    assert read_docx(write_docx(Marked(base))) == base
    edits = fit(base, read_proposal(f"source: RUS\ntarget: 7\namendments:\n{change}"), EN, read_fragment).edits
    read, texts = read_sources(write_docx(consolidate(base, {"RUS": edits})))
    assert (read, texts["RUS"]) == (base, renumber_notes(apply(base, edits)))


def test_footnotes_of_a_new_file_bear_ids_in_the_order_of_their_references() -> None:
    from resdraft.ooxml.names import DOCUMENT, FOOTNOTES, ID, w
    from resdraft.ooxml.package import open_package, parse

    base = read_text("RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat it is;\nb)\tthat[^1] it was,\n[^1]: Old.")
    change = (
        "source: RUS\ntarget: 7\namendments:\n- {clause: noting a), from: that it, to: 'that[^x] it', footnotes: {x: New.}}"
    )
    content = write_docx(consolidate(base, {"RUS": fit(base, read_proposal(change), EN, read_fragment).edits}))
    parts = open_package(content)
    root, notes = parse(parts[DOCUMENT]), parse(parts[FOOTNOTES])
    assert [r.get(ID) for r in root.iter(w("footnoteReference"))] == ["1", "2"]
    texts = ["".join(t.text or "" for t in note.iter(w("t"))) for note in notes if note.get(w("type")) is None]
    assert texts == ["New.", "Old."]
