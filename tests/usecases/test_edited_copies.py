"""Edited copies: new footnotes, several authors, what is not tracked, labels that somebody typed anew."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

import resdraft
from resdraft.model.apply import renumber_notes
from resdraft.model.proposal import Add, Proposal
from resdraft.usecases.documents import open_document
from resdraft.write.text import without_formatting

HEAD = "RESOLUTION 1 (DUBAI, 2018)\nOn a thing\nThe Plenipotentiary Conference (Dubai, 2018),\n"
BASE = f"{HEAD}considering\na)\tthat networks grow;\nb)\tthat members act,\nresolves\n1\tto act;\n2\tto report.\n"
NOTED = BASE.replace("members", "members[^1]") + "[^1]: Old note.\n"
TWO = {"I. Ivanov": "RUS", "A. Silva": "B"}


def word_of(text: str, *changes: tuple[str, str]) -> bytes:
    """A text as a Word file, in somebody's own hand: not marked as ours, with changes made to its XML."""
    content = bytes(resdraft.open(text.encode()).output("docx").content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "word/document.xml":
                for before, after in changes:
                    assert data.count(before) == 1, (before, data)
                    data = data.replace(before, after)
            new.writestr(name, data)
        new.writestr("docProps/app.xml", "<Properties/>")
    return out.getvalue()


def mark(tag: str, author: str, words: str = "") -> str:
    text = "t" if tag == "ins" else "delText"
    inner = f'<w:r><w:{text} xml:space="preserve">{words}</w:{text}></w:r>' if words else ""
    return f'<w:{tag} w:id="1" w:author="{author}" w:date="2022-01-01T00:00:00Z">{inner}</w:{tag}>'


def ivanov(words: str) -> str:
    return mark("ins", "I. Ivanov", words)


def silva(words: str) -> str:
    return mark("ins", "A. Silva", words)


def clause(*content: str, end: str, style: str = "") -> str:
    """A new paragraph, with the author of its mark."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}<w:rPr>{mark('ins', end)}</w:rPr></w:pPr>{''.join(content)}</w:p>"


def reads(document: resdraft.Document) -> list[str]:
    provisions = renumber_notes(without_formatting(document.resolution)).provisions
    return [p.line if p.kind == "note" else p.text.marked() for p in provisions]


def again(base: bytes | str, proposal: Proposal) -> list[str]:
    """The base with a proposal made."""
    given = base.encode() if isinstance(base, str) else base
    return reads(open_document(bytes(resdraft.apply(given, [proposal]).output("docx").content), marks="accept"))


@pytest.mark.parametrize("form", ["text", "docx", "tracked"])
@pytest.mark.parametrize("base", [BASE, NOTED])
def test_a_new_footnote(base: str, form: str) -> None:
    note = "2" if "[^1]" in base else "1"
    text = base.replace("networks", f"networks[^{note}]") + f"[^{note}]: New note.\n"
    copy = text.encode()
    if form == "docx":
        copy = bytes(resdraft.open(copy).output("docx").content)
    if form == "tracked":
        copy = bytes(resdraft.apply(base.encode(), [resdraft.propose(base.encode(), copy, "B").proposals[0]]).output().content)
    (proposal,) = resdraft.propose(base.encode(), copy, "RUS").proposals
    (amendment,) = proposal.amendments
    assert amendment.footnotes == (("new", "New note."),)
    assert "networks[^new]" in str(amendment.instructions)
    assert again(base, proposal) == reads(open_document(copy, marks="accept"))


END = "to act;</w:t></w:r></w:p>"
STRUCK = mark("ins", "I. Ivanov").replace("</w:ins>", mark("del", "A. Silva", "long ") + "</w:ins>")
DEPENDENT = {
    "words in a new clause": clause(ivanov("to hold "), silva("electronic "), ivanov("meetings;"), end="I. Ivanov"),
    "words at its end": clause(ivanov("to hold meetings;"), silva(" at once;"), end="I. Ivanov"),
    "words at its beginning": clause(silva("at once "), ivanov("to hold meetings;"), end="I. Ivanov"),
    "words of it struck": clause(ivanov("to hold "), STRUCK, ivanov("meetings;"), end="I. Ivanov"),
    "words in an empty clause": clause(silva("to hold meetings;"), end="I. Ivanov"),
    "a clause below a new call": clause(ivanov("invites Member States"), end="I. Ivanov", style="Call")
    + clause(silva("to pay."), end="A. Silva"),
    "a clause split": clause(ivanov("to hold meetings;"), end="A. Silva") + clause(ivanov("to sing;"), end="I. Ivanov"),
}


@pytest.mark.parametrize("case", DEPENDENT)
def test_what_depends_on_an_insertion_is_told_or_proposed_together(case: str) -> None:
    copy = word_of(BASE, (END, END + DEPENDENT[case]))
    with pytest.raises(resdraft.Unfit, match=r"A\. Silva.*B.* in what .*I\. Ivanov.*RUS.* inserts") as refused:
        resdraft.propose(BASE.encode(), copy, TWO)
    assert all(problem.clause for problem in refused.value.problems)
    assert "--together" in refused.value.problems[0].hint
    with pytest.raises(resdraft.Unfit, match="in what"):
        resdraft.propose(BASE.encode(), copy, {"A. Silva": "B"}, only_named=True)
    resdraft.propose(BASE.encode(), copy, {"I. Ivanov": "RUS"}, only_named=True)
    (proposal,) = resdraft.propose(BASE.encode(), copy, TWO, together=True).proposals
    assert (proposal.source, proposal.cosigners) == ("RUS", ("B",))
    assert again(BASE, proposal) == reads(open_document(copy, marks="accept"))


def test_words_between_another_s_words_depend_on_them() -> None:
    """Also in a clause of the official text, and where only a part of a word is added."""
    for inner, depends in (
        (ivanov(" with care") + silva(" and haste") + ivanov(" for all"), True),
        (ivanov(" with meeting") + silva("s"), True),
        (ivanov(" with care") + silva(" and haste"), False),
    ):
        copy = word_of(BASE, (END, f"to act</w:t></w:r>{inner}<w:r><w:t>;</w:t></w:r></w:p>"))
        if depends:
            with pytest.raises(resdraft.Unfit, match="in what"):
                resdraft.propose(BASE.encode(), copy, TWO)
        else:
            assert len(resdraft.propose(BASE.encode(), copy, TWO).proposals) == 2


def test_clauses_side_by_side_do_not_depend_on_each_other() -> None:
    """Neither before, behind, nor between two of another's."""
    mine, theirs = clause(ivanov("to hold meetings;"), end="I. Ivanov"), clause(silva("to rest;"), end="A. Silva")
    other = mine.replace("hold", "have")
    for new in (mine + theirs, theirs + mine, mine + theirs + other):
        drafted = resdraft.propose(BASE.encode(), word_of(BASE, (END, END + new)), TWO)
        assert {proposal.source for proposal in drafted.proposals} == {"B", "RUS"}


def test_only_what_depends_is_told() -> None:
    """Words of one author at the end of a clause and in the other's next clause do not make that clause depend on them."""
    before = f"to act;</w:t></w:r>{silva(' at once')}</w:p>"
    new = clause(ivanov("to hold "), silva("long "), ivanov("meetings;"), end="I. Ivanov")
    marked = f"<w:p><w:pPr><w:rPr>{mark('ins', 'I. Ivanov')}</w:rPr></w:pPr>"
    plain = word_of(BASE)
    inside = new.replace(f"<w:pPr><w:rPr>{mark('ins', 'I. Ivanov')}</w:rPr></w:pPr>", "")
    first = paragraph_xml(plain, "to act;").replace("<w:p>", marked).replace(END, before)
    copy = word_of(BASE, (paragraph_xml(plain, "to act;"), first + inside))
    with pytest.raises(resdraft.Unfit) as refused:
        resdraft.propose(BASE.encode(), copy, TWO)
    assert [problem.what.split(" in what ")[0] for problem in refused.value.problems] == ['"A. Silva" (B) writes “long”']


def test_sources_of_a_consolidated_file_do_not_depend_on_each_other() -> None:
    """Their options stand side by side, with the secretariat's brackets between."""
    handed_in = [
        resdraft.propose(BASE.encode(), BASE.replace("to act", new).encode(), code).proposals[0]
        for code, new in (("RUS", "to act now"), ("B", "to sing"), ("F", "to rest"))
    ]
    file = bytes(resdraft.consolidate(BASE.encode(), handed_in).word().content)
    back = resdraft.propose(BASE.encode(), file, {"RUS": "RUS", "B": "B", "F": "F"}, only_named=True)
    assert {p.source for p in back.proposals} == {"RUS", "B", "F"}


def test_labels_that_were_typed_anew_are_told_and_not_proposed() -> None:
    """Also where nothing else changed; not where Word counts them, nor where none changed."""
    only = BASE.replace("2\tto report", "3\tto report")
    drafted = resdraft.propose(BASE.encode(), only.encode(), "RUS")
    assert not drafted.proposals
    assert "renumbering is not proposed: ITU renumbers on adoption (resolves 2 → 3)" in drafted.notices[0]
    new = BASE.replace("1\tto act;\n2\t", "1\tto act;\n2\tto rest;\n3\t")
    drafted = resdraft.propose(BASE.encode(), new.encode(), "RUS")
    assert len(drafted.proposals[0].amendments) == 1
    assert any("renumbering is not proposed" in notice for notice in drafted.notices)
    assert not resdraft.propose(BASE.encode(), BASE.replace("act", "rest").encode(), "RUS").notices


def test_what_is_not_tracked_is_one_source_s() -> None:
    """The other's changes are as if they had been made to the official text; in words that it does not have, they are refused."""
    silent = (
        BASE.replace("networks", "open networks").replace("b)\tthat members act,\n", "").replace("1\tto", "1\tto sing;\n2\tto")
    )
    changes = (
        ("to act;</w:t></w:r>", f"to act</w:t></w:r>{ivanov(' soon')}<w:r><w:t>;</w:t></w:r>"),
        ("grow;</w:t></w:r>", f"grow;</w:t></w:r>{silva(' fast')}"),
    )
    copy = word_of(silent, *changes)
    with pytest.raises(resdraft.Unfit) as refused:
        resdraft.propose(BASE.encode(), copy, TWO)
    assert "--untracked" in refused.value.problems[0].hint
    theirs, mine = resdraft.propose(BASE.encode(), copy, TWO, untracked="RUS").proposals
    assert again(BASE, theirs) == reads(resdraft.open(BASE.replace("grow;", "grow; fast").encode()))
    assert again(BASE, mine) == reads(resdraft.open(silent.replace("to act;", "to act soon;").encode()))
    within = word_of(
        silent, *changes[:1], ("to sing;</w:t></w:r>", f"to sing</w:t></w:r>{silva(' loud')}<w:r><w:t>;</w:t></w:r>")
    )
    with pytest.raises(resdraft.Unfit, match="changed without tracking"):
        resdraft.propose(BASE.encode(), within, TWO, untracked="RUS")
    assert len(resdraft.propose(BASE.encode(), within, TWO, untracked="B").proposals) == 2


ANNEXED = f"{BASE}ANNEX\nTerms of reference\na)\tto meet;\nb)\tto part.\n"


def paragraph_xml(text: bytes, words: str) -> str:
    """The paragraph of a Word file that has these words."""
    with zipfile.ZipFile(io.BytesIO(text)) as package:
        xml = package.read("word/document.xml").decode()
    start = xml.rindex("<w:p>", 0, xml.index(words))
    return xml[start : xml.index("</w:p>", start) + 6]


def gone(label: str, words: str, style: str, *, stays: bool = False) -> str:
    """A struck paragraph as LibreOffice writes it; the mark of the last one stays."""
    end = "" if stays else f"<w:rPr>{mark('del', 'I. Ivanov')}</w:rPr>"
    shown = mark("del", "I. Ivanov", words)
    if label:
        shown = mark("del", "I. Ivanov", label) + shown.replace("<w:r>", "<w:r><w:tab/>")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{end}</w:pPr>{shown}</w:p>'


TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize("table", [False, True])
def test_an_annex_that_is_struck_is_no_silent_edit(table: bool) -> None:
    """The paragraph behind struck ones bears the style of the first of them, and a table in them keeps its rows."""
    plain = word_of(ANNEXED)
    base = plain
    if table:
        row = TABLE.format("<w:p><w:r><w:t>Year</w:t></w:r></w:p>")
        base = word_of(ANNEXED, ("to meet;</w:t></w:r></w:p>", f"to meet;</w:t></w:r></w:p>{row}"))
    changes = [
        (paragraph_xml(plain, ">ANNEX<"), gone("", "ANNEX", "AnnexNo")),
        (paragraph_xml(plain, "Terms"), gone("", "Terms of reference", "Annextitle")),
        (
            paragraph_xml(plain, "to meet"),
            gone("a)", "to meet;", "Normal") + (TABLE.format(gone("", "Year", "Normal")) if table else ""),
        ),
        (paragraph_xml(plain, "to part"), gone("b)", "to part.", "AnnexNo", stays=True)),
    ]
    copy = word_of(ANNEXED, *changes)
    assert resdraft.verify(base, copy).ok
    drafted = resdraft.propose(base, copy, "RUS")
    assert not drafted.notices
    assert again(base, drafted.proposals[0]) == reads(resdraft.open(BASE.encode()))


def test_silent_edits_are_shown_with_what_differs() -> None:
    """A style by its name; characters that look alike by theirs."""
    plain = paragraph_xml(word_of(BASE), "members")
    called = plain.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="Call"/></w:pPr>')
    for change, wanted in (
        ((plain, called), (("delete", "‹style Normal›"), ("insert", "‹style Call›"))),
        (("members act,", "members асt,"), (("delete", "act‹latin small letter a, latin small letter c›"),)),
        (("to act;", "to\u2009act;"), (("insert", "‹thin space›"),)),
    ):
        (found,) = resdraft.verify(BASE.encode(), word_of(BASE, change)).silent
        assert set(wanted) <= set(found.words)


def test_a_clause_that_moves_is_not_renumbered() -> None:
    base = BASE.replace("2\tto report.", "2\tto report on all that was done;\n3\tto end.")
    moved = resdraft.apply(
        base.encode(), [b"source: RUS\ntarget: 1@2018\namendments:\n  - clause: resolves 2\n    move: after resolves 3\n"]
    )
    drafted = resdraft.propose(base.encode(), moved.output("docx").content, "RUS")
    assert drafted.proposals
    assert not [notice for notice in drafted.notices if "renumber" in notice]


def test_a_copy_with_few_paragraphs_of_the_official_text_is_doubted() -> None:
    """Such as the view of `show`, whose lines are wrapped, or another resolution."""
    other = BASE.replace("networks grow", "ships sail").replace("members act", "ports close").replace("to act", "to row")
    other = other.replace("On a thing", "On the sea").replace("to report", "to tell").replace("RESOLUTION 1", "RESOLUTION 2")
    (told,) = [
        n
        for n in resdraft.propose(BASE.encode(), other.replace("considering", "noting").encode(), "RUS").notices
        if "only" in n
    ]
    assert told.startswith("only 2 of the 9 paragraphs")
    assert not any(
        "only" in n for n in resdraft.propose(BASE.encode(), BASE.replace("to act", "to row").encode(), "RUS").notices
    )


def test_a_copy_whose_quotes_and_blanks_another_program_wrote_is_no_other_text() -> None:
    base = BASE.replace("that networks", "that ITU\u2019s\u00a0networks").replace("that members", "that ITU\u2019s members")
    base = base.replace("to act", "\u201cto act\u201d").replace("to report", "to report on ITU\u2011T")
    typed = base.translate({0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x2011: "-"}).replace("On a thing", "On things")
    assert not [
        n for n in resdraft.propose(base.encode(), typed.replace("The Pl", "Our Pl").encode(), "RUS").notices if "only" in n
    ]


BOLD = (
    'that</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:rPr><w:b/>{}</w:rPr><w:t>members</w:t></w:r>'
    '<w:r><w:t xml:space="preserve"> act,'
)
WAS = '<w:rPrChange w:id="7" w:author="I. Ivanov" w:date="2022-01-01T00:00:00Z"><w:rPr/></w:rPrChange>'


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("reworded", [False, True])
def test_formatting_is_told(tracked: bool, reworded: bool) -> None:
    """It is no part of a proposal; whether words change too or not."""
    bold = ("that members act,", BOLD.format(WAS if tracked else ""))
    base = word_of(BASE)
    copy = word_of(BASE.replace("to report", "to report fully") if reworded else BASE, bold)
    drafted = resdraft.propose(base, copy, "RUS")
    assert len(drafted.proposals) == reworded
    assert [n.partition(": ")[2] for n in drafted.notices if "formatting" in n] == [
        "bold, italic and other formatting is no part of a proposal (considering b))"
    ]
    assert not [
        n for n in resdraft.propose(base, word_of(BASE.replace("to report", "to tell")), "RUS").notices if "formatting" in n
    ]


def test_a_comment_gives_reasons_to_its_author_s_proposal_alone_and_is_told_where_it_gives_none() -> None:
    changes = (
        ("to act;</w:t></w:r>", f"to act</w:t></w:r>{ivanov(' soon')}<w:r><w:t>;</w:t></w:r>"),
        ("grow;</w:t></w:r>", f"grow</w:t></w:r>{silva(' fast')}<w:r><w:t>;</w:t></w:r>"),
    )
    document = docx.Document(io.BytesIO(word_of(BASE, *changes)))
    for words, author, said in (("to act", "A. Silva", "is that wise?"), ("that networks", "A. Silva", "they do")):
        runs = next(p for p in document.paragraphs if words in p.text).runs
        document.add_comment(runs[-1:], text=said, author=author, initials="AS")
    out = io.BytesIO()
    document.save(out)
    drafted = resdraft.propose(BASE.encode(), out.getvalue(), TWO)
    reasons = {p.source: [a.reasons for a in p.amendments] for p in drafted.proposals}
    assert reasons == {"RUS": [""], "B": ["they do"]}
    assert [n for n in drafted.notices if "a comment on resolves 1 is no part of the proposal" in n and "is that wise?" in n]


def test_a_line_typed_without_a_dash_between_dashes_is_one_insertion() -> None:
    """Nothing stands below a clause without a label: the dashes behind it stay below the clause that they are below."""
    above = "1\tto act:\nfor all members:\ni)\tto look;\nii)\tto review:\n"
    base = f"{HEAD}resolves\n{above}\u2013\tone thing;\n\u2013\tanother;\n\u2013\ta third;\n2\tto report.\n"
    plain = word_of(base)
    with zipfile.ZipFile(io.BytesIO(plain)) as file:
        written = file.read("word/document.xml").decode()
    at = written.index("another;")
    start = written.rindex("<w:p>", 0, at)
    found = written[start : written.index("</w:p>", at) + len("</w:p>")]
    edited = word_of(base, (found, clause(ivanov("the use of it"), end="I. Ivanov") + found))
    [proposal] = resdraft.propose(plain, edited, sources="RUS").proposals
    [instruction] = proposal.amendments[0].instructions
    assert len(proposal.amendments) == 1
    assert isinstance(instruction, Add)
    assert again(plain, proposal) == reads(open_document(edited, marks="accept"))
