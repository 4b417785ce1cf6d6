"""How several sources stand in one text: the cases of docs/consolidation.md, and the laws over generated and real texts."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdraft.amend.attribution import attribute
from resdraft.amend.consolidate import consolidate
from resdraft.amend.fit import fit
from resdraft.amend.normalise import normal_diff
from resdraft.amend.options import Wishes, lay_open
from resdraft.amend.overview import overview
from resdraft.errors import Unfit
from resdraft.lexicon import lexicon
from resdraft.model.apply import applied, apply
from resdraft.model.brackets import DELETE
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.groups import Groups
from resdraft.model.marked import SECRETARIAT, Laid, Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.ooxml import manifest
from resdraft.ooxml.projections import flat, paragraphs
from resdraft.ooxml.revisions import everything, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_sources, read_word
from resdraft.read.proposal import read_proposal
from resdraft.read.text import read_fragment, read_text
from resdraft.write.docx import mark_docx, new_docx, write_docx
from resdraft.write.restating import restatable
from tests import oracles
from tests.conftest import ROOT
from tests.looks import file_of
from tests.proposing.test_propose import TEXTS, edited, words_of
from tests.strategies import LANGUAGES, resolutions, targets

EN = lexicon("en")
CODES = ["RUS", "CHN", "ARB", "EUR", "USA", "B", "J", "IND", "AFCP", "IAP", "RCC", "S"]
PAGE = (ROOT / "docs" / "consolidation.md").read_text("utf-8")
RULES = {
    name: dict(re.findall(r"^```(\w+)\n(.*?)^```$", body, re.MULTILINE | re.DOTALL))
    for name, body in re.findall(r"^## (R\d+)[^\n]*\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
GROUPS = Groups((("RCC", frozenset(("RUS",))),))
"""The one of R13; no other case has both."""
CASES = [name for name, texts in RULES.items() if "shown" in texts]


def laid_of(texts: dict[str, str]) -> tuple[Resolution, dict[str, Resolution], Laid]:
    """A case of the page: its base, what each source would have, and the text laid open."""
    base = read_text(texts["base"])
    wanted = {source: read_text(text) for source, text in texts.items() if source not in ("base", "shown")}
    return base, wanted, laid(base, {source: normal_diff(base, text, EN) for source, text in wanted.items()})


def laid(base: Resolution, edits: dict[str, tuple[Edit, ...]], tags: str = "conflicts") -> Laid:
    return lay_open(consolidate(base, edits), tags=tags, groups=GROUPS)


def reading(content: bytes, shared: Path, folder: Path, sources: Sequence[str]) -> list[str]:
    """What an independent reader finds with the marks of these sources alone."""
    file = folder / "read.docx"
    file.write_bytes(content)
    return [line for line in oracles.keep(shared, file, sources) if line.strip()]


def own_reading(content: bytes, sources: Sequence[str]) -> list[str]:
    """What our own projections find with the marks of these sources alone, and what is left once they are accepted and the rest rejected."""
    file = WordFile.open(content)
    choice = (file.manifest or manifest.Manifest()).filter_for(sources)
    found = [p.text for p in flat(paragraphs(file.story.root, choice, tables=True)) if p.text.strip()]
    done = settle(content, "accept", Selection(sources=tuple(sources))).content if sources else content
    left = WordFile.open(settle(done, "reject", Selection()).content).story.root
    assert [p.text for p in flat(paragraphs(left, nothing, tables=True)) if p.text.strip()] == found
    return found


def hold(base: Resolution, edits: dict[str, tuple[Edit, ...]], found: Laid) -> None:
    """With no source it is the base, with each alone what that one proposed; and nobody is named for a deletion that is not his own."""
    assert apply(base, list(found.marked.kept([]))) == base
    for source, own in edits.items():
        assert words_of(apply(base, list(found.marked.kept([source])))) == words_of(apply(base, own)), source
    for conflict in found.conflicts:
        for who in (option.sources for option in conflict.options if option.does == DELETE):
            assert all(Delete(conflict.key) in edits[source] for source in who), (conflict.key, who)


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_as_the_page_shows_it(rule: str, shared: Path, tmp_path: Path) -> None:
    base, wanted, found = laid_of(RULES[rule])
    shown = [f"{before}{p.line}{behind}" for p, before, behind in displayed(found.marked) if p.kind is not Kind.NOTE]
    assert shown == RULES[rule]["shown"].splitlines()
    content = write_docx(found.marked)
    file = tmp_path / "case.docx"
    file.write_bytes(content)
    assert oracles.faults(shared, [file]) == ""
    assert [line for line in oracles.reference(shared, file, "accept") if line.strip()] == shown
    assert reading(content, shared, tmp_path, []) == [p.line for p in base.provisions if p.kind is not Kind.NOTE]
    for source, text in wanted.items():
        own = apply(base, normal_diff(base, text, EN))
        lines = [p.line for p in own.provisions if p.kind is not Kind.NOTE]
        assert reading(content, shared, tmp_path, [source]) == lines, source


def test_the_page_has_every_rule() -> None:
    assert list(RULES) == [f"R{n}" for n in range(1, 15)]
    for rule in CASES:
        assert (ROOT / "docs" / "consolidation" / f"{rule}.png").is_file()


def test_libreoffice_reads_every_rule(shared: Path, office: str, tmp_path: Path) -> None:
    files = []
    for rule in CASES:
        base, _, found = laid_of(RULES[rule])
        for name, content in ((rule, write_docx(found.marked)), (f"{rule}base", write_docx(consolidate(base, {})))):
            files.append(tmp_path / f"{name}.docx")
            files[-1].write_bytes(content)
    read = oracles.office(office, shared, files, tmp_path / "out")
    for rule in CASES:
        # A whole clause with a footnote that comes or goes leaves an empty paragraph in LibreOffice, however it is marked.
        accepted, rejected = ([line for line in lines if line.strip()] for lines in read[rule])
        assert rejected == [line for line in read[f"{rule}base"][0] if line.strip()], rule
        if rule != "R12":
            assert accepted == RULES[rule]["shown"].splitlines(), rule


@given(st.data())
def test_any_proposals_on_any_text(data: st.DataObject) -> None:
    """None gives the base, each source alone what it proposed; the order of proposals does not matter, nor saying one twice."""
    base = data.draw(resolutions(languages=tuple(LANGUAGES)))
    codes = data.draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=4, unique=True))
    edits = {code: normal_diff(base, data.draw(targets(base)), lexicon(base.language)) for code in codes}
    found = laid(base, edits, data.draw(st.sampled_from(["all", "conflicts", "none"])))
    hold(base, edits, found)
    apart(found)
    assert laid(base, dict(reversed(edits.items()))) == laid(base, edits)
    assert laid(base, edits | {codes[0]: edits[codes[0]]}) == laid(base, edits)


def friends(found: Laid) -> list[str]:
    """As many sources as can be had without two that stand for different options of a choice."""
    out: list[str] = []
    for source in found.marked.sources:
        both = {*out, source}
        if all(sum(bool(both & set(o.sources)) for o in choice.options) < 2 for choice in found.conflicts):
            out.append(source)
    return out


def displayed(marked: Marked) -> Iterator[tuple[Provision, str, str]]:
    """The paragraphs with everything accepted, each with the secretariat's words before and behind it."""
    around = {id(o.edit.provision): (o.before, o.behind) for o in marked.edits if isinstance(o.edit, Insert)}
    moved = {o.edit.key: (o.before, o.behind) for o in marked.edits if isinstance(o.edit, Move)}
    edits: list[Edit] = [o.edit for o in marked.edits]
    for p in applied(marked.base, edits):
        before, behind = around.get(id(p)) or moved.get(p.key, ("", ""))
        yield p, before, behind


