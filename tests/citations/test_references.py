"""References within a text: found, resolved, and rewritten for a renumbered text so that each means what it meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resdraft.citations.reference import Reference
from resdraft.citations.references import InternalReferences
from resdraft.citations.repair import in_base_numbering, repaired, repairs
from resdraft.differences.edits import diff
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.read.text import read_text
from tests.strategies import LETTERS, ROMAN

CALLS = ("considering", "considering further", "recognizing", "resolves", "resolves further", "instructs the Secretary-General")


def references(resolution: Resolution) -> list[Reference]:
    return InternalReferences(resolution).all()


def shown(source: str, language: str = "en") -> list[str]:
    """Each reference as it stands, and what its labels mean."""
    resolution = read_text(source, language=language)
    addresses = Addresses(resolution, lexicon(language))
    out = []
    for reference in references(resolution):
        words = resolution[reference.key].text.plain[reference.start : reference.end]
        means = ["?" * t.ambiguous + "; ".join(addresses.of(key) for key in t.keys) or "broken" for t in reference.targets]
        out.append(f"{words} = {' | '.join(means)}")
    return out


TEXT = """RESOLUTION 1 (Dubai, 2018)
On something
considering
a)	that one;
b)	that two:
i)	first;
ii)	second;
considering further
that three,
resolves
1	that four;
2	that five:
2.1	below;
3	that six:
a)	seven;
b)	eight;
4	{},
instructs the Secretary-General
1	to act;
2	to act again.
ANNEX
Terms of reference
a)	to be;
"""


def test_forms() -> None:
    """What ITU texts write, in the shapes in which they write it."""
    cases = {
        "in line with resolves 3 above": "resolves 3 = resolves 3",
        "see resolves 1 to 3": "resolves 1 to 3 = resolves 1; resolves 2; resolves 3",
        "as considering a) and b) above say": "considering a) and b) = considering a) | considering b)",
        "under resolves 3a), 3b)": "resolves 3a), 3b) = resolves 3 a) | resolves 3 b)",
        "in considering b) ii) above": "considering b) ii) = considering b) ii)",
        "in resolves 2.1": "resolves 2.1 = resolves 2.1",
        "to report on resolves 2 to the Council": "resolves 2 = resolves 2",
        "in instructs the Secretary-General 2 below": "instructs the Secretary-General 2 = instructs the Secretary-General 2",
        "pursuant to considering further above": "considering further = considering further",
        "in resolves 9": "resolves 9 = broken",
        "in resolves 1 and 9 above": "resolves 1 and 9 = resolves 1 | broken",
        "as shown in the Annex": "Annex = annex",
        "the item on page 3 of the Annex": "Annex = annex",
        "in the annex to this resolution": "annex = annex",
        "in Annex 2 to this resolution": "Annex 2 = broken",
        "in Annex 1 to this resolution": "Annex 1 = annex",
        "see resolves 3 to 1": "resolves 3 to 1 = broken",
        "see resolves 1 to 3 b)": "resolves 1 to 3 b) = broken",
        "as 3 above says": "",
        "as under 2 above": "2 = resolves 2",
        "as in 3 b) above": "3 b) = resolves 3 b)",
    }
    for said, wanted in cases.items():
        assert shown(TEXT.format(said)) == ([wanted] if wanted else []), said


NUMBERED = """RESOLUTION 1 (Rev. Hammamet, 2016)
Rules of procedure
resolves
to follow them.
SECTION 1
General
1.1\tOne rule is this.
1.2\tAnother rule is that.
1.3\tA third one is {}.
SECTION 2
More
2.1\tA rule of the second section.
"""


def test_texts_in_numbered_sections() -> None:
    """They refer to their parts by number alone; a number that is none of theirs is a number."""
    for said, wanted in {
        "(see 1.1)": "1.1 = SECTION 1 1.1",
        "in 2.1 above": "2.1 = SECTION 2 2.1",
        "with 1.1 to 1.2 above": "1.1 to 1.2 = SECTION 1 1.1; SECTION 1 1.2",
        "in Section 2 of this resolution": "Section 2 = SECTION 2",
        "of 3.5 metres": "",
        "in Section 2 of the Convention": "",
        "in 1.1 of Recommendation ITU-T A.1": "",
    }.items():
        assert shown(NUMBERED.format(said)) == ([wanted] if wanted else []), said


def test_two_references_in_one_clause() -> None:
    said = "in resolves 1 to 3 and resolves 4, and considering a)"
    assert [line.partition(" = ")[0] for line in shown(TEXT.format(said))] == [
        "resolves 1 to 3",
        "resolves 4",
        "considering a)",
    ]


def test_items_of_an_annex() -> None:
    assert shown(TEXT.format("see item a) of the Annex")) == ["a) = annex a)", "Annex = annex"]
    said = "in items a) and c) of the annex to this resolution"
    assert shown(TEXT.format(said)) == ["a) and c) = annex a) | broken", "annex = annex"]
    unlabelled = "resolves\n1\tto act on item 1 of the Annex to this resolution.\nANNEX\nTo be."
    assert shown(unlabelled) == ["Annex = annex"]
    french = "décide\n1\td'agir selon les points a) et b) de l'annexe de la présente résolution.\nANNEXE\na)\tun;\nb)\tdeux."
    assert shown(french, "fr") == ["a) et b) = annexe a) | annexe b)", "annexe = annexe"]
    russian = "решает\n1\tдействовать согласно пункту a) Приложения к настоящей Резолюции.\nПРИЛОЖЕНИЕ\na)\tодин;\nb)\tдва."
    assert [line.partition(" = ")[0] for line in shown(russian, "ru")] == ["a)", "Приложения"]


def test_an_item_that_leaves_its_annex_is_lost_to_what_names_both() -> None:
    old = read_text("resolves\n1\tto act on item a) of Annex 1.\nANNEX 1\na)\tto be;\nANNEX 2\na)\tto do.")
    keys = {"s1/1": "s1/1", "annex1": "annex1", "annex2": "annex2"}
    item, other = (p.key for p in old.provisions if p.kind is Kind.CLAUSE and p.key.startswith("annex"))
    assert not repairs(references(old), old, lexicon("en"), {**keys, item: item, other: other})[1]
    found, lost = repairs(references(old), old, lexicon("en"), {**keys, item: other})
    assert not found
    assert [target.address for target in lost] == ["annex 1 a)"]


def test_several_annexes_are_a_reference_each() -> None:
    source = (
        "resolves\n1\tto act on annexes 1 and 2 to this resolution, and on Annex 2.\nANNEX 1\na)\tto be;\nANNEX 2\na)\tto do."
    )
    assert shown(source) == ["annexes 1 and 2 = annex 1 | annex 2", "Annex 2 = annex 2"]


def test_what_is_no_reference() -> None:
    """Another text's clauses and annexes, quantities, and clauses that run on behind their call."""
    for said in (
        "in resolves 3 of Resolution 80 (Rev. Marrakesh, 2002)",
        "in resolves 1 or resolves 2 of Resolution 35 (Rev.WRC-23)",
        "in its resolves 2",
        "in the annex to Resolution 44 (Rev. Hammamet, 2016)",
        "in Council Resolution 1305 and the annex thereto",
        "the matter, resolves 3 that",
        "the annexes and protocols",
        "the measures above",
        "considering 30 years of work",
        "it requests 12.",
    ):
        assert shown(TEXT.format(said)) == [], said


