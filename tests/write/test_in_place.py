"""Marks put into files that we did not write: what the edits do not touch stays, and each choice of marks reads as it should."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.amend.unused_footnotes import without_unused_footnotes
from resdraft.errors import Problem, Unfit
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply
from resdraft.model.edit import Delete, Insert, Move, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Clause, Kind, Note, Provision, Resolution, Section
from resdraft.model.text import Span, Text
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import ID, PPR, P, w
from resdraft.ooxml.package import open_package, relationships_of
from resdraft.ooxml.places import Place, Stretch, note_start, own_pieces, shown
from resdraft.ooxml.projections import Paragraph, flat, paragraphs
from resdraft.ooxml.projections import number_notes as marks_of
from resdraft.ooxml.revisions import MOVE_RANGES, everything, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.story import open_story
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import read_docx, read_sources, read_word
from resdraft.read.text import read_text
from resdraft.write.docx import mark_docx

from .. import looks, oracles
from ..conftest import SHARED
from ..formatting import canonical, characters

EN = lexicon("en")
GOLD = sorted((SHARED / "corpus/pp18/gold").glob("*.txt")) if (SHARED / "corpus").is_dir() else []
SIX = sorted((Path(__file__).parent / "six").glob("*.txt"))
NEW = "to do what nobody did before, number"


def edited(base: Resolution, seed: object, count: int, own: set[str] | None = None, *, notes: bool = True) -> Resolution:
    """A base with edits of every kind: words replaced, added, struck; clauses added, deleted, moved; a footnote added."""
    chance = random.Random(f"{seed}")  # noqa: S311
    body = [p for p in base.provisions if p.kind is not Kind.NOTE]
    own_notes = [p for p in base.provisions if p.kind is Kind.NOTE]
    for n in range(count):
        free = [at for at, p in enumerate(body) if p.kind is not Kind.BLOCK and (own is None or p.key in own)]
        at = chance.choice(free)
        p = body[at]
        action = chance.choice(["replace", "insert", "strike", "replace", "delete", "add", "move", "note"])
        if p.kind is Kind.CLAUSE and action == "delete" and len(free) > 3:
            del body[at]
        elif p.kind is Kind.CLAUSE and action == "add":
            body.insert(at + 1, Provision(Kind.CLAUSE, Text.of(f"{NEW} {seed} {n};"), p.label and "x)", p.depth))
        elif p.kind is Kind.CLAUSE and action == "move":
            places = [m for m, q in enumerate(body) if q.kind is Kind.CLAUSE and q.depth == p.depth and q is not p]
            places = [m for m in places if own is None or body[m].key in own]
            if places:
                to = chance.choice(places)
                body.insert(to + (to < at), body.pop(at))
        elif action == "note" and notes and p.kind is Kind.CLAUSE and p.text.tokens:
            mark = f"new{n}"
            text = Text((*p.text.spans, *Text.parse(f"[^{mark}]", [mark]).spans))
            body[at] = p._replace(text=text)
            own_notes.append(Provision(Kind.NOTE, Text.of(f"A footnote of {seed} {n}."), mark))
        elif p.text.tokens:
            words = p.text.tokens
            low = chance.randrange(len(words))
            high = min(len(words), low + chance.randrange(1, 5))
            if not any("\n" in token.text or token.note for token in words[low:high]):
                new = {"insert": f"{words[low].text} moreover", "strike": ""}.get(action, "quite other words")
                text = p.text.replace(low, high if action != "insert" else low + 1, Text.of(new))
                # No words may be lost to blanks at the ends, which readers of Word files leave out.
                body[at] = p._replace(text=text) if text.plain and text.plain == text.plain.strip() else p
    referred = {mark for p in body for mark in p.text.notes}
    target = Resolution.assemble([*body, *(n for n in own_notes if n.label in referred)], base.language, base.provenance)
    return without_unused_footnotes(base, target)


def touched(marked: Marked, places: dict[str, Place]) -> set[etree._Element]:
    """The paragraphs of the base that an edit is on, or whose mark it changes."""
    out: set[etree._Element] = set()
    for owned in marked.edits:
        edit = owned.edit
        if isinstance(edit, Replace | Delete | Move) and not edit.key.startswith("note/"):
            out.update(places[edit.key].elements)
    return out


def name_notes_by_words(root: etree._Element, parts: Mapping[str, bytes]) -> None:
    """Let each reference name what its footnote says without any mark: ids of notes are names, and may be given anew."""
    notes = WordFile.of(dict(parts)).notes
    said = {note.get(ID): "\n".join(p.text for p in paragraphs(note, nothing)) for note in (notes.root if notes else ())}
    for reference in root.iter(w("footnoteReference")):
        reference.set(ID, said.get(reference.get(ID), ""))


def holds_law_6(before: bytes, after: bytes, marked: Marked, places: dict[str, Place], root: etree._Element) -> None:
    """Other parts are what they were; so is each paragraph that no edit touches; touched ones keep their formatting."""
    old, new = open_package(before), open_package(after)
    main = WordFile.open(before).main
    may = {main, "[Content_Types].xml", "word/_rels/document.xml.rels", "word/footnotes.xml", Manifest.part_name(old)}
    for name, content in old.items():
        assert name in may or new[name] == content, name
    assert {n for n in new if n not in old and not n.startswith("customXml/")} <= {"word/footnotes.xml"}
    story, again = open_story(old[main], main), open_story(new[main], main)
    rejected = open_story(open_package(settle(after, "reject", Selection()).content)[main], main)
    assert story is not None
    assert again is not None
    assert rejected is not None
    for opened, parts in ((story, old), (again, new), (rejected, open_package(settle(after, "reject", Selection()).content))):
        name_notes_by_words(opened.root, parts)
    numbers = {p: n for n, p in enumerate(root.iter(P))}
    edited_ones = {numbers[p] for element in touched(marked, places) for p in element.iter(P)}
    originals = list(story.root.iter(P))
    written = Counter(canonical(p) for p in again.root.iter(P))
    untouched = Counter(canonical(p) for n, p in enumerate(originals) if n not in edited_ones)
    missing = untouched - written
    # The mark of the last paragraph that stays may speak for what comes behind it.
    assert sum(missing.values()) <= 1
    back = list(rejected.root.iter(P))
    assert len(back) == len(originals)
    for n, (p, q) in enumerate(zip(originals, back, strict=True)):
        assert characters(p) == characters(q), n
        if n not in edited_ones:
            assert [canonical(child) for child in p] == [canonical(child) for child in q]
        assert [canonical(child) for child in p if child.tag == PPR] == [canonical(child) for child in q if child.tag == PPR]


def marked_in(
    content: bytes, proposals: dict[str, Resolution], base: Resolution
) -> tuple[Marked, bytes, WordFile, dict[str, Place]]:
    file = WordFile.open(content)
    text = read_word(file, language=base.language)
    assert text.resolution == base or text.resolution.fingerprint == base.fingerprint
    edits = {source: normal_diff(text.resolution, target, lexicon(base.language)) for source, target in proposals.items()}
    marked = consolidate(text.resolution, edits)
    if marked.clashes:
        raise Unfit(Problem("layout of the test: the sources clash"))
    original = WordFile.open(content)
    places = read_word(original, language=base.language).places
    written = mark_docx(marked, file, text.places, "2026-05-20")
    return marked, written.content, original, places


@pytest.mark.parametrize("look", looks.LOOKS)
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_the_same_tree_from_text_and_from_every_look(path: Path, look: str) -> None:
    base = read_text(path.read_text("utf-8"))
    for seed in range(2):
        read = read_docx(looks.file_of(base, look, seed))
        assert [(p.key, *p.content[::2], p.text.marked()) for p in read.provisions] == [
            (p.key, *p.content[::2], p.text.marked()) for p in base.provisions
        ]
        assert read.fingerprint == base.fingerprint


@given(st.data())
def test_laws_2_5_and_6_in_every_look(data: st.DataObject) -> None:
    """Of the real texts, where they are there, and of a text of ours in six languages."""
    language, path = data.draw(st.sampled_from([*(("en", path) for path in GOLD), *((own.stem, own) for own in SIX)]))
    look = data.draw(st.sampled_from(looks.LOOKS))
    laws_hold(path, language, look, data.draw(st.integers(0, 1 << 30)), several=data.draw(st.booleans()))


@pytest.mark.parametrize("path", SIX, ids=lambda p: p.stem)
def test_a_label_ante_and_marks_at_the_end_of_a_file_in_six_languages(path: Path) -> None:
    """By these seeds a clause goes before the first one, and at the end one comes and the last one goes."""
    for look, seed in (("ours", 1), ("itu", 7), ("plain", 4)):
        laws_hold(path, path.stem, look, seed, several=seed % 2 == 1)


def laws_hold(path: Path, language: str, look: str, seed: int, *, several: bool) -> None:
    base = read_text(path.read_text("utf-8"), language)
    content = looks.file_of(base, look, seed)
    base = read_docx(content, language=language)
    keys = [p.key for p in base.provisions if p.kind is not Kind.NOTE]
    half = len(keys) // 2
    shares = {"CHN": set(keys[: half - 1]), "RUS": set(keys[half + 1 :])} if several else {"RUS": set(keys)}
    proposals = {source: edited(base, f"{source} {seed}", 6, own) for source, own in shares.items()}
    try:
        marked, after, original, places = marked_in(content, proposals, base)
    except Unfit as caught:
        unfit = caught
    else:
        unfit = None
    if unfit is not None:
        # Only what cannot be touched may be refused, and it says what stands in the way.
        reasons = ("field", "content control", "more than one paragraph", "layout", "typed numbers", "numbered on")
        assert all(any(reason in problem.what for reason in reasons) for problem in unfit.problems), unfit.problems
        return
    holds_law_6(content, after, marked, places, original.story.root)
    read, texts = read_sources(after)
    assert [p.content for p in read.provisions] == [p.content for p in base.provisions]
    for source in marked.sources:
        own = apply(base, marked.kept([source]))
        assert normal_diff(read, texts[source], lexicon(language)) == normal_diff(base, own, lexicon(language))
        one = settle(settle(after, "accept", Selection((source,))).content, "reject", Selection()).content
        marks = Manifest(sources=marked.sources).filter_for([source])
        settled, kept = WordFile.open(one).story.root, WordFile.open(after).story.root
        assert [p.text for p in paragraphs(settled, nothing)] == [p.text for p in paragraphs(kept, marks)]


def test_thirty_edits_in_an_assembly_s_own_file(shared: Path, tmp_path: Path) -> None:
    (real,) = shared.glob("corpus/itu-docx/*.docx")
    content = real.read_bytes()
    base = read_docx(content)
    own = {p.key for p in base.provisions if p.kind is not Kind.NOTE and not (p.kind is Kind.CALL and "\n" in p.text.plain)}
    kinds: set[type] = set()
    for seed in range(3):
        target = edited(base, f"assembly {seed}", 30, own)
        try:
            marked, after, original, places = marked_in(content, {"RUS": target}, base)
        except Unfit as unfit:
            # A new footnote before all typed numbers has no number of its own; nothing else is refused.
            assert all("typed numbers" in problem.what for problem in unfit.problems)  # noqa: PT017
            continue
        holds_law_6(content, after, marked, places, original.story.root)
        read, texts = read_sources(after)
        assert [p.content for p in read.provisions] == [p.content for p in base.provisions]
        own_text = apply(base, marked.kept(["RUS"]))
        assert normal_diff(read, texts["RUS"], EN) == normal_diff(base, own_text, EN)
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(after)
        assert oracles.new_faults(shared, path, real) == ""
        kinds |= {type(owned.edit) for owned in marked.edits}
    assert kinds == {Replace, Delete, Insert, Move}


@pytest.fixture(scope="module")
def in_place(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files with marks in them: beside each its base (.base), and what accepting all of them gives (.target).

    Clauses that refer to footnotes are neither added, deleted nor moved: LibreOffice leaves an empty paragraph behind those. There are no
    fields either: LibreOffice computes them anew.
    """
    folder = tmp_path_factory.mktemp("in place")
    (real,) = shared.glob("corpus/itu-docx/*.docx")
    gold = read_text((shared / "corpus/pp18/gold/140.txt").read_text("utf-8"))
    files = {"WTSA": real.read_bytes()} | {look: looks.file_of(gold, look, 1, fields=False) for look in looks.LOOKS}
    out = []
    for name, content in files.items():
        base = read_docx(content)
        keys = [p.key for p in base.provisions if p.kind not in (Kind.NOTE, Kind.TITLE, Kind.CALL) and not p.text.notes]
        shares = {"CHN": set(keys[: len(keys) // 2 - 1]), "RUS": set(keys[len(keys) // 2 + 1 :])}
        for seed in range(50):
            proposals = {
                source: edited(base, f"{name} {source} {seed}", 15, own, notes=False) for source, own in shares.items()
            }
            try:
                after = marked_in(content, proposals, base)[1]
            except Unfit:
                continue
            break
        path = folder / f"{name}.docx"
        path.write_bytes(after)
        path.with_suffix(".base.docx").write_bytes(content)
        path.with_suffix(".target.docx").write_bytes(settle(after, "accept", Selection()).content)
        out.append(path)
    return out


def test_other_tools_agree_on_files_marked_in_place(shared: Path, in_place: list[Path]) -> None:
    for path in in_place:
        base, target = path.with_suffix(".base.docx"), path.with_suffix(".target.docx")
        assert oracles.new_faults(shared, path, base) == "", path.name
        assert oracles.reference(shared, path, "reject") == oracles.reference(shared, base, "accept")
        assert oracles.reference(shared, path, "accept") == oracles.reference(shared, target, "accept")


def test_libreoffice_agrees_on_files_marked_in_place(shared: Path, office: str, in_place: list[Path], tmp_path: Path) -> None:
    files = [p for path in in_place for p in (path, path.with_suffix(".base.docx"), path.with_suffix(".target.docx"))]
    read = oracles.office(office, shared, files, tmp_path)
    for path in in_place:
        accepted, rejected = read[path.stem]
        assert rejected == read[f"{path.stem}.base"][0], path.name
        assert accepted == read[f"{path.stem}.target"][0], path.name


def as_clauses(file: WordFile) -> tuple[Resolution, dict[str, Place]]:
    """Any document as a text of one clause a paragraph, cells of tables included."""
    found = flat(file.base)
    names = marks_of(found)
    bodies = {note.get(ID): note for note in file.notes.root} if file.notes is not None else {}
    texts = []
    for number, mark in names.items():
        lines = [_text(p, {}, only_words=True) for p in paragraphs(bodies[number], nothing)] if number in bodies else []
        start = note_start(paragraphs(bodies[number], nothing)[0], exact=False) if lines else 0
        texts.append(Note(mark, Text.of("\n".join(line.plain for line in lines)[start:])))
    clauses = tuple(Clause(_text(p, names)) for p in found)
    resolution = Resolution(sections=(Section(None, clauses),), notes=tuple(texts))
    keys = [p.key for p in resolution.provisions if p.kind is not Kind.NOTE]
    sizes = [sum(1 if piece.note else len(shown(piece, exact=False)) for piece in own_pieces(p)) for p in found]
    return resolution, {k: Place((Stretch(p, 0, size),)) for k, p, size in zip(keys, found, sizes, strict=True)}


def _text(p: Paragraph, names: dict[str, str], *, only_words: bool = False) -> Text:
    return Text.join(
        Span("", note=names[piece.note]) if piece.note else Span(shown(piece, exact=False), piece.emphasis)
        for piece in own_pieces(p)
        if not (only_words and piece.note)
    )


def one_word(content: bytes, seed: str, name: str) -> str:
    """Edit one word of a random paragraph and hold the laws; what was refused, else nothing."""
    file = WordFile.open(content, name)
    base, places = as_clauses(file)
    chance = random.Random(seed)  # noqa: S311
    places_of_words = [
        (p.key, n) for p in base.provisions if p.kind is not Kind.NOTE for n, t in enumerate(p.text.tokens) if t.text.isalpha()
    ]
    if not places_of_words:
        return "no words"
    key, n = chance.choice(places_of_words)
    new = chance.choice([Text.of("reworded"), Text.of(base[key].text.tokens[n].text + " anew"), Text()])
    marked = Marked(base, (Owned(Replace(key, n, n + 1, new), ("XYZ",)),))
    before_state = [(p.style, p.text) for p in paragraphs(file.story.root, everything)]
    had_marks = file.marked
    try:
        after = mark_docx(marked, file, places).content
    except Unfit as unfit:
        return unfit.problems[0].what
    back = settle(after, "reject", Selection(("XYZ",))).content
    original, again = WordFile.open(content), WordFile.open(back)
    assert [(p.style, p.text) for p in paragraphs(again.story.root, everything)] == before_state
    assert [(p.style, p.text) for p in paragraphs(again.story.root, nothing)] == [
        (p.style, p.text) for p in paragraphs(original.story.root, nothing)
    ]
    old, new_parts = open_package(content), open_package(after)
    main = original.main
    allowed = {main, "[Content_Types].xml", relationships_of(main), Manifest.part_name(old)}
    assert all(name in allowed or new_parts[name] == part for name, part in old.items())
    number = {p: m for m, p in enumerate(original.story.root.iter(P))}
    _, own_places = as_clauses(original)
    changed = {number[e] for e in own_places[key].elements}
    pairs = list(zip(original.story.root.iter(P), WordFile.open(after).story.root.iter(P), strict=True))
    inside = {m for m, (p, _) in enumerate(pairs) for a in p.iterancestors(P) if number.get(a) in changed}
    holding = {number[a] for m in changed for a in pairs[m][0].iterancestors(P)}
    for m, (p, q) in enumerate(pairs):
        if m not in changed | inside | holding:
            assert canonical(p) == canonical(q), m
    for p, q in zip(original.story.root.iter(P), again.story.root.iter(P), strict=True):
        assert characters(p) == characters(q)
    assert had_marks or not again.marked
    return ""


def test_one_word_in_any_document(shared: Path) -> None:
    """Documents with tables, pictures, fields, content controls and others' marks, of many makes; half of them unless more is asked."""
    refused: Counter[str] = Counter()
    rounds = max(1, int(os.environ.get("RESDRAFT_EXAMPLES", "60")) // 60)
    files = sorted([*shared.glob("corpus/docx/itu_un/*.docx"), *shared.glob("corpus/docx/tracked/*.docx")])
    if "RESDRAFT_EXAMPLES" not in os.environ:
        files = sorted(random.Random(7).sample(files, len(files) // 2))  # noqa: S311
    for at, path in enumerate(files):
        content = path.read_bytes()
        for n in range(rounds):
            # In turn: with the marks of others in it, and with them accepted.
            own = content if (at + n) % 2 else settle(content, "accept", Selection()).content
            refused[one_word(own, f"{path.stem} {n}", path.name)] += 1
    assert refused[""] > 0.8 * rounds * len(files), refused


def test_a_new_clause_looks_like_the_nearest_of_its_kind() -> None:
    base = read_text(
        "RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\n1\tthat one;\n2\tthat two,\nresolves\n1\tto do;\n2\tto end."
    )
    content = looks.file_of(base, "itu", 2)
    file = WordFile.open(content)
    text = read_word(file)
    for key, indent in (("s1/1", "111"), ("s1/2", "222"), ("s2/1", "333"), ("s2/2", "444")):
        properties = text.places[key].elements[0].find(PPR)
        assert properties is not None
        properties.insert(0, etree.Element(w("ind"), {w("left"): indent}))
    new = Provision(Kind.CLAUSE, Text.of("to go on;"), "1bis")
    mark_docx(Marked(text.resolution, (Owned(Insert("s2/1", 0, new), ("RUS",)),)), file, text.places)
    added = text.places["s2/1"].elements[0].getnext()
    assert added is not None
    indent_of_new = added.find(f"{PPR}/{w('ind')}")
    assert indent_of_new is not None
    assert indent_of_new.get(w("left")) == "333"
    assert [run.text for run in added.iter(w("t"))] == ["1", "bis", "to go on;"]


@pytest.mark.parametrize(
    ("depth", "label", "indent"),
    [
        (1, "–", {"left": "794", "hanging": "794"}),
        (1, None, {"left": "794", "firstLine": "0"}),
        (2, "–", {"left": "1191", "hanging": "397"}),
        (3, "i)", {"left": "1588", "hanging": "397"}),
    ],
)
def test_a_sub_item_in_a_file_without_styles_is_indented_as_itu_s_are(
    depth: int, label: str | None, indent: dict[str, str]
) -> None:
    stem = "RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nresolves\n1\tto do:\n"
    above = [f"\\clause{n}\ta)\tto do:\n" for n in range(1, depth)]
    text = read_word(WordFile.open(looks.file_of(read_text(stem + "".join(above)), "plain", 2)))
    last = text.resolution.provisions[-1].key
    new = Provision(Kind.CLAUSE, Text.of("to go on;"), label, depth)
    mark_docx(Marked(text.resolution, (Owned(Insert(last, 0, new), ("RUS",)),)), text.file, text.places)
    added = text.places[last].elements[0].getnext()
    assert added is not None
    found = added.find(f"{PPR}/{w('ind')}")
    assert found is not None
    assert {etree.QName(name).localname: value for name, value in found.attrib.items()} == indent


def test_words_at_the_end_that_go_on_into_a_new_clause_are_marked_as_one_stretch() -> None:
    # Otherwise LibreOffice joins the clause to the next but one when the marks are rejected.
    base = read_text("RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat one;\nb)\tthat two,")
    file = WordFile.open(looks.file_of(base, "itu", 2))
    text = read_word(file)
    size = len(text.resolution["s1/1"].text.tokens)
    edits = (
        Owned(Replace("s1/1", size - 1, size, Text.of(" and more;")), ("RUS",)),
        Owned(Insert("s1/1", 0, Provision(Kind.CLAUSE, Text.of("that one and a half;"), "a)bis")), ("RUS",)),
    )
    mark_docx(Marked(text.resolution, edits), file, text.places)
    first = text.places["s1/1"].elements[0]
    second = first.getnext()
    assert second is not None
    assert first.find(f"{PPR}/{w('rPr')}/{w('ins')}") is not None
    assert second.find(f"{PPR}/{w('rPr')}/{w('ins')}") is None


def test_the_last_paragraph_s_mark_keeps_its_formatting() -> None:
    base = read_text("RESOLUTION 7 (Geneva, 2022)\nT\nThe Council,\nnoting\na)\tthat one;\nb)\tthat two.")
    file = WordFile.open(looks.file_of(base, "itu", 2))
    body = next(iter(file.story.root))
    for blank in [p for p in body if p.tag == P and not len(p)]:
        body.remove(blank)
    text = read_word(file)
    last = text.places["s1/2"].elements[0]
    before = [canonical(child) for child in last]
    new = Owned(Insert("s1/2", 0, Provision(Kind.CLAUSE, Text.of("that three."), "b)bis")), ("RUS",))
    content = mark_docx(Marked(text.resolution, (new,)), file, text.places).content
    back = list(WordFile.open(settle(content, "reject", Selection()).content).story.root.iter(P))[-1]
    assert [canonical(child) for child in back] == before


def test_a_move_gets_a_name_that_no_move_in_the_file_has() -> None:
    """The ends of a move are known by its name alone, and marks that stay have names too."""
    base = read_text("resolves\n1\tto act;\n2\tto report;\n3\tto publish;\n4\tto end.")

    def moved(content: bytes, source: str, move: Move) -> bytes:
        file = WordFile.open(content)
        text = read_word(file, nothing)
        marked = Marked(text.resolution, (Owned(move, (source,)),))
        return mark_docx(marked, file, text.places).content

    content = looks.file_of(base, looks.LOOKS[0], 1, fields=False)
    content = moved(content, "RUS", Move("s1/1", "s1/2", 0, 0, "2bis"))
    content = moved(content, "CHN", Move("s1/4", "s1/2", 0, 0, "2ter"))
    names = [start.get(w("name")) for start in WordFile.open(content).story.root.iter(*MOVE_RANGES)]
    assert sorted(Counter(names).values()) == [2, 2]