def apart(found: Laid) -> None:
    """Law 8: with everything accepted no words of two sources touch; the secretariat's stand between them."""
    at: dict[tuple[str, int], list[tuple[str, ...]]] = {}
    for owned in found.marked.edits:
        if isinstance(owned.edit, Replace) and owned.edit.new.spans:
            at.setdefault((owned.edit.key, owned.edit.end), []).append(owned.sources)
    for place, owners in at.items():
        for one, other in pairwise(owners):
            assert one == other or (SECRETARIAT,) in (one, other), place


def proposals_on(base: Resolution, seed: int) -> dict[str, tuple[Edit, ...]]:
    """What two to twelve sources propose, a third of them on the same places."""
    chance = random.Random(seed)  # noqa: S311
    shared = edited(base, seed * 7, 0.04)
    out = {}
    for n, code in enumerate(chance.sample(CODES, chance.randint(2, 12))):
        start = shared if n % 3 == 0 else base
        out[code] = normal_diff(base, edited(start, seed * 100 + n, chance.choice([0.01, 0.03, 0.08])), EN)
    return out


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.parent.name if p.stem.startswith("2019") else p.stem)
def test_real_texts_with_many_sources(path: Path, shared: Path, tmp_path: Path) -> None:
    """From text and from a Word file: the saved file, by an independent reader; one more proposal leaves the others as they are."""
    plain = read_text(path.read_text("utf-8"))
    for seed in (1, 2):
        look = random.Random(f"{path.stem} {seed}").choice(["text", "ours", "itu", "plain", "automatic"])  # noqa: S311
        text = None if look == "text" else read_word(WordFile.open(file_of(plain, look, seed, fields=False)), nothing)
        base = plain if text is None else text.resolution
        edits = proposals_on(base, seed)
        can = (lambda *_: True) if text is None else restatable(base, text.places)
        found = lay_open(consolidate(base, edits), restatable=can)
        hold(base, edits, found)
        apart(found)
        written = new_docx(found.marked) if text is None else mark_docx(found.marked, text.file, text.places)
        for chosen in (found.marked.sources[:1], found.marked.sources[-1:], friends(found)):
            again = None if text is None else read_word(WordFile.open(file_of(plain, look, seed, fields=False)), nothing)
            own = consolidate(base, {source: edits[source] for source in chosen})
            assert not own.clashes
            alone = write_docx(own) if again is None else mark_docx(own, again.file, again.places).content
            got = reading(written.content, shared, tmp_path, chosen)
            assert got == reading(alone, shared, tmp_path, chosen), (look, seed, chosen)
            assert own_reading(written.content, chosen) == own_reading(alone, chosen), (look, seed, chosen)
        fewer = dict(list(edits.items())[:-1])
        last = list(edits)[-1]
        less = laid(base, fewer)
        for source in fewer:
            before = {o.edit for o in less.marked.edits if o.sources == (source,)}
            clashing = {c.key for c in found.conflicts if any(last in o.sources for o in c.options)}
            after = {o.edit for o in found.marked.edits if source in o.sources}
            kept = {e for e in before if isinstance(e, Replace | Delete) and e.key not in clashing}
            assert kept <= after, (seed, source)