def test_a_call_that_stands_twice_is_ambiguous() -> None:
    source = (
        "considering\na)\tone;\nb)\ttwo,\nconsidering\na)\tthree,\nresolves\n1\tas in considering a) and considering (2) a)."
    )
    assert shown(source) == [
        "considering a) = ?considering (1) a); considering (2) a)",
        "considering (2) a) = considering (2) a)",
    ]


@st.composite
def texts(draw: st.DrawFn) -> Resolution:
    """A resolution in numbered clauses, some of which refer to others in the forms that ITU texts use."""
    provisions: list[Provision] = []
    for call in draw(st.lists(st.sampled_from(CALLS), min_size=1, max_size=4)):
        provisions.append(Provision(Kind.CALL, Text.of(call)))
        provisions += draw(_clauses(0, letters=call.endswith(("ing", "further")) and not call.startswith("resolves")))
    if annexes := draw(st.integers(0, 2)):
        for n in range(annexes):
            provisions.append(Provision(Kind.ANNEX, Text.of(f"ANNEX {n + 1}" if annexes > 1 else "ANNEX")))
            provisions += draw(_clauses(0, letters=True))
    plain = Resolution.assemble(provisions)
    addresses, numbered = Addresses(plain, lexicon("en")), list(plain.provisions)
    spots = [n for n, p in enumerate(numbered) if p.kind is Kind.CLAUSE]
    for n in draw(st.lists(st.sampled_from(spots), max_size=5, unique=True)):
        said = draw(_saying(plain, addresses, numbered[n]))
        emphasis = draw(st.sampled_from(("", "i")))
        words = Text.of("that what ").spans + Text.of(said, emphasis).spans + Text.of(" says holds;").spans
        numbered[n] = numbered[n]._replace(text=Text.join(words))
    return Resolution.assemble(numbered)


