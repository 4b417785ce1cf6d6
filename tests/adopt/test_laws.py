"""The laws of adoption over generated texts, sources and decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from resdraft.amend.consolidate import consolidate, rivals
from resdraft.amend.decided import Decided, decide
from resdraft.amend.fates import ADOPTED, Fates
from resdraft.amend.left_open import leave_open
from resdraft.amend.normalise import normal_diff
from resdraft.amend.rebase import GONE, rebased
from resdraft.errors import Unfit
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import apply, renumber_notes
from resdraft.model.decision import ADOPT_UNCONTESTED, OPEN, Decision, Decisions
from resdraft.model.edit import Delete, Insert, Move
from resdraft.model.marked import Marked
from resdraft.model.resolution import Annex, Clause, Kind, Resolution, Section
from resdraft.model.text import Text
from resdraft.usecases.adopted_text import AdoptedText, adopted_text
from resdraft.usecases.documents import open_document
from resdraft.write.docx import new_docx
from tests.strategies import LANGUAGES, resolutions, targets

EN = lexicon("en")
CODES = ["RUS", "CHN", "ARB", "EUR", "USA", "B", "J", "IND"]


@st.composite
def proposed(draw: st.DrawFn, most: int = 4) -> Marked:
    """A base with the edits of several sources, each edit an amendment of its own."""
    base = draw(resolutions(languages=tuple(LANGUAGES)))
    sources = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=most, unique=True))
    marked = consolidate(base, {source: normal_diff(base, draw(targets(base)), lexicon(base.language)) for source in sources})
    numbered = [
        o._replace(amendments=tuple(f"{source}/1/1({n})" for source in o.sources)) for n, o in enumerate(marked.edits, 1)
    ]
    return Marked(base, tuple(numbered), marked.clashes)


def settled(marked: Marked, decisions: Sequence[Decision], default: str = OPEN) -> Decided:
    whose = {number: (number.partition("/")[0],) for o in marked.edits for number in o.amendments}
    return decide(
        marked,
        Decisions(tuple(decisions), default=default),
        Addresses(marked.base, lexicon(marked.base.language)),
        whose,
        lambda _: (),
    )


@st.composite
def decided(draw: st.DrawFn) -> tuple[Marked, Decided]:
    """Random decisions that do not contradict each other."""
    marked = draw(proposed())
    against = rivals(marked.base, marked.edits)
    ruled: list[Decision] = []
    adopted: set[object] = set()
    bracketed: set[object] = set()
    for n, owned in enumerate(marked.edits):
        kind = draw(st.sampled_from(("adopt", "adopt", "reject", "bracket", "withdraw", "")))
        stand_against = against.get(owned, set())
        if (kind == "adopt" and stand_against & (adopted | bracketed)) or (kind == "bracket" and stand_against & adopted):
            kind = "reject"
        if kind == "bracket":
            bracketed.add(owned)
        if kind == "adopt":
            adopted.add(owned)
        ruled += [Decision(kind, number, line=n) for number in owned.amendments if kind]
    return marked, settled(marked, ruled, draw(st.sampled_from((OPEN, ADOPT_UNCONTESTED))))


def made(marked: Marked, one: Decided, *, keep_labels: bool = False) -> AdoptedText:
    left = leave_open(marked, one.adopted, one.open)
    return adopted_text(marked, left.edits, keep_labels=keep_labels)


@given(decided())
def test_each_edit_has_one_fate(drawn: tuple[Marked, Decided]) -> None:
    marked, one = drawn
    fates = [*one.adopted, *one.rejected, *one.open]
    assert sorted(map(repr, fates)) == sorted(map(repr, marked.edits))
    assert not rivals(marked.base, [*one.adopted]), "what is adopted does not clash"


@given(decided())
def test_the_clean_text_is_the_marked_one_accepted(drawn: tuple[Marked, Decided]) -> None:
    marked, one = drawn
    text = made(marked, one)
    edits = [o.edit for o in text.marked.edits]
    assert renumber_notes(apply(marked.base, edits)) == text.text
    assert all(o.sources for o in text.marked.edits), "every change has an owner"
    if not one.open and not one.adopted:
        assert [p.text for p in text.text.provisions] == [p.text for p in renumber_notes(marked.base).provisions]


@given(decided())
def test_word_rejects_to_the_base_and_accepts_to_the_clean_text(drawn: tuple[Marked, Decided]) -> None:
    marked, one = drawn
    text = made(marked, one)
    try:
        content = new_docx(text.marked).content
    except Unfit:
        return
    assert open_document(content, marks="reject").resolution.fingerprint == renumber_notes(marked.base).fingerprint
    assert open_document(content, marks="accept").resolution.fingerprint == text.text.fingerprint


def lists(text: Resolution) -> list[list[str]]:
    out: dict[str, list[str]] = {}
    for p in text.provisions:
        if p.kind is Kind.CLAUSE and p.label and p.label not in "–-":
            out.setdefault(p.key.rpartition("/")[0], []).append(p.label)
    return list(out.values())


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
FORMS = (
    [f"{chr(ord('a') + n)})" for n in range(26)],
    [str(n) for n in range(1, 40)],
    [f"{n})" for n in range(1, 40)],
    [f"{r})" for r in ROMAN],
)


def contiguous(labels: Sequence[str]) -> bool:
    """Whether labels count from the first in one of the forms, or in several lists one behind the other."""
    at = 0
    while at < len(labels):
        ends = [at + n for form in FORMS for n in range(len(labels) - at, 0, -1) if list(labels[at : at + n]) == form[:n]]
        if not ends:
            return False
        at = max(ends)
    return True


@given(decided())
def test_no_number_is_missing_and_none_has_a_suffix(drawn: tuple[Marked, Decided]) -> None:
    marked, one = drawn
    if one.open or not all(contiguous([label for label in labels if "bis" not in label]) for labels in lists(marked.base)):
        return
    text = made(marked, one)
    for labels in lists(text.text):
        assert contiguous(labels), labels


@given(st.data())
def test_all_of_one_source_alone_is_what_it_proposed_up_to_labels(data: st.DataObject) -> None:
    marked = data.draw(proposed())
    source = data.draw(st.sampled_from(marked.sources)) if marked.sources else ""
    own = {n for o in marked.edits for n in o.amendments if n.startswith(f"{source}/")}
    # Equal edits are adopted by one of their numbers.
    one = settled(marked, [Decision("adopt", number, line=1) for number in sorted(own)], ADOPT_UNCONTESTED)
    only = one._replace(adopted=tuple(o for o in one.adopted if source in o.sources), open=())
    text = made(marked, only, keep_labels=True).text
    assert text == renumber_notes(apply(marked.base, list(marked.kept([source])) if source else []))


CALLS = ("considering", "noting", "resolves", "invites Member States")


@st.composite
def referring(draw: st.DrawFn) -> Resolution:
    """A text whose clauses refer to each other by call and label; each clause has a name of its own."""
    sizes = [draw(st.integers(2, 6)) for _ in CALLS]
    forms = [draw(st.sampled_from(FORMS[:2])) for _ in CALLS]
    sections = []
    for call, size, form in zip(CALLS, sizes, forms, strict=True):
        clauses = []
        for n in range(size):
            which = draw(st.integers(0, len(CALLS) - 1))
            item = draw(st.integers(0, sizes[which] - 1))
            clauses.append(Clause(Text.of(f"{call.split()[0]}{n}x as in {CALLS[which]} {forms[which][item]} above;"), form[n]))
        sections.append(Section(Text.of(call), tuple(clauses)))
    annex = Annex(
        Text.of("ANNEX"),
        None,
        (Section(None, (Clause(Text.of("annex0x of resolves 1;" if forms[2] is FORMS[1] else "annex0x;"), "a)"),)),),
    )
    return Resolution(title=Text.of("On a thing"), sections=tuple(sections), annexes=(annex,))


def meanings(text: Resolution) -> dict[str, tuple[str, str]]:
    """By the name of each clause the words of its reference and the name of the clause that bears that call and label: read naively."""
    call, by_label, names = "", {}, {}
    for p in text.provisions:
        if p.kind is Kind.CALL:
            call = p.text.plain
        elif p.kind is Kind.CLAUSE and not p.key.startswith("annex"):
            by_label[f"{call} {p.label}"] = p.text.plain.split()[0]
    for p in text.provisions:
        found = re.match(r"(\w+x) .*?((?:considering|noting|resolves|invites Member States) \S+?\)?)(?: above|;)", p.text.plain)
        if found:
            names[found[1]] = (found[2], by_label.get(found[2], ""))
    return names


@given(st.data())
def test_each_reference_means_what_it_meant_or_is_listed(data: st.DataObject) -> None:
    base = data.draw(referring())
    body = [p for p in base.provisions if p.kind is not Kind.NOTE]
    new = list(body)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from([n for n, p in enumerate(new) if p.kind is Kind.CLAUSE and p.depth == 0]))
        action = data.draw(st.sampled_from(("delete", "insert", "move")))
        if action == "delete" and len(new) > 8:
            del new[at]
        elif action == "insert":
            new.insert(at + 1, new[at]._replace(text=Text.of(f"something new {len(new)};")))
        elif action == "move" and not new[at].key.startswith("annex"):
            places = [n for n, p in enumerate(new) if p.kind is Kind.CLAUSE and p.key and not p.key.startswith("annex")]
            new.insert(data.draw(st.sampled_from(places)), new.pop(at))
    target = Resolution.assemble(new, base.language)
    marked = consolidate(base, {"RUS": normal_diff(base, target, EN)})
    text = adopted_text(marked, marked.edits)
    if not any(isinstance(o.edit, Delete | Move) for o in marked.edits):
        assert text.references == (), "where nothing goes, every reference can be repaired"
    before, after = meanings(base), meanings(text.text)
    deleted = {o.edit.key for o in marked.edits if isinstance(o.edit, Delete)}
    gone = {p.text.plain.split()[0] for p in base.provisions if p.key in deleted}
    listed = {r.clause for r in text.references}
    addresses = Addresses(text.text, EN)
    where = {p.text.plain.split()[0]: addresses.of(p.key) for p in text.text.provisions if p.text.plain}
    for name, (_, meant) in before.items():
        # A clause whose words all changed is the same clause: by its name it cannot be found.
        if name in where and where[name] not in listed:
            assert meant not in gone, (name, before[name], "is gone and not listed")
            if meant in where:
                assert after[name][1] == meant, (name, before[name], after[name])


@given(decided())
def test_fate_tells_what_was_adopted_from_the_text_alone(drawn: tuple[Marked, Decided]) -> None:
    marked, one = drawn
    if one.open:
        return
    told = Fates(marked.base, made(marked, one).text, lexicon(marked.base.language))
    for owned in marked.edits:
        edit = owned.edit
        if isinstance(edit, Insert) and edit.provision.kind is Kind.NOTE:
            continue
        if isinstance(edit, Delete) and edit.key.startswith("note/"):
            continue
        assert (told.of([owned]).fate == ADOPTED) == (owned in one.adopted), edit


@given(st.data())
def test_carried_over_and_adopted_it_is_as_if_both_were_adopted_at_once(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=tuple(LANGUAGES)))
    texts = [data.draw(targets(base)) for _ in range(2)]
    marked = consolidate(
        base, {code: normal_diff(base, text, lexicon(base.language)) for code, text in zip("AB", texts, strict=True)}
    )
    if rivals(base, marked.edits):
        return
    together = adopted_text(marked, marked.edits).text
    first = adopted_text(marked, [o for o in marked.edits if "A" in o.sources]).text
    own = {f"B({n})": [o] for n, o in enumerate(o for o in marked.edits if "B" in o.sources)}
    found, whole = rebased(base, first, own, lexicon(base.language))
    assert not any(one.fate == GONE for one in found.values())
    second = consolidate(first, {"B": normal_diff(first, whole, lexicon(base.language))})
    made_of_both = adopted_text(second, second.edits).text
    assert [p.text.plain for p in made_of_both.provisions] == [p.text.plain for p in together.provisions]


@given(st.data())
def test_what_stands_against_the_newer_text_is_listed_and_nothing_else(data: st.DataObject) -> None:
    base = data.draw(resolutions(languages=tuple(LANGUAGES)))
    texts = [data.draw(targets(base)) for _ in range(2)]
    marked = consolidate(
        base, {code: normal_diff(base, text, lexicon(base.language)) for code, text in zip("AB", texts, strict=True)}
    )
    against = rivals(base, marked.edits)
    first = adopted_text(marked, [o for o in marked.edits if "A" in o.sources]).text
    own = {f"B({n})": [o] for n, o in enumerate(o for o in marked.edits if "B" in o.sources)}
    found, _ = rebased(base, first, own, lexicon(base.language))
    gone = {number for number, one in found.items() if one.fate == GONE}
    assert gone == {number for number, [owned] in own.items() if against.get(owned)}