def test_libreoffice_on_a_real_text(shared: Path, office: str, r1332: Resolution, tmp_path: Path) -> None:
    """Rejecting all gives the base, accepting all of a file with one source's marks what that one proposed."""
    edits = proposals_on(r1332, 3)
    found = laid(r1332, edits)
    written = {"all": write_docx(found.marked), "base": write_docx(consolidate(r1332, {}))}
    for source in found.marked.sources[:3]:
        mine = settle(
            written["all"], "reject", Selection(sources=tuple(s for s in found.marked.sources if s != source))
        ).content
        written[source] = settle(mine, "reject", Selection(authors=(SECRETARIAT,))).content if found.conflicts else mine
        written[f"{source}-text"] = write_docx(consolidate(apply(r1332, edits[source]), {}))
    files = []
    for name, content in written.items():
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(content)
    assert oracles.faults(shared, files) == ""
    read = oracles.office(office, shared, files, tmp_path / "out")

    def body(lines: list[str]) -> list[str]:
        return [line for line in lines if line.strip() and not line.startswith("[")]

    assert body(read["all"][1]) == body(read["base"][0])
    for source in found.marked.sources[:3]:
        assert body(read[source][0]) == body(read[f"{source}-text"][0]), source


def test_words_that_cannot_be_restated_are_interleaved() -> None:
    """R8: where an anchor stands among the words, each is struck by those who delete it."""
    base = read_text("resolves\n1\tto act at once and with care;\n2\tto report.")
    content = write_docx(consolidate(base, {}))
    marked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(marked, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                split = b'<w:t xml:space="preserve">to act at </w:t></w:r><w:bookmarkStart w:id="9" w:name="here"/>'
                split += b'<w:bookmarkEnd w:id="9"/><w:r><w:t>once and'
                assert b"<w:t>to act at once and" in part
                part = part.replace(b"<w:t>to act at once and", split)
            new.writestr(name, part)
    text = read_word(WordFile.open(marked.getvalue()), nothing)
    edits = {
        source: normal_diff(text.resolution, read_text(f"resolves\n1\tto act {words} with care;\n2\tto report."), EN)
        for source, words in (("ARB", "soon and"), ("RUS", "at last"))
    }
    found = lay_open(consolidate(text.resolution, edits), restatable=restatable(text.resolution, text.places))
    assert [choice.shown for choice in found.conflicts] == ["interleaved"]
    hold(text.resolution, edits, found)
    written = mark_docx(found.marked, text.file, text.places).content
    assert b'w:name="here"' in zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml")


def test_sources_in_conflict_have_no_common_text() -> None:
    _, _, found = laid_of(RULES["R3"])
    content = new_docx(found.marked, conflicts=found.conflicts).content
    with pytest.raises(Unfit, match="no common text"):
        settle(content, "accept", Selection(sources=("ARB", "RUS")))
    one = settle(content, "accept", Selection(sources=("ARB",)))
    rest = settle(one.content, "reject", Selection()).content
    lines = [p.line for p in read_word(WordFile.open(rest), everything).resolution.provisions]
    assert lines[1] == "1\tthat ITU should support digital transformation in developing countries;"


def test_options_in_the_order_that_is_asked_for() -> None:
    base, wanted, _ = laid_of(RULES["R3"])
    edits = {source: normal_diff(base, text, EN) for source, text in wanted.items()}
    found = lay_open(consolidate(base, edits), order=("RUS", "ARB"), wishes=Wishes(("USA",), ("USA",)))
    shown = [f"{before}{p.line}{behind}" for p, before, behind in displayed(found.marked)]
    assert "[RUS: the telecommunications] [ARB: digital transformation] [USA: no change] in" in shown[1]
    hold(base, edits, found)


def test_each_addition_has_the_number_of_its_own_amendment() -> None:
    """Two new clauses of one source, in two amendments: neither bears the other's number."""
    base = read_text("resolves\n1\tto act;\n2\tto report.")
    said = "source: RUS\ndocument: 62\ntarget: ''\namendments:\n"
    said += "  - {after: resolves 1, insert: to rest;}\n  - {after: resolves 2, insert: to sleep.}\n"
    fitted = fit(base, read_proposal(said), EN, read_fragment)
    marked = attribute(consolidate(base, {"RUS": fitted.edits}), {"RUS": fitted.proposed})
    rows = [(row.clause, row.at, row.amendments) for row in overview(marked, lay_open(marked), EN)]
    assert rows == [("resolves 1bis", 1, ("RUS/62/1(1)",)), ("resolves 3", 2, ("RUS/62/1(2)",))]


def test_who_edits_a_footnote_is_in_nobody_s_way() -> None:
    """A footnote goes with its reference: to strike the clause and to reword the footnote is no clash of two wordings of it."""
    base = read_text("resolves\n1\tto act with Members[^1];\n2\tto report.\n[^1]: And with others.")
    texts = {
        "CHN": "resolves\n1\tto report.",
        "RUS": "resolves\n1\tto act with Members[^1];\n2\tto report.\n[^1]: And with many others.",
    }
    edits = {source: normal_diff(base, read_text(text), EN) for source, text in texts.items()}
    found = laid(base, edits)
    assert found.conflicts == ()
    hold(base, edits, found)
    write_docx(found.marked)


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ("all", ["resolves", "1\tto act at once [CHN];", "[RUS: delete]", "3\tto report."]),
        ("conflicts", ["resolves", "1\tto act at once;", "3\tto report."]),
    ],
)
def test_tags(tags: str, wanted: list[str]) -> None:
    base = read_text("resolves\n1\tto act;\n2\tto rest;\n3\tto report.")
    edits = {
        "CHN": normal_diff(base, read_text("resolves\n1\tto act at once;\n2\tto rest;\n3\tto report."), EN),
        "RUS": normal_diff(base, read_text("resolves\n1\tto act;\n2\tto report."), EN),
    }
    found = laid(base, edits, tags)
    assert [f"{before}{p.line}{behind}" for p, before, behind in displayed(found.marked)] == wanted
    hold(base, edits, found)
    write_docx(found.marked)


