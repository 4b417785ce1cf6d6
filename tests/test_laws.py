"""The laws of the house, over generated resolutions and over real texts."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff, normalise
from resdraft.differences.edits import diff
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied, apply, renumber_notes
from resdraft.model.edit import Relabel
from resdraft.model.marked import Marked
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text, tokenise
from resdraft.ooxml.names import DOCUMENT
from resdraft.ooxml.package import open_package, parse
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.revisions import everything, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.read.docx import read_docx, read_sources
from resdraft.read.json import read_json
from resdraft.read.text import read_text
from resdraft.write.docx import write_docx
from resdraft.write.json import write_json
from resdraft.write.text import write_text

from .strategies import LANGUAGES, resolutions, targets

ALL = tuple(LANGUAGES)
"""The laws hold in each of the six languages, with the calls, labels and heads of each."""


@given(st.text())
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokenise(text)) == text


_CLUSTERS = [
    *("a", "é", "e\u0301", "क्षे", "त्र", "मี", "กำ", "सि", "国", "か\u3099", " ", ".", "–", "\n"),
    *("👨\u200d👩", "👍🏽", "🇫🇷", "🇩🇪", "1\ufe0f\u20e3"),
]


@given(st.lists(st.sampled_from(_CLUSTERS), max_size=8))
def test_no_token_ends_inside_a_grapheme(clusters: list[str]) -> None:
    """What people see as one character is never cut by a mark (Unicode Standard Annex 29; the regex package is the judge)."""
    text = "".join(clusters)
    whole = set(accumulate(map(len, regex.findall(r"\X", text))))
    assert set(accumulate(map(len, tokenise(text)))) <= whole


@given(st.text(alphabet="[]^\\1a ", max_size=20))
def test_note_marks_in_text_lose_nothing(text: str) -> None:
    assert Text.parse(Text.of(text).marked(["1", "a"]), ["1", "a"]) == Text.of(text)


@given(resolutions(languages=ALL))
def test_the_sequence_of_provisions_is_the_tree(r: Resolution) -> None:
    assert Resolution.assemble(r.provisions, r.language, r.provenance) == r


@given(resolutions(languages=ALL))
def test_law_1_text(r: Resolution) -> None:
    r = replace(r, provenance=(("source", "a test: with a colon"),))
    assert read_text(write_text(r, read_text)) == r


@given(resolutions(formatted=True, languages=ALL))
def test_law_1_json(r: Resolution) -> None:
    assert read_json(write_json(r)) == r


@given(resolutions(formatted=True, languages=ALL))
def test_law_1_word(r: Resolution) -> None:
    read = read_docx(write_docx(Marked(r)))
    assert read == r
    assert read.fingerprint == r.fingerprint


@given(resolutions(languages=ALL))
def test_every_address_means_its_place(r: Resolution) -> None:
    addresses = Addresses(r, lexicon(r.language))
    assert {p.key: addresses.find(addresses.of(p.key)) for p in r.provisions} == {p.key: p.key for p in r.provisions}


@given(st.data())
def test_law_2(data: st.DataObject) -> None:
    a = data.draw(resolutions(formatted=True, languages=ALL))
    b = data.draw(resolutions(languages=(a.language,)))
    b = data.draw(st.one_of(targets(a), st.just(b)))
    edits = diff(a, b)
    assert apply(a, ()) == a
    assert apply(a, edits) == replace(b, provenance=a.provenance)


@given(st.data())
def test_normal_form_is_normal(data: st.DataObject) -> None:
    a = data.draw(resolutions(languages=ALL))
    words = lexicon(a.language)
    edits = normal_diff(a, data.draw(targets(a)), words)
    assert not any(isinstance(edit, Relabel) for edit in edits)
    assert normalise(a, edits, words) == edits


def drawn_proposals(data: st.DataObject, base: Resolution, *, apart: bool) -> dict[str, tuple]:
    """Two or three sources; ``apart`` gives each its own share of the text."""
    sources = data.draw(st.sampled_from((("ARB", "RUS"), ("CHN", "EUR", "NO"))))
    out = {}
    for n, source in enumerate(sources):
        share = frozenset(p.key for at, p in enumerate(base.provisions) if at * len(sources) // len(base.provisions) == n)
        out[source] = normal_diff(base, data.draw(targets(base, share if apart else None)), lexicon(base.language))
    return out


@given(st.data())
def test_law_3(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=ALL))
    proposals = drawn_proposals(data, base, apart=False)
    marked = consolidate(base, proposals)
    order = data.draw(st.permutations(sorted(proposals)))
    assert consolidate(base, {source: proposals[source] for source in order}) == marked
    one = min(proposals)
    alone = consolidate(base, {one: proposals[one]})
    twice = consolidate(base, {one: normalise(base, proposals[one], lexicon(base.language))})
    assert twice == alone
    # One more proposal does not change how the others are labelled.
    assert [p.label for p in applied(base, marked.kept([one]))] == [p.label for p in applied(base, alone.kept([one]))]


@given(st.data())
def test_each_source_keeps_its_own_text(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=ALL))
    proposals = drawn_proposals(data, base, apart=False)
    marked = consolidate(base, proposals)
    assert apply(base, marked.kept(())) == base
    for source, edits in proposals.items():
        assert apply(base, marked.kept([source])) == apply(base, edits)


@given(st.data())
def test_laws_4_5_and_7_in_word(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=ALL))
    marked = consolidate(base, drawn_proposals(data, base, apart=True), {"RUS": "2019-05-20"})
    assume(not marked.clashes)
    content = write_docx(marked)
    assert write_docx(marked) == content
    read_base, texts = read_sources(content)
    assert read_base == base
    for source in marked.sources:
        own = apply(base, marked.kept([source]))
        assert texts[source] == renumber_notes(own)
        words = lexicon(base.language)
        assert normal_diff(read_base, texts[source], words) == normal_diff(base, own, words)


@given(st.data())
def test_accepting_and_rejecting_is_what_the_projections_say(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=ALL))
    marked = consolidate(base, drawn_proposals(data, base, apart=True))
    assume(not marked.clashes)
    content = write_docx(marked)
    root = parse(open_package(content)[DOCUMENT])
    for action, choice in (("accept", everything), ("reject", nothing)):
        settled = settle(content, action, Selection())
        assert settled.left == 0
        lines = [(p.style, p.text) for p in paragraphs(parse(open_package(settled.content)[DOCUMENT]), nothing)]
        assert lines == [(p.style, p.text) for p in paragraphs(root, choice)]
    assert read_docx(settle(content, "reject", Selection()).content) == base
    for source in marked.sources:
        one = settle(settle(content, "accept", Selection((source,))).content, "reject", Selection()).content
        assert read_docx(one) == renumber_notes(apply(base, marked.kept([source])))
        other = settle(content, "reject", Selection((source,))).content
        rest = [s for s in marked.sources if s != source]
        left = read_docx(settle(other, "accept", Selection()).content, nothing)
        if len({(getattr(o.edit, "after", None), o.sources) for o in marked.edits}) == len(
            {getattr(o.edit, "after", None) for o in marked.edits}
        ):
            assert left == renumber_notes(apply(base, marked.kept(rest)))