@st.composite
def _clauses(draw: st.DrawFn, depth: int, letters: bool) -> list[Provision]:
    out = []
    for n in range(draw(st.integers(1, 4))):
        label = f"{LETTERS[n]})" if letters else str(n + 1) if depth == 0 else f"{ROMAN[n]})"
        out.append(Provision(Kind.CLAUSE, Text.of(draw(st.sampled_from(("to act;", "that much;")))), label, depth))
        if depth < 2 and draw(st.integers(0, 4)) == 0:
            out += draw(_clauses(depth + 1, letters=not letters))
    return out


@st.composite
def _saying(draw: st.DrawFn, base: Resolution, addresses: Addresses, at: Provision) -> str:
    """Words that point at one clause or more of the text, unmistakably."""
    keys = [p.key for p in base.provisions if p.kind in (Kind.CLAUSE, Kind.ANNEX, Kind.CALL)]
    key = draw(st.sampled_from(keys))
    kind, (call, labels) = base[key].kind, addresses.parts(key)
    if key.startswith("annex") and kind is not Kind.ANNEX:
        key, kind = key.partition("/")[0], Kind.ANNEX
        call = addresses.of(key)
        if draw(st.booleans()):
            return f"item {labels} of {call if call[-1].isdigit() else 'the annex'}"
    if kind is Kind.ANNEX:
        return draw(st.sampled_from((f"{call} to this resolution", f"{call.capitalize()} to this resolution")))
    if kind is Kind.CALL:
        return f"{call} above"
    siblings = [p.key for p in base.provisions if p.key.rpartition("/")[0] == key.rpartition("/")[0]]
    others = [addresses.parts(k) for k in siblings[siblings.index(key) :]]
    same = [other_labels for other_call, other_labels in others if other_call == call]
    form = draw(st.sampled_from(("one", "above", "list", "range", "two", "alone")))
    if form == "list" and len(same) == len(others) > 1:
        return f"{call} {', '.join(same[:-1])} and {same[-1]} above"
    if form == "range" and len(same) == len(others) > 1:
        return f"{call} {same[0]} to {same[-1]}"
    if form == "two":
        return f"{call} {labels} and {' '.join(addresses.parts(draw(st.sampled_from([key])))).strip()}"
    if form == "alone" and at.key.startswith(key.rpartition("/")[0] + "/"):
        return f"in {labels.split()[-1]} above"
    return f"{call} {labels}{' above' if form == 'above' else ''}"


