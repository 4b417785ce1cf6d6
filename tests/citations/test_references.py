"""References within a text: found, resolved, and rewritten for a renumbered text so that each means what it meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.citations.reference import Reference
from resdraft.citations.references import InternalReferences
from resdraft.citations.repair import in_base_numbering, repaired, repairs
from resdraft.differences.edits import diff
from resdraft.lexicon import LANGUAGES, call_forms, lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.read.text import read_text
from tests.citations.test_parallel_references import CALLS as CALLS_OF
from tests.strategies import LETTERS, ROMAN


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


class Said(NamedTuple):
    """How a language refers from one clause to another. What is in braces is filled in."""

    one: tuple[str, ...]
    section: str
    alone: str
    annex: str
    item: str
    heading: str
    listed: tuple[str, str] = (", ", " and ")
    to: str = " to "
    letters: Sequence[str] = LETTERS


SAID = {
    "en": Said(
        ("{call} {labels}", "{call} {labels} above", "items {labels} of {call}"),
        "{call} above",
        "in {labels} above",
        "{annex} to this resolution",
        "item {labels} of {annex} to this resolution",
        "ANNEX",
    ),
    "fr": Said(
        ("{call} {labels}", "{call} {labels} ci-dessus", "au point {labels} du {call} ci-dessus"),
        "{call} ci-dessus",
        "au point {labels} ci-dessus",
        "{annex} de la présente résolution",
        "point {labels} de l'{annex} de la présente résolution",
        "ANNEXE",
        (", ", " et "),
        " à ",
    ),
    "es": Said(
        ("{call} {labels}", "{call} {labels} supra", "punto {labels} del “{call}”"),
        "{call} supra",
        "en {labels} supra",
        "{annex} de la presente resolución",
        "punto {labels} del {annex} de la presente resolución",
        "ANEXO",
        (", ", " y "),
        " a ",
    ),
    "ru": Said(
        ("{call} {labels}", "{call} {labels} выше", "пунктом {labels} раздела {call}, выше"),
        "{call} выше",
        "в {labels} выше",
        "{annex} к настоящей резолюции",
        "пункт {labels} в {annex} к настоящей резолюции",
        "ПРИЛОЖЕНИЕ",
        (", ", " и "),
        " по ",
        "абвг",
    ),
    "ar": Said(
        ('الفقرة {labels} من "{call}"', "والفقرات {labels} من {call} أعلاه", "{call} {labels} أعلاه"),
        "{call} أعلاه",
        "للفقرة {labels} أعلاه",
        "{annex} بهذا القرار",
        "البند {labels} من {annex} بهذا القرار",
        "الملحق",
        ("، ", " و"),
        " إلى ",
        ("أ ", "ب", "ج", "د "),
    ),
    "zh": Said(
        ("{call}{labels}", "上述{call}{labels}", "以上“{call}{labels}”", "“{call}”{labels}"),
        "上述“{call}”",
        "上述第{labels}段",
        "本决议{annex}",
        "本决议{annex}的{labels}项",
        "附件",
        ("、", "和"),
        "至",
    ),
}
AROUND = {"zh": ("按照", "的规定；"), "ar": ("كما ورد في ", " فعلاً؛")}
CALLED = {
    code: {kind: [f.form for f in call_forms(code) if f.kind == kind] for kind in ("preambular", "operative")} for code in SAID
}


class Referring(NamedTuple):
    """A text, and by the key of each clause that refers to others the keys of those."""

    text: Resolution
    meant: dict[str, list[str]]


@st.composite
def texts(draw: st.DrawFn, language: str) -> Referring:
    """A resolution in numbered clauses, some of which refer to others in the forms of their language."""
    said = SAID[language]
    provisions: list[Provision] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("preambular", "operative")))
        provisions.append(Provision(Kind.CALL, Text.of(draw(st.sampled_from(CALLED[language][kind])))))
        provisions += draw(_clauses(0, said.letters, lettered=kind == "preambular"))
    if annexes := draw(st.integers(0, 2)):
        for n in range(annexes):
            provisions.append(Provision(Kind.ANNEX, Text.of(f"{said.heading} {n + 1}" if annexes > 1 else said.heading)))
            provisions += draw(_clauses(0, said.letters, lettered=True))
    plain = Resolution.assemble(provisions, language)
    addresses, numbered = Addresses(plain, lexicon(language)), list(plain.provisions)
    spots = [n for n, p in enumerate(numbered) if p.kind is Kind.CLAUSE]
    meant = {}
    for n in draw(st.lists(st.sampled_from(spots), max_size=5, unique=True)):
        words, meant[numbered[n].key] = draw(_saying(plain, addresses, numbered[n], said))
        emphasis = draw(st.sampled_from(("", "i")))
        before, behind = AROUND.get(language, ("that what ", " says holds;"))
        numbered[n] = numbered[n]._replace(
            text=Text.join(Text.of(before).spans + Text.of(words, emphasis).spans + Text.of(behind).spans)
        )
    return Referring(Resolution.assemble(numbered, language), meant)


@st.composite
def _clauses(draw: st.DrawFn, depth: int, letters: Sequence[str], *, lettered: bool) -> list[Provision]:
    out = []
    for n in range(draw(st.integers(1, 4))):
        label = f"{letters[n]})" if lettered else str(n + 1) if depth == 0 else f"{ROMAN[n]})"
        out.append(Provision(Kind.CLAUSE, Text.of(draw(st.sampled_from(("to act;", "that much;")))), label, depth))
        if depth < 2 and draw(st.integers(0, 4)) == 0:
            out += draw(_clauses(depth + 1, letters, lettered=not lettered))
    return out


@st.composite
def _saying(draw: st.DrawFn, base: Resolution, addresses: Addresses, at: Provision, said: Said) -> tuple[str, list[str]]:
    """Words that point at one clause or more of the text, unmistakably, and the keys of those."""
    keys = [p.key for p in base.provisions if p.kind in (Kind.CLAUSE, Kind.ANNEX, Kind.CALL)]
    key = draw(st.sampled_from(keys))
    (call, labels), annex = addresses.parts(key), key.partition("/")[0]
    if key.startswith("annex"):
        name = addresses.of(annex) if base.language != "zh" else addresses.of(annex).replace(" ", "")
        if key == annex or draw(st.booleans()):
            return said.annex.format(annex=name), [annex]
        return said.item.format(annex=name, labels=labels), [key, annex][:: 1 if base.language != "zh" else -1]
    if base[key].kind is Kind.CALL:
        return said.section.format(call=call), [key]
    siblings = [p.key for p in base.provisions if p.key.rpartition("/")[0] == key.rpartition("/")[0]]
    others = [(k, addresses.parts(k)) for k in siblings[siblings.index(key) :]]
    same = [other_labels for _, (other_call, other_labels) in others if other_call == call]
    form = draw(st.sampled_from(("one", "list", "range", "alone")))
    one, blank = draw(st.sampled_from(said.one)), " " if call.endswith(")") and base.language == "zh" else ""
    if form == "alone" and at.key.rpartition("/")[0] == key.rpartition("/")[0]:
        return said.alone.format(labels=re.split(r" (?!\))", labels)[-1]), [key]
    if form in {"list", "range"} and len(same) == len(others) > 1:
        comma, conjunction = said.listed
        listed = f"{comma.join(same[:-1])}{conjunction}{same[-1]}" if form == "list" else f"{same[0]}{said.to}{same[-1]}"
        return one.format(call=call, labels=blank + listed), [k for k, _ in others]
    return one.format(call=call, labels=blank + labels), [key]


@st.composite
def renumberings(draw: st.DrawFn, language: str) -> tuple[Referring, list[Provision], dict[str, int]]:
    """A text, the same provisions in another order with some gone and some new, and where each of the old ones stands there."""
    referring = draw(texts(language))
    base = referring.text
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
    return referring, _relabelled(out, SAID[language]), {p.key: n for n, p in enumerate(out) if p.key}


def _relabelled(provisions: list[Provision], said: Said) -> list[Provision]:
    """Labels in order again, in the style that each has; annexes numbered in order."""
    count = [0] * 4
    out, annexes = [], 0
    numbered = sum(p.kind is Kind.ANNEX for p in provisions) > 1
    for p in provisions:
        if p.kind is not Kind.CLAUSE:
            count = [0] * 4
            annexes += p.kind is Kind.ANNEX
            out.append(p._replace(text=Text.of(f"{said.heading} {annexes}")) if p.kind is Kind.ANNEX and numbered else p)
            continue
        depth = min(p.depth, next((d for d in range(4) if count[d] == 0), 3))
        count[depth] += 1
        count[depth + 1 :] = [0] * (3 - depth)
        n, label = count[depth], p.label or ""
        style = (
            f"{n}"
            if label.isdigit()
            else f"{ROMAN[n - 1]})"
            if depth and label.rstrip(")") in ROMAN
            else f"{_letter(n, said)})"
        )
        out.append(p._replace(label=style, depth=depth))
    return out


def _letter(n: int, said: Said) -> str:
    return said.letters[n - 1] if n <= len(said.letters) else LETTERS[n - 1]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20)
@given(data=st.data())
def test_references_are_found_and_mean_after_renumbering_what_they_meant(language: str, data: st.DataObject) -> None:
    (base, meant), provisions, places = data.draw(renumberings(language))
    known: dict[str, list[str]] = {}
    for reference in references(base):
        known.setdefault(reference.key, []).extend(key for t in reference.targets for key in t.keys)
    assert known == meant, [base[key].text.plain for key in meant]
    bare = Resolution.assemble(provisions, language)
    moved = {key: bare.provisions[n].key for key, n in places.items()}
    before = references(base)
    found, lost = repairs(before, bare, lexicon(language), moved)
    texts = {p.key: repaired(p.text, [r for r in found if r.key == p.key]) for p in base.provisions if p.kind is Kind.CLAUSE}
    after = Resolution.assemble([p._replace(text=texts.get(p.key, p.text)) for p in provisions], language)
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


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("en", "items 1 and 2 of “resolves”", "items 1 of “instructs the Secretary-General” and 1 of “resolves”"),
        ("fr", "points 1 et 2 du décide", "points 1 du charge le Secrétaire général et 1 du décide"),
        ("es", "resuelve 1 y 2", "encarga al Secretario General 1 y resuelve 1"),
        ("ru", "пунктами 1 и 2 раздела решает", "пунктами 1 раздела поручает Генеральному секретарю и 1 раздела решает"),
        ("ar", 'الفقرتين 1 و2 من "يقرر"', 'الفقرتين 1 من "يكلف الأمين العام" و1 من "يقرر"'),
        ("ar", "يقرر 1 و2 أعلاه", "يكلف الأمين العام 1 ويقرر 1 أعلاه"),
        ("ar", "الفقرة 1 أعلاه", "الفقرة 1 من يكلف الأمين العام أعلاه"),
        ("zh", "上述做出决议1和2", "上述责成秘书长1和做出决议1"),
        ("zh", "“做出决议”1至3", "“责成秘书长”1、“做出决议”1和“做出决议”2"),
        ("zh", "上文第1段", "上文责成秘书长1"),
    ],
)
def test_it_is_said_in_the_order_of_its_language(language: str, said: str, wanted: str) -> None:
    resolves, instructs = (CALLS_OF[language][n] for n in (2, 3))
    old = read_text(f"{resolves}\n1\t–;\n2\t–;\n3\t–;\n4\t({said}).", language=language)
    new = read_text(f"{resolves}\n1\t–;\n2\t–;\n3\t–;\n{instructs}\n1\t–;\n2\t–.", language=language)
    moved = {"s1": "s1", "s1/1": "s2/1", "s1/2": "s1/1", "s1/3": "s1/2", "s1/4": "s1/3"}
    found, lost = repairs(references(old), new, lexicon(language), moved)
    assert not lost
    assert repaired(old["s1/4"].text, found).plain == f"({wanted})."


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
