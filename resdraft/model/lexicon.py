"""The types that hold the words of one language. The words themselves are data files of ``resdraft.lexicon``.

``model`` may not load them, so whoever needs words is given a :class:`Lexicon`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_DASH = re.compile(" ?[\u2010-\u2015\u2212] ?")
_KASHIDA_AND_VOWELS = re.compile("[\u0640\u064b-\u065f\u0670]")


_AT_MOST = 160
"""No call, formula or first word of a line is longer."""


_ACCENTS = re.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")


@lru_cache(4096)
def fold(text: str) -> str:
    """A text as it is compared: without case, accents, Arabic vowel marks, kinds of dash, space and quote, and punctuation at its end.

    French capitals are printed with and without accents (``Etats``, ``États``), Russian has ``Государства – Члены`` and
    ``Государства-Члены``, and Arabic is printed with and without vowel marks.
    """
    text = text.replace("\u2011", "-").replace("\xa0", " ")
    # Most English text is ASCII by now, and needs none of the slow steps below.
    if text.isascii():
        return " ".join(text.casefold().split()).rstrip(" ,;:")
    text = unicodedata.normalize("NFKC", text)
    text = _KASHIDA_AND_VOWELS.sub("", text).casefold()
    # Blanks are one each before the pattern looks for them: it would try each of many.
    text = _DASH.sub("-", " ".join(text.split())).translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})
    text = unicodedata.normalize("NFD", text)
    text = _ACCENTS.sub("", text)
    # Arabic letters with hamza are put together again: as they are printed they are letters, and labels. So is й, which stands behind и.
    return unicodedata.normalize("NFC", " ".join(text.split()).rstrip(" ,،;:"))


@dataclass(frozen=True)
class CitationWords:
    """The words that citations consist of, as they are written.

    Each of ``kinds``, ``bodies``, ``union_instruments`` and ``outcome_documents`` leads from a form to its name. All are empty where the
    words of a language are not known.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    """Nouns of what bodies adopt: "Resolutions" is ``resolution``."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    union_instruments: Mapping[str, str] = field(default_factory=dict)
    """What articles and numbers are of: Constitution, Convention, regulations."""
    outcome_documents: Mapping[str, str] = field(default_factory=dict)
    """What paragraphs are of: the Tunis Agenda."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """All other words, by their purpose: the key in the data file."""
    initials: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations of an instrument of the Union before a stroke: ``CS`` in ``CS/Art. 28``."""


@dataclass(frozen=True)
class DraftWords:
    """The words on the cover of a draft in Word, which people fill in."""

    heading: str = ""
    advice: str = ""
    """What is to be done with it."""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the name of the field of a proposal, such as ``title``: what it is called on the cover, and how it is filled in."""


@dataclass(frozen=True)
class ContributionWords:
    """The words that are printed on a contribution."""

    phrases: Mapping[str, str] = field(default_factory=dict)
    """By name, as ``document``: "Document {number}". What is in braces is filled in."""
    months: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    """The name of each language in this one, by its code, as it stands behind "Original:"."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """The full name of each body."""
    draft: DraftWords = field(default_factory=lambda: DraftWords())


@dataclass(frozen=True)
class Lexicon:
    """The words of a language. Those that are matched are folded. The data file says which are confirmed in an ITU text."""

    language: str
    preambular: tuple[str, ...] = ()
    """Forms of preambular calls, folded, the longest first."""
    operative: tuple[str, ...] = ()
    """Forms of operative calls or their verbs, folded, the longest first."""
    modifiers: tuple[str, ...] = ()
    """Words that may stand before a verb: "further", "continues to"."""
    openers: tuple[str, ...] = ()
    """Words that open a clause and never a call: "that", "to"."""
    small_words: tuple[str, ...] = ()
    """Articles and prepositions: a call that breaks over two lines breaks beside one."""
    instruments: tuple[str, ...] = ()
    """First words of a number line: "RESOLUTION", "DECISION"."""
    formulas: tuple[str, ...] = ()
    """Beginnings of enacting formulas."""
    un_formulas: tuple[str, ...] = ()
    """Those of the General Assembly of the United Nations and of its Economic and Social Council."""
    approvals: tuple[str, ...] = ()
    """First words of the line in a head that says where a text was adopted: "Approved at"."""
    enacting: tuple[str, ...] = ()
    """Operative calls that address nobody and open the operative part: "resolves", "decides"."""
    addressing: str = ""
    """The word before what somebody is called upon to do: "to" in "instructs the Secretary-General to report"."""
    asides: tuple[str, ...] = ()
    """Words that begin an aside between a call and what it asks for: "within"."""
    annexes: tuple[str, ...] = ()
    """First words of an annex's number line."""
    sections: tuple[str, ...] = ()
    """First words of the heading of a numbered section of a long text: "SECTION"."""
    words: dict[str, str] = field(default_factory=dict, hash=False)
    """Words that addresses use: title, number, reference, formula, annex, footnote, text, after, before, in."""
    citations: CitationWords = field(default_factory=CitationWords, hash=False, compare=False)
    contribution: ContributionWords = field(default_factory=ContributionWords, hash=False, compare=False)
    right_to_left: bool = False
    """Whether its script runs from right to left."""
    spaces_between_words: bool = True
    """Whether spaces stand between words. In Chinese there are none, so a call may run on into what follows."""
    suffix_before_bracket: bool = False
    """Whether an inserted letter is ``bbis)`` (Spanish) rather than ``b)bis``."""
    before_first: str = "ante"
    """Suffix of a clause inserted before the first of its list. No ITU form is confirmed."""

    def call_kind(self, line: str) -> str | None:
        """``preambular`` or ``operative`` where the line begins with a call that is known, else None."""
        texts = [fold(line[:_AT_MOST])]
        if self.right_to_left and texts[0].startswith("و"):
            # In Arabic "and" is the first letter of the word: the second call of a preamble has it, "وإذ يضع في اعتباره".
            texts.append(texts[0][1:])
        while modifier := next((m for m in self.modifiers if texts[-1].startswith(f"{m} ")), None):
            texts.append(texts[-1][len(modifier) + 1 :])
        # The bare verb is tried first: "further resolves" is known by "resolves".
        for text in reversed(texts):
            for kind, forms in (("preambular", self.preambular), ("operative", self.operative)):
                if text.startswith(forms) and any(self._opens(text, form) for form in forms):
                    return kind
        return None

    def _opens(self, text: str, form: str) -> bool:
        """Whether the text opens with a form as whole words."""
        return text.startswith(form) and (not self.spaces_between_words or not text[len(form) : len(form) + 1].isalnum())

    def kinds(self, calls: list[str]) -> list[str]:
        """The kind of each call of a text, in order. An unknown call is operative once an operative call has come, else preambular."""
        out: list[str] = []
        unknown = "preambular"
        for call in calls:
            out.append(self.call_kind(call) or unknown)
            unknown = "operative" if out[-1] == "operative" else unknown
        return out

    def opens_clause(self, line: str) -> bool:
        """Whether the line opens with a word that opens clauses ("that", "to")."""
        first = fold(line[:_AT_MOST]).split(" ", 1)[0]
        return first in self.openers

    def starts(self, line: str, forms: tuple[str, ...]) -> bool:
        """Whether the folded line opens with one of ``forms`` as whole words."""
        folded = fold(line[:_AT_MOST])
        return folded.startswith(forms) and any(
            folded.startswith(form) and not folded[len(form) : len(form) + 1].isalpha() for form in forms
        )