@st.composite
def renumberings(draw: st.DrawFn) -> tuple[Resolution, list[Provision], dict[str, int]]:
    """A text, the same provisions in another order with some gone and some new, and where each of the old ones stands there."""
    base = draw(texts())
    sections: list[list[Provision]] = []
    for p in base.provisions:
        if p.kind is Kind.CLAUSE and sections:
            sections[-1].append(p)
        else:
            sections.append([p])
    body = [s for s in sections if not s[0].key.startswith("annex")]
    annexes = [s for s in sections if s[0].key.startswith("annex")]
    order = [*draw(st.permutations(body)), *draw(st.permutations(annexes))]
    out: list[Provision] = []
    for section in order:
        out.append(section[0])
        groups: list[list[Provision]] = []
        for p in section[1:]:
            if p.depth == 0:
                groups.append([])
            groups[-1].append(p)
        for group in draw(st.permutations(groups)):
            if draw(st.integers(0, 6)) == 0:
                out.append(Provision(Kind.CLAUSE, Text.of("to do something new;"), group[0].label, 0))
            if draw(st.integers(0, 6)) > 0:
                out += group
    return base, _relabelled(out), {p.key: n for n, p in enumerate(out) if p.key}


def _relabelled(provisions: list[Provision]) -> list[Provision]:
    """Labels in order again, in the style that each has; annexes numbered in order."""
    count = [0] * 4
    out, annexes = [], 0
    numbered = sum(p.kind is Kind.ANNEX for p in provisions) > 1
    for p in provisions:
        if p.kind is not Kind.CLAUSE:
            count = [0] * 4
            annexes += p.kind is Kind.ANNEX
            out.append(p._replace(text=Text.of(f"ANNEX {annexes}")) if p.kind is Kind.ANNEX and numbered else p)
            continue
        depth = min(p.depth, next((d for d in range(4) if count[d] == 0), 3))
        count[depth] += 1
        count[depth + 1 :] = [0] * (3 - depth)
        n, label = count[depth], p.label or ""
        style = f"{n}" if label.isdigit() else f"{ROMAN[n - 1]})" if depth and _roman(label, out) else f"{LETTERS[n - 1]})"
        out.append(p._replace(label=style, depth=depth))
    return out


def _roman(label: str, _: list[Provision]) -> bool:
    return label.rstrip(")") in ROMAN


@given(renumberings())
def test_references_mean_after_renumbering_what_they_meant(case: tuple[Resolution, list[Provision], dict[str, int]]) -> None:
    base, provisions, places = case
    bare = Resolution.assemble(provisions)
    moved = {key: bare.provisions[n].key for key, n in places.items()}
    before = references(base)
    found, lost = repairs(before, bare, lexicon("en"), moved)
    texts = {p.key: repaired(p.text, [r for r in found if r.key == p.key]) for p in base.provisions if p.kind is Kind.CLAUSE}
    after = Resolution.assemble([p._replace(text=texts.get(p.key, p.text)) for p in provisions])
    whole = [r for r in before if not any(t in lost for t in r.targets)]
    now: dict[str, list[str]] = {}
    for reference in references(after):
        now.setdefault(reference.key, []).extend(key for t in reference.targets for key in t.keys)
    for reference in before:
        if reference.key in moved and all(r in whole for r in before if r.key == reference.key):
            wanted = [moved[key] for r in before if r.key == reference.key for t in r.targets for key in t.keys]
            words = base[reference.key].text.plain, after[moved[reference.key]].text.plain
            assert now.get(moved[reference.key]) == wanted, words


def mended(old: str, new: str, moved: dict[str, str]) -> str:
    """The last clause of a text after a renumbering, its italics between stars."""
    base, target = read_text(old), read_text(new)
    spot = next(p for p in reversed(base.provisions) if p.kind is Kind.CLAUSE)
    italic = spot._replace(
        text=Text.join([*Text.of("see ").spans, *Text.of(spot.text.plain[4:-7], "i").spans, *Text.of(" there.").spans])
    )
    base = Resolution.assemble([italic if p.key == spot.key else p for p in base.provisions])
    found, _ = repairs(references(base), target, lexicon("en"), moved)
    return "".join(f"*{s.text}*" if s.emphasis else s.text for s in repaired(italic.text, found).spans)