def test_the_end_of_a_text_that_several_change(r1332: Resolution) -> None:
    """An annex that one deletes, another retitles and a third edits: each one's text keeps its structure, from the file as well."""
    said = {
        "USA": "- {clause: annex, delete: true}",
        "EUR": "- {clause: annex title, from: Terms of Reference, to: Mandate}",
        "CHN": "- {clause: annex d), from: to provide information, to: to inform}",
        "RUS": "- {after: annex h), insert: to rest.}",
    }
    edits = {}
    for source, amendment in said.items():
        fitted = fit(
            r1332, read_proposal(f"source: {source}\ntarget: 1332@2019\namendments:\n  {amendment}"), EN, read_fragment
        )
        assert not fitted.problems
        edits[source] = fitted.edits
    for sources in (("CHN", "EUR", "USA"), ("EUR", "USA"), ("CHN", "EUR", "RUS", "USA")):
        own = {source: edits[source] for source in sources}
        for tags in ("all", "conflicts", "none"):
            found = laid(r1332, own, tags)
            hold(r1332, own, found)
            base, texts = read_sources(write_docx(found.marked))
            assert words_of(base) == words_of(r1332)
            for source in sources:
                assert words_of(texts[source]) == words_of(apply(r1332, own[source])), (sources, tags, source)


