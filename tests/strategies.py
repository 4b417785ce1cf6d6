"""Generated resolutions, and generated changes to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

import resdraft.lexicon
from resdraft.model.apply import renumber_notes
from resdraft.model.resolution import Annex, Clause, Kind, Note, Provision, Resolution, Section
from resdraft.model.text import Span, Text

WORDS = [
    "that",
    "to",
    "the",
    "a",
    "of",
    "and",
    "ITU",
    "WSIS&SDG",
    "Member",
    "States",
    "Council",
    "resolution",
    "70/125",
    "2030",
    "Agenda",
    "(Rev.",
    "Dubai,",
    "2018)",
    "high-level",
    "telecommunications/ICTs",
    "development",
    "noting",
    "resolves",
    "digital",
    "economy",
    "ITU‑T",
    "§",
    "10.5",
    "1,000",
    "[^7]",
    "[\\^1]",
    "\xa0",
    "annex",
    "решает",
    "государства",
    "发展",
    "数字经济",
    "电信",
    "الاتصالات",
    "قَرار",
    "naïve",
    "l'UIT",
    "“quoted”",
    "1",
    "a)",
    "–",
    "ANNEX",
    ":",
    ";",
    ".",
]
CALLS = (
    "recalling", "considering", "considering further", "noting", "recognizing", "resolves", "instructs the Secretary-General",
    "invites Member States", "encourages all membership", "expresses its thanks", "aware", "further resolves",
    "instructs the Director of the Bureau, in coordination with the Directors of the other Bureaux",
)  # fmt: skip


class Language(NamedTuple):
    """What a text of a language is made of; its calls are those of its lexicon."""

    number: str
    reference: str
    formula: str
    annex: str
    letters: str = "abcdefghijklm"
    suffixed: tuple[str, ...] = ("a)", "b)", "b)bis", "c)", "d)", "e)", "f)")


LANGUAGES = {
    "en": Language("RESOLUTION 1 (Rev. Hammamet, 2016)", "(Hammamet, 2016)", "The Council,", "ANNEX"),
    "fr": Language("RÉSOLUTION 1 (Rév. Hammamet, 2016)", "(Hammamet, 2016)", "Le Conseil,", "ANNEXE"),
    "es": Language(
        *("RESOLUCIÓN 1 (Rev. Hammamet, 2016)", "(Hammamet, 2016)", "El Consejo,", "ANEXO"),
        suffixed=("a)", "b)", "bbis)", "c)", "d)", "e)", "f)"),
    ),
    "ru": Language("РЕЗОЛЮЦИЯ 1 (ПЕРЕСМ. ДУБАЙ, 2018 г.)", "(Хаммамет, 2016 г.)", "Совет,", "ПРИЛОЖЕНИЕ", "abcdefghijklm"),
    "ar": Language("القرار 1 (المراجَع في دبي، 2018)", "(الحمامات، 2016)", "إن المجلس،", "الملحق", "أبجدهوزحطيكلم"),
    "zh": Language("第1号决议（2018年，迪拜，修订版）", "（2016年，哈马马特）", "理事会，", "附件"),
}
LETTERS = "abcdefghijklm"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@st.composite
def sentences(draw: st.DrawFn, most: int = 12) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=most))
    end = draw(st.sampled_from((";", ",", ".", ":", "", ";", ";")))
    return (" ".join(words) + end).strip() or "that"


@cache
def calls(language: str) -> tuple[str, ...]:
    """The calls of a language, those that its lexicon has."""
    data = json.loads(Path(resdraft.lexicon.__file__).with_name(f"{language}.json").read_text("utf-8"))
    return CALLS if language == "en" else tuple(call["form"] for call in data["calls"])


def labels(style: str, count: int, language: str = "en") -> list[str | None]:
    forms: dict[str, list[str | None]] = {
        "letters": [f"{c}{')'}" for c in LANGUAGES[language].letters],
        "numbers": [str(n) for n in range(1, 14)],
        "brackets": [f"{n})" for n in range(1, 14)],
        "roman": [f"{r})" for r in ROMAN],
        "dashes": ["–"] * 13,
        "bis": list(LANGUAGES[language].suffixed),
        "none": [None] * 13,
    }
    return forms[style][:count]


@st.composite
def clauses(draw: st.DrawFn, depth: int = 0, language: str = "en") -> tuple[Clause, ...]:
    styles = ("letters", "numbers", "none", "bis") if depth == 0 else ("letters", "roman", "dashes", "none", "brackets")
    found = labels(draw(st.sampled_from(styles)), draw(st.integers(1, 4)), language)
    out = []
    for label in found:
        children = draw(clauses(depth + 1, language)) if depth < 2 and draw(st.integers(0, 5)) == 0 else ()
        out.append(Clause(Text.of(draw(sentences())), label, children))
    return tuple(out)


@st.composite
def sections(draw: st.DrawFn, call: bool = True, language: str = "en") -> Section:
    return Section(Text.of(draw(st.sampled_from(calls(language)))) if call else None, draw(clauses(0, language)))


@st.composite
def resolutions(draw: st.DrawFn, formatted: bool = False, languages: Sequence[str] = ("en",)) -> Resolution:
    language = draw(st.sampled_from(languages)) if len(languages) > 1 else languages[0]
    own = LANGUAGES[language]
    more = ("RESOLUTION 140 (REV. DUBAI, 2018)",) if language == "en" else ()
    number = draw(st.sampled_from((None, own.number, *more)))
    body = tuple(draw(st.lists(sections(language=language), min_size=1, max_size=4)))
    annexes = []
    named = ("ANNEX TO RESOLUTION 140 (REV. DUBAI, 2018)",) if language == "en" else (f"{own.annex} A",)
    for heading in draw(st.sampled_from(((), (own.annex,), (f"{own.annex} 1", f"{own.annex} 2"), named))):
        inner = draw(st.lists(sections(language=language), max_size=2))
        if draw(st.booleans()) or not inner:
            inner.insert(0, draw(sections(call=False, language=language)))
        title = draw(st.sampled_from((None, "Terms of reference")))
        annexes.append(Annex(Text.of(heading), Text.of(title) if title else None, tuple(inner)))
    resolution = Resolution(
        title=Text.of(draw(sentences(6))),
        sections=body,
        number=Text.of(number) if number else None,
        reference=draw(st.sampled_from((None, Text.of(own.reference)))),
        formula=draw(st.sampled_from((None, Text.of(own.formula)))),
        annexes=tuple(annexes),
        language=language,
    )
    resolution = with_notes(draw, resolution, draw(st.integers(0, 2)))
    return with_emphasis(draw, resolution) if formatted else resolution


def with_notes(draw: st.DrawFn, resolution: Resolution, count: int) -> Resolution:
    """Footnotes 1, 2 ... referred to from clauses in order."""
    provisions = list(resolution.provisions)
    places = [n for n, p in enumerate(provisions) if p.kind is Kind.CLAUSE]
    chosen = sorted(draw(st.lists(st.sampled_from(places), min_size=count, max_size=count))) if places else []
    notes = []
    for n, at in enumerate(chosen, 1):
        text = provisions[at].text
        provisions[at] = provisions[at]._replace(text=Text.join([*text.spans, Span("", note=str(n))]))
        notes.append(Note(str(n), Text.of(draw(sentences(5)))))
    out = Resolution.assemble(provisions, resolution.language, resolution.provenance)
    return replace(out, notes=tuple(notes))


def with_emphasis(draw: st.DrawFn, resolution: Resolution) -> Resolution:
    provisions = list(resolution.provisions)
    for n in draw(st.lists(st.integers(0, len(provisions) - 1), max_size=5)):
        tokens = list(provisions[n].text.tokens)
        at = draw(st.integers(0, max(0, len(tokens) - 1)))
        if tokens and tokens[at].note is None:
            tokens[at] = tokens[at]._replace(emphasis=draw(st.sampled_from(("i", "b", "bi", "u", "^"))))
        provisions[n] = provisions[n]._replace(text=Text.join(tokens))
    return Resolution.assemble(provisions, resolution.language, resolution.provenance)


@st.composite
def targets(draw: st.DrawFn, base: Resolution, only: frozenset[str] | None = None) -> Resolution:
    """The base after some changes: words, clauses, calls, moves, labels, footnotes. ``only`` are the keys that may be touched."""
    provisions = list(base.provisions)
    body = [p for p in provisions if p.kind is not Kind.NOTE]
    notes = [p for p in provisions if p.kind is Kind.NOTE]
    for _ in range(draw(st.integers(0, 5))):
        touchable = [n for n, p in enumerate(body) if only is None or p.key in only]
        if not touchable:
            break
        n = draw(st.sampled_from(touchable))
        action = draw(st.sampled_from(("words", "words", "words", "delete", "insert", "section", "move", "note")))
        p = body[n]
        if action == "words":
            body[n] = p._replace(text=_reworded(draw, p.text))
        elif action == "delete" and p.kind in (Kind.CLAUSE, Kind.CALL) and len(body) > 3:
            del body[n]
        elif action == "insert" and p.kind in (Kind.CLAUSE, Kind.CALL):
            depth = p.depth + draw(st.integers(0, 1)) if p.kind is Kind.CLAUSE else 0
            label = draw(st.sampled_from((None, "3bis", "a)", "–", p.label)))
            body.insert(n + 1, Provision(Kind.CLAUSE, Text.of(draw(sentences())), label, depth))
        elif action == "section" and p.kind in (Kind.CLAUSE, Kind.CALL):
            new = [Provision(Kind.CALL, Text.of("mindful")), Provision(Kind.CLAUSE, Text.of(draw(sentences())), "a)")]
            body[n + 1 : n + 1] = new
        elif action == "move" and p.kind is Kind.CLAUSE:
            clause_places = [
                m for m, q in enumerate(body) if q.kind in (Kind.CLAUSE, Kind.CALL) and (only is None or q.key in only)
            ]
            body.insert(draw(st.sampled_from(clause_places)) + 1, body.pop(n))
        elif action == "note" and p.kind is Kind.CLAUSE:
            mark = f"new{len(notes)}"
            body[n] = p._replace(text=Text.join([*p.text.spans, Span("", note=mark)]))
            notes.append(Provision(Kind.NOTE, Text.of(f"note {len(notes)} {draw(sentences(4))}"), mark))
    referred = {mark for p in body for mark in p.text.notes}
    out = Resolution.assemble([*body, *(p for p in notes if p.label in referred)], base.language, base.provenance)
    marks = {mark: f"+{mark}" for mark in referred if mark.startswith("new")}
    out = Resolution.assemble(
        [
            p._replace(text=p.text.renote(marks), label=marks.get(p.label or "", p.label) if p.kind is Kind.NOTE else p.label)
            for p in out.provisions
        ],
        base.language,
        base.provenance,
    )
    return renumber_notes(out)


def _reworded(draw: st.DrawFn, text: Text) -> Text:
    tokens = text.tokens
    start = draw(st.integers(0, len(tokens)))
    end = draw(st.integers(start, min(len(tokens), start + 4)))
    kept_notes = [t for t in tokens[start:end] if t.note is not None]
    new = draw(st.one_of(st.just(""), sentences(3)))
    spans = [*tokens[:start], Span(new), *kept_notes, *tokens[end:]]
    out = Text.join(spans)
    plain = out.plain
    if not plain.strip() or plain != plain.strip():
        return text
    return out
