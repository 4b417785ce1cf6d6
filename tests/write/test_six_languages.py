"""One resolution in six languages as Word files: plain, marked, as a contribution and as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.lexicon import LANGUAGES, lexicon
from resdraft.model.apply import apply, renumber_notes
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind
from resdraft.ooxml.directions import RIGHT_TO_LEFT, directions
from resdraft.ooxml.names import DOCUMENT, RPR, RUN, T, w
from resdraft.ooxml.package import open_package, parse
from resdraft.ooxml.revisions import everything, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.read.docx import read_docx
from resdraft.write.docx import write_docx

from .. import oracles
from ..strategies import resolutions, targets
from .six_languages import SOURCES, documents, perform, proposed, text_of


@pytest.fixture(scope="module")
def marked() -> Mapping[str, Marked]:
    found = {}
    for language in LANGUAGES:
        base, words = text_of(language), lexicon(language)
        edits = {source: normal_diff(base, proposed(base, source), words) for source in SOURCES}
        found[language] = consolidate(base, edits)
        assert not found[language].clashes
        assert found[language].sources == SOURCES
    return found


@pytest.fixture(scope="module")
def files(marked: Mapping[str, Marked], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """By language: the marked file, beside what rejecting and accepting should give."""
    folder, out = tmp_path_factory.mktemp("six"), {}
    for language, one in marked.items():
        out[language] = folder / f"{language}.docx"
        out[language].write_bytes(write_docx(one))
        out[language].with_suffix(".base.docx").write_bytes(write_docx(Marked(one.base)))
        target = renumber_notes(apply(one.base, one.kept(one.sources)))
        out[language].with_suffix(".target.docx").write_bytes(write_docx(Marked(target)))
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_read_as_it_was_written(language: str) -> None:
    base = text_of(language)
    assert {p.kind for p in base.provisions} >= {Kind.CALL, Kind.CLAUSE, Kind.ANNEX, Kind.ANNEX_TITLE, Kind.NOTE}
    assert max(p.depth for p in base.provisions) == 2
    assert read_docx(write_docx(Marked(base))) == base


def test_libreoffice_accepts_and_rejects_exactly(shared: Path, office: str, files: Mapping[str, Path], tmp_path: Path) -> None:
    every = [file for path in files.values() for file in sorted(path.parent.glob(f"{path.stem}.*docx"))]
    assert oracles.faults(shared, every) == ""
    read = oracles.office(office, shared, every, tmp_path)
    for language in files:
        accepted, rejected = read[language]
        assert rejected == read[f"{language}.base"][0], language
        assert accepted == read[f"{language}.target"][0], language


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Path]]:
    folder = tmp_path_factory.mktemp("documents")
    out = {}
    for language in LANGUAGES:
        (folder / language).mkdir()
        out[language] = documents(language, folder / language)
    return out


def runs_of(root: etree._Element) -> list[tuple[str, etree._Element]]:
    return [("".join(part.text or "" for part in run.iter(T, w("delText"))), run) for run in root.iter(RUN)]


def right_directions(root: etree._Element, file: Path) -> list[bool]:
    """Whether each run goes from right to left, once it is held that it is right."""
    out = []
    for words, run in runs_of(root):
        out.append(run.find(f"{RPR}/{w('rtl')}") is not None)
        assert out[-1] or not RIGHT_TO_LEFT.search(words), (file, words)
        assert not out[-1] or not re.search("[A-Za-z0-9]", words), (file, words)
        for switch in ("b", "i") if out[-1] else ():
            both = [run.find(f"{RPR}/{w(name)}") is not None for name in (switch, f"{switch}Cs")]
            assert both[0] == both[1], (file, words)
    return out


def test_arabic_stands_in_runs_from_right_to_left(files: Mapping[str, Path]) -> None:
    for language, path in files.items():
        turned = 0
        for file in (path, path.with_suffix(".base.docx")):
            parts = open_package(file.read_bytes())
            for part in (DOCUMENT, "word/footnotes.xml", "word/header1.xml"):
                turned += sum(right_directions(parse(parts[part]), file))
            assert (b"<w:bidi/>" in parts["word/styles.xml"]) == (language == "ar")
            assert (parse(parts[DOCUMENT]).find(f".//{w('sectPr')}/{w('bidi')}") is not None) == (language == "ar")
        assert bool(turned) == (language == "ar")


def test_each_language_has_its_fonts(files: Mapping[str, Path]) -> None:
    fonts = {}
    for language, path in files.items():
        styles = parse(open_package(path.with_suffix(".base.docx").read_bytes())["word/styles.xml"])
        named, spoken = next(styles.iter(w("rFonts"))), next(styles.iter(w("lang")))
        fonts[language] = named.get(w("cs")), named.get(w("eastAsia")), spoken.get(w("val"))
        for size in styles.iter(w("sz")):
            assert size.getnext().tag == w("szCs")
    assert fonts["ar"][0] == "Traditional Arabic"
    assert fonts["zh"][1] == "SimSun"
    assert {fonts[language][2] for language in ("fr", "es", "ru")} == {"fr-FR", "es-ES", "ru-RU"}


# What is shown where one thinks of plain text: (text, the characters that stand in runs from right to left as ^).
SHOWN = (
    ("القرار 901", "^^^^^^^   "),
    ("في الدوحة، 2026)", "^^^^^^^^^^^    ^"),
    ("ITU-T وITU-D.", "     ^^     ^"),
    ("312.5 و18/3", "     ^^    "),
    ("1 و2", " ^^ "),
    ("(WRC-12)", "^      ^"),
    ("ITU (Geneva)", "            "),
    ("ITU (عمل ITU) ITU", "   ^^^^^^   ^^   "),
    ("و2023-2026؛", "^    ^    ^"),
    ("٣ مرات", "^^^^^^"),
    ("أ )\tin ITU", "^^^^      "),
)


@pytest.mark.parametrize(("text", "wanted"), SHOWN)
def test_what_belongs_to_which_direction(text: str, wanted: str) -> None:
    assert "".join("^" if turned else " " for turned in directions(text, right_to_left=True)) == wanted


@given(st.text(alphabet="ab١2 ()-,.٪%اب،\t", max_size=12), st.booleans())
def test_letters_and_numbers_have_their_own_directions(text: str, right_to_left: bool) -> None:
    found = directions(text, right_to_left=right_to_left)
    for character, turned in zip(text, found, strict=True):
        assert turned or character not in "اب١"
        assert not turned or character not in "ab2"
    # Blanks and points at the ends have the paragraph's own direction.
    for end in (0, -1):
        assert not text or text[end] not in " .,-،\t" or found[end] == right_to_left


def test_all_documents_have_their_directions(shared: Path, written: Mapping[str, Mapping[str, Path]]) -> None:
    assert oracles.faults(shared, [f for found in written.values() for f in found.values() if f.suffix == ".docx"]) == ""
    for language, found in written.items():
        for name in ("contribution", "consolidated", "table", "fates", "draft", "drafts"):
            parts = open_package(found[name].read_bytes())
            for part in (part for part in parts if re.fullmatch(r"word/(document|footnotes|header1|comments)\.xml", part)):
                turned = right_directions(parse(parts[part]), found[name])
                assert any(turned) or language != "ar" or "footnotes" in part, (found[name], part)
            assert (name != "consolidated") or "word/comments.xml" in parts
            root = parse(parts[DOCUMENT])
            for table in root.iter(w("tbl")):
                assert (table.find(f"{w('tblPr')}/{w('bidiVisual')}") is not None) == (language == "ar"), found[name]
            assert (root.find(f".//{w('sectPr')}/{w('bidi')}") is not None) == (language == "ar"), found[name]


@pytest.mark.usefixtures("office")
def test_new_words_have_directions_in_a_file_of_another_program(
    written: Mapping[str, Mapping[str, Path]], tmp_path: Path
) -> None:
    """Its own runs stay as they are, and new ones take the formatting of their neighbours and the direction of their letters."""
    saved = oracles.office_saved([written["ar"]["base"]], tmp_path)["base"]
    proposal, marked = tmp_path / "RUS.yaml", tmp_path / "marked.docx"
    perform("propose", saved, written["ar"]["base"].with_name("RUS.txt"), "--source", "RUS", "--language", "ar", "-o", proposal)
    perform("apply", saved, proposal, "--language", "ar", "-o", marked)
    root = parse(open_package(marked.read_bytes())[DOCUMENT])
    found = [(words, one.find(f"{RPR}/{w('rtl')}") is not None) for ins in root.iter(w("ins")) for words, one in runs_of(ins)]
    said = [("2034", False), (" (", True), ("PP-34", False), (") نشر تقرير ", True), ("2032", False)]
    assert [one for one in found if one[0]][:5] == said


def test_new_words_in_a_real_proposal_in_arabic(shared: Path, tmp_path: Path) -> None:
    real, base, text = shared / "corpus/docx/tracked/oxpt__RP051-Arabic.docx", tmp_path / "base.docx", tmp_path / "edited.txt"
    perform("accept", real, "-o", base)
    perform("convert", base, text, "--language", "ar")
    said = text.read_text("utf-8")
    word = "جديدة لدعم الاتصالات"
    assert word in said
    text.write_text(said.replace(word, "حديثة (ITU-R) لدعم 25 من الاتصالات", 1), "utf-8")
    proposal, marked = tmp_path / "proposal.yaml", tmp_path / "marked.docx"
    perform("propose", base, text, "--source", "EUR", "--language", "ar", "-o", proposal)
    perform("apply", base, proposal, "--language", "ar", "-o", marked)
    assert oracles.new_faults(shared, marked, base) == ""
    root = parse(open_package(marked.read_bytes())[DOCUMENT])
    new = [(words, one.find(f"{RPR}/{w('rtl')}") is not None) for ins in root.iter(w("ins")) for words, one in runs_of(ins)]
    assert new == [("حديثة (", True), ("ITU-R", False), (") لدعم ", True), ("25", False), (" من", True)]


@pytest.mark.parametrize("name", ["contribution", "consolidated"])
def test_libreoffice_settles_what_the_commands_write(
    shared: Path, office: str, written: Mapping[str, Mapping[str, Path]], tmp_path: Path, name: str
) -> None:
    """As our own accepting and rejecting do. Remarks are left out: LibreOffice without a screen dies of them."""
    files = {}
    for language, found in written.items():
        given = (
            found[name].read_bytes() if name == "contribution" else found["consolidated"].with_name("plain.docx").read_bytes()
        )
        files[language] = tmp_path / f"{language}.docx"
        files[language].write_bytes(given)
        for action in ("accept", "reject"):
            settled = settle(given, action, Selection())
            assert not settled.left
            files[f"{language}.{action}"] = tmp_path / f"{language}.{action}.docx"
            files[f"{language}.{action}"].write_bytes(settled.content)
    assert oracles.faults(shared, [*files.values()]) == ""
    read = oracles.office(office, shared, [*files.values()], tmp_path / "out")
    for language in written:
        assert read[language] == (read[f"{language}.accept"][0], read[f"{language}.reject"][0]), language


def test_the_name_of_a_source_turns_no_number(written: Mapping[str, Mapping[str, Path]]) -> None:
    """``[EUR: 2028]``: the name goes with the brackets, and the number begins the wording."""
    root = parse(open_package(written["ar"]["consolidated"].read_bytes())[DOCUMENT])
    found = [(words, run.find(f"{RPR}/{w('rtl')}") is not None) for words, run in runs_of(root)]
    at = found.index(("EUR", False))
    assert found[at - 1 : at + 3] == [("[", True), ("EUR", False), (": ", True), ("2028", False)]


def test_pages_say_their_language_and_direction(written: Mapping[str, Mapping[str, Path]]) -> None:
    for language, found in written.items():
        page = found["page"].read_text("utf-8")
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<table dir="{direction}">' in page
        assert f'<td lang="{language}" dir="{direction}">' in page
        assert "<bdi>EUR</bdi>" in page
        assert (re.search('2030[^<]*</del><ins class="behind">2028', page) is not None) == (language == "ar")


def test_the_first_column_of_a_workbook_stands_where_reading_begins(written: Mapping[str, Mapping[str, Path]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for language, found in written.items():
        assert bool(openpyxl.load_workbook(found["sheet"]).active.sheet_view.rightToLeft) == (language == "ar")


def test_of_two_numbers_in_a_table_the_struck_one_is_read_first(written: Mapping[str, Mapping[str, Path]]) -> None:
    for language, found in written.items():
        said = [words for words, _ in runs_of(parse(open_package(found["table"].read_bytes())[DOCUMENT]))]
        at = said.index("2028") if language in ("en", "ar") else 0
        assert not at or said[at - 2 : at + 1][-2:] == (["\u200f", "2028"] if language == "ar" else ["2030", "2028"])
        assert ("\u200f" in said) == (language == "ar")


@given(st.data())
def test_directions_change_no_text(data: st.DataObject) -> None:
    """Laws 1, 2 and 7 where all runs of a file are divided by their directions."""
    base = replace(data.draw(resolutions(formatted=True)), language="ar")
    edits = {"RUS": normal_diff(base, replace(data.draw(targets(base)), language="ar"), lexicon("ar"))}
    one = consolidate(base, edits)
    content = write_docx(one)
    assert content == write_docx(one)
    assert read_docx(content, nothing) == base
    assert read_docx(content, everything) == renumber_notes(apply(base, one.kept(["RUS"])))


HELD = {
    "en": "Doha, 9-27 November 2026",
    "fr": "Doha, 9-27 novembre 2026",
    "es": "Doha, 9-27 de noviembre de 2026",
    "ru": "Доха, 9-27 ноября 2026 года",
    "ar": "الدوحة، 9-27 نوفمبر 2026",
    "zh": "2026年11月9日-27日，多哈",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contribution_names_the_place_as_its_language_does(language: str, written: Mapping[str, dict[str, Path]]) -> None:
    root = parse(open_package(written[language]["contribution"].read_bytes())["word/document.xml"])
    assert HELD[language] in "".join(t.text or "" for t in root.iter(T))


def test_a_bold_number_in_arabic_is_bold_in_either_script(written: Mapping[str, Mapping[str, Path]]) -> None:
    """Word shows a number with the Latin switch, LibreOffice with that of the script around it."""
    for name, path in written["ar"].items():
        if path.suffix == ".docx":
            for run in parse(open_package(path.read_bytes())["word/document.xml"]).iter(RUN):
                properties = run.find(RPR)
                for tag in ("b", "i") if properties is not None else ():
                    said = [child is not None for child in (properties.find(w(tag)), properties.find(w(f"{tag}Cs")))]
                    assert said[0] <= said[1], (name, "".join(run.itertext()))