def test_what_is_proposed_for_the_whole_text_stands_behind_its_number(r1332: Resolution) -> None:
    found = lay_open(consolidate(r1332, {}), wishes=Wishes(("KOR",), ("KOR",), ("IND",)))
    line = next(f"{p.line}" for p, _, _ in displayed(found.marked))
    assert line == "RESOLUTION 1332 (Modified 2019) [KOR: no change] [IND: suppress]"
    assert [(o.sources, o.does) for o in found.whole] == [(("KOR",), "keep"), (("IND",), "suppress")]


def test_a_tag_stands_behind_what_is_put_first() -> None:
    """Two insertions before the first word of a clause keep their order in Word."""
    text = "noting\n{}ITU acts,\nresolves\n1\tto report{}."
    base = read_text(text.format("", ""))
    edits = {
        "CHN": normal_diff(base, read_text(text.format("that ", "")), EN),
        "RUS": normal_diff(base, read_text(text.format("", " at once")), EN),
    }
    found = laid(base, edits, "all")
    shown = read_word(WordFile.open(write_docx(found.marked)), everything).resolution
    assert shown.provisions[1].text.plain.split() == ["that", "[CHN]", "ITU", "acts,"]


def test_the_secretariat_has_one_name() -> None:
    """The model and Word's marks agree on who writes brackets."""
    assert manifest.SECRETARIAT == SECRETARIAT


def test_the_pictures_are_drawn_by_the_script() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "consolidation.py", "--list"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == CASES


def test_a_footnote_stays_where_an_option_keeps_the_clause_that_another_deletes(shared: Path, tmp_path: Path) -> None:
    """Who deletes the clause deletes its footnote too; the option that restates the clause refers to it still."""
    base = read_text("resolves\n1\tto act with Members[^1];\n2\tto report.\n[^1]: As defined.")
    wanted = {
        "RUS": "resolves\n1\tto report.",
        "EUR": "resolves\n1\tto act apart with Members[^1];\n2\tto report.\n[^1]: As defined.",
    }
    edits = {source: normal_diff(base, read_text(text), EN) for source, text in wanted.items()}
    found = laid(base, edits)
    hold(base, edits, found)
    content = write_docx(found.marked)
    file = tmp_path / "case.docx"
    file.write_bytes(content)
    assert oracles.faults(shared, [file]) == ""
    accepted = WordFile.open(settle(content, "accept", Selection()).content)
    assert accepted.notes is not None
    assert "As defined." in "".join(accepted.notes.root.itertext())
    assert "As defined." not in "".join(
        WordFile.open(
            settle(settle(content, "accept", Selection(sources=("RUS",))).content, "reject", Selection()).content
        ).notes.root.itertext()  # type: ignore[union-attr]
    )


def call_above(provisions: Sequence[Provision], at: int) -> tuple[str, str]:
    """The call that a provision stands under: its key in the base, and its words."""
    return next(((p.key, p.text.plain) for p in provisions[at::-1] if p.kind in (Kind.CALL, Kind.ANNEX)), ("", ""))


def kind_of(base: Resolution, edit: Insert | Move) -> Kind:
    return edit.provision.kind if isinstance(edit, Insert) else base[edit.key].kind