def test_repairs_keep_the_words_between_labels() -> None:
    old = "resolves\n1\tone;\n2\ttwo;\n3\tthree;\n4\tsee {} there."
    new = "resolves\n1\tnew;\n2\tone;\n3\ttwo;\n4\tthree;\n5\tsee this there."
    moved = {f"s1/{n}": f"s1/{n + 1}" for n in range(1, 5)} | {"s1": "s1"}
    for said, wanted in {
        "resolves 1, 2 and 3": "resolves 2, 3 and 4",
        "resolves 1 to 3": "resolves 2 to 4",
        "resolves 1–2 or 3": "resolves 2–3 or 4",
        "resolves above": "resolves above",
    }.items():
        assert mended(old.format(said), new, moved) == f"see *{wanted}* there."


def test_a_clause_under_another_call_is_said_anew() -> None:
    old = "resolves\n1\tone;\n2\ttwo;\n3\tthree;\n4\tsee {} there."
    new = "resolves\n1\ttwo;\n2\tthree;\n3\tsee this there;\ninstructs the Secretary-General\n1\tone."
    moved = {"s1": "s1", "s1/1": "s2/1", "s1/2": "s1/1", "s1/3": "s1/2", "s1/4": "s1/3"}
    assert mended(old.format("resolves 1"), new, moved) == "see *instructs the Secretary-General 1* there."
    anew = "see *instructs the Secretary-General 1, resolves 1 and resolves 2* there."
    assert mended(old.format("resolves 1 to 3"), new, moved) == anew


def test_a_proposal_means_its_own_numbering() -> None:
    base = read_text("resolves\n1\tthat one thing is so;\n2\tthat another thing holds;\n3\tthat nothing else is said here.")
    proposed = read_text(
        "resolves\n1\tthat one thing is so;\n2\tthat a new clause stands here;\n3\tthat another thing holds;\n"
        "4\tthat nothing else is said here, but for resolves 3 and resolves 2 above.\n"
    )
    other = read_text("\n".join(p.line for p in proposed.provisions).replace(" and resolves 2", " and resolves 1"))
    texts, lost = in_base_numbering(base, diff(base, other))
    assert [text.plain for text in texts.values()] == [
        "that nothing else is said here, but for resolves 2 and resolves 1 above."
    ]
    assert not lost
    texts, lost = in_base_numbering(base, diff(base, proposed))
    assert [text.plain for text in texts.values()] == [
        "that nothing else is said here, but for resolves 2 and resolves 2 above."
    ]
    assert [target.address for target in lost] == ["resolves 2"]


def test_a_label_without_a_call_that_goes_elsewhere_is_said_with_its_call() -> None:
    old = "considering\na)\tone;\nb)\ttwo;\nc)\tsee a) above there."
    base = read_text(old)
    new = read_text("considering\na)\ttwo;\nb)\tsee this above there;\nrecognizing\na)\tone.")
    moved = {"s1": "s1", "s1/1": "s2/1", "s1/2": "s1/1", "s1/3": "s1/2"}
    found, _ = repairs(references(base), new, lexicon("en"), moved)
    assert repaired(base["s1/3"].text, found).plain == "see recognizing a) above there."


def test_an_annex_that_gets_company_is_called_by_its_number() -> None:
    old = read_text("resolves\n1\tto act on the annex to this resolution.\nANNEX\na)\tto be;")
    new = read_text("resolves\n1\tto act on it.\nANNEX 1\na)\tto do;\nANNEX 2\na)\tto be;")
    found, _ = repairs(references(old), new, lexicon("en"), {"s1/1": "s1/1", "annex1": "annex2"})
    assert repaired(old["s1/1"].text, found).plain == "to act on the annex 2 to this resolution."