def under_their_calls(base: Resolution, found: Laid) -> None:
    """With everything accepted, every clause of an option stands under the call under which its source has it.

    A call that another source rewords is the same one; one that is an option stands with its words. What a source adds where it deletes the
    call itself stands under the call of those who keep it. Not held where a source puts a new call
    into a section, or moves one: it divides the section for all.
    """
    if any(
        isinstance(o.edit, Insert | Move) and kind_of(base, o.edit) in (Kind.CALL, Kind.ANNEX)
        for o in found.marked.edits
        if not o.before
    ):
        return
    shown = [p for p, _, _ in displayed(found.marked)]
    lines, official = [p.text.plain for p in shown], {p.text.plain for p in base.provisions}
    for owned in found.marked.edits:
        if not isinstance(owned.edit, Insert) or owned.edit.provision.kind is not Kind.CLAUSE or SECRETARIAT in owned.sources:
            continue
        words = owned.edit.provision.text.plain
        own = applied(base, list(found.marked.kept(owned.sources[:1])))
        there = [p.text.plain for p in own]
        if lines.count(words) == there.count(words) == 1:
            (key, call), (its_key, its_call) = call_above(shown, lines.index(words)), call_above(own, there.index(words))
            deleted = call not in there and call in official
            assert call == its_call or (key and key == its_key) or deleted, words


PARENT = """instructs the Secretary-General
to share information,
instructs the Directors
to continue action,
instructs the Council
1\tto act;
2\tto consider:
a)\tthe costs;
b)\tthe needs."""


def test_a_call_that_an_option_needs_is_an_option(shared: Path, tmp_path: Path) -> None:
    base = read_text(PARENT)
    changed = PARENT.replace("to continue", "to go on with").replace("the needs", "the needs and means")
    gone = PARENT.replace("instructs the Directors\nto continue action,\n", "").partition("\n2")[0].replace("act;", "act.")
    edits = {s: normal_diff(base, read_text(text), EN) for s, text in (("F", changed), ("J", gone))}
    found = laid(base, edits)
    hold(base, edits, found)
    shown = [f"{before}{p.line}{behind}" for p, before, behind in displayed(found.marked)]
    assert "[F: instructs the Directors] [J: delete]" in shown
    assert "go on with" in shown[shown.index("[F: instructs the Directors] [J: delete]") + 1]
    assert any(line.startswith("[F: 2\tto consider:] [J: delete]") for line in shown)
    under_their_calls(base, found)
    file = tmp_path / "case.docx"
    file.write_bytes(write_docx(found.marked))
    assert oracles.faults(shared, [file]) == ""
    assert own_reading(file.read_bytes(), ["F"]) == [p.line for p in read_text(changed).provisions]


def test_only_who_deletes_a_clause_is_named_beside_what_is_added_below_it() -> None:
    """Who rewords an item of it strikes and restates the clause too, but proposes no deletion."""
    base = read_text(PARENT)
    texts = {
        "EUR": PARENT.replace("the needs.", "the needs;\nc)\tothers."),
        "J": PARENT.replace("the costs", "the charges"),
        "USA": PARENT.partition("\n2")[0].replace("act;", "act."),
    }
    edits = {source: normal_diff(base, read_text(text), EN) for source, text in texts.items()}
    found = laid(base, edits)
    hold(base, edits, found)
    shown = [f"{before}{p.line}{behind}" for p, before, behind in displayed(found.marked)]
    assert "[USA: delete] [EUR: c)\tothers.]" in shown


def test_a_clause_under_one_s_own_new_call_is_in_nobody_s_way() -> None:
    base = read_text(PARENT)
    new, old = "instructs the Bureau\nto help,\n", "instructs the Directors\nto continue action,\n"
    texts = {"F": PARENT.replace(old, f"{old}{new}"), "USA": PARENT.replace(old, "")}
    edits = {source: normal_diff(base, read_text(text), EN) for source, text in texts.items()}
    assert not consolidate(base, edits).clashes
    found = laid(base, edits)
    hold(base, edits, found)
    assert not found.conflicts
    assert words_of(apply(base, list(found.marked.kept(["F", "USA"])))) == words_of(read_text(PARENT.replace(old, new)))


@given(resolutions(languages=tuple(LANGUAGES)), st.data())
def test_every_clause_of_an_option_stands_under_its_call(base: Resolution, data: st.DataObject) -> None:
    wanted = {source: data.draw(targets(base)) for source in ("ARB", "RUS", "CHN")}
    edits = {source: normal_diff(base, text, lexicon(base.language)) for source, text in wanted.items()}
    under_their_calls(base, laid(base, edits))
