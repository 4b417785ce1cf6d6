"""The regular expressions for references within a text, in one language: labels, ranges, annexes, and signs that another text is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from resdraft.citations.citation_patterns import CitationPatterns, alternatives, citation_patterns, either_case
from resdraft.lexicon import lexicon
from resdraft.model.labels import SUFFIXES
from resdraft.model.lexicon import Lexicon

_SUFFIX = "|".join(SUFFIXES)
_ONE = (
    rf"(?:\d+[A-Z]?(?:\.\d+)*(?:{_SUFFIX})?(?![\w.]*\d)|(?:[a-z]{{1,2}}|[ivxl]{{1,6}})(?:{_SUFFIX})?\)|\((?:[a-z]{{1,2}}|[ivxl]{{1,6}}|\d+)\))"
    rf"(?:{_SUFFIX})?"
)
_LABEL = rf"{_ONE}(?:\s?(?:[a-z]{{1,2}}|[ivxl]{{1,6}})\)(?:{_SUFFIX})?)*"
DOTTED = rf"\d+[A-Z]?(?:{_SUFFIX})?(?:\.\d+[A-Z]?(?:{_SUFFIX})?)+"
ANNEX_NUMBER = r"(?:\d{1,2}|[A-Z]|[IVX]{1,4})(?!\w|\.\d)"


@lru_cache(8)
def reference_patterns(language: str) -> ReferencePatterns:
    """The patterns of a language, by its two-letter code. They are made once."""
    return ReferencePatterns(citation_patterns(language), lexicon(language))


class ReferencePatterns:
    """The patterns of one language. Each is compiled when it is first needed."""

    def __init__(self, patterns: CitationPatterns, lexicon: Lexicon) -> None:
        self.citation_patterns, self.any_of, self.lexicon = patterns, patterns.any_of, lexicon
        self.annexes = patterns.citations.words.get("annexes", ())
        """The nouns of annexes, small; the first is the one for a single annex."""
        self.above = self.any_of("above")

    @cached_property
    def calls(self) -> dict[str, list[str]]:
        """All calls that the language knows, folded, by their last word."""
        known = {*self.lexicon.preambular, *self.lexicon.operative}
        return by_last_word(
            known | {f"{modifier} {form}" for modifier in self.lexicon.modifiers for form in self.lexicon.operative}
        )

    @cached_property
    def before_label(self) -> re.Pattern[str]:
        """The blanks before what can be a label, or before "above": a reference stands there if a call ends before them.

        It begins with the first blank only, for tried from each of many blanks it would go through all the rest each time.
        """
        return re.compile(rf"(?<!\s)\s+(?=\d|\(|[a-z]{{1,6}}\)|{self.above})")

    @cached_property
    def before_labels(self) -> re.Pattern[str]:
        """What follows a call where labels stand behind it; the ordinal of one of several sections of that call belongs to it."""
        return re.compile(rf"(?P<ordinal>\s+\(\d+\)(?=\s))?\s+(?={_LABEL}(?!\w))")

    @cached_property
    def section_above(self) -> re.Pattern[str]:
        """What follows a call that stands for its whole section."""
        return re.compile(rf"\s+{self.above}(?!\w)")

    @cached_property
    def label(self) -> re.Pattern[str]:
        """One label, or a range from one to another."""
        to = self.any_of("to")
        return re.compile(rf"(?P<label>{_LABEL})(?!\w)(?:\s*(?:[-–\u2011]|{to}(?=\s))\s*(?P<last>{_LABEL})(?!\w))?")

    @cached_property
    def of_other_text(self) -> re.Pattern[str]:
        """What behind labels makes them those of another text: ``of Resolution 80``."""
        nouns = alternatives(either_case(self.citation_patterns.citations.kinds))
        of, asides = self.any_of("of_text"), self.any_of("asides")
        return re.compile(
            rf"[^.;()]{{0,4}}(?:{asides},?\s*)?{of}\s+(?:{self.any_of('definite_article')}\s+)?(?:[\w-]+\s+){{0,2}}{nouns}\s+(?:ITU|\d|\[|[A-Z]+\d)"
        )

    @cached_property
    def follows(self) -> re.Pattern[str]:
        """What can stand behind a label that means no clause, and still shows that a clause is meant."""
        words = "|".join((self.above, self.any_of("and"), self.any_of("of_text")))
        return re.compile(rf"\s*(?:$|[,.;:()\[\]\"“”«»]|(?:{words})(?!\w))")

    @cached_property
    def clause_text(self) -> re.Pattern[str]:
        """A clause that runs on behind its call, as text from PDF does, and no reference: ``resolves 1 that``."""
        return re.compile(rf"\s+{alternatives(self.lexicon.openers)}(?!\w)(?!\s+{_LABEL}(?!\w))")

    @cached_property
    def annex(self) -> re.Pattern[str]:
        """An annex, or several of them, by name or not; and whether this text's is said."""
        word, text, the = map(self.citation_patterns.in_any_case, ("annexes", "texts", "definite_article"))
        this = rf"\s+{self.any_of('of')}\s+{self.any_of('this')}\s+{text}"
        more = rf"(?P<more>(?:{self.citation_patterns.separator.pattern}{ANNEX_NUMBER})*)"
        name = rf"(?:\s+(?P<name>{ANNEX_NUMBER}){more})?"
        return re.compile(rf"(?<!\w)(?P<the>{the}\s+)?(?P<word>{word}){name}(?!\w)(?P<this>{this})?")

    @cached_property
    def items(self) -> re.Pattern[str]:
        """Labels before an annex: ``items a) and b) of the``; the pattern ends where the annex begins."""
        clause, to = (self.any_of(name) for name in ("clauses", "to"))
        labels = rf"{_LABEL}(?:(?:{self.citation_patterns.separator.pattern}|\s+{to}\s+|\s?[-–]\s?){_LABEL})*"
        return re.compile(rf"(?<!\w){clause}\s+(?P<labels>{labels}){self.citation_patterns.of.pattern}$")

    @cached_property
    def annex_of_other_text(self) -> re.Pattern[str]:
        """What behind an annex makes it another text's: ``to Resolution 44``, ``thereto``."""
        of, this = self.any_of("of"), self.any_of("this")
        return re.compile(rf"\s+(?:{of}\s+(?!{this}\s)|{self.any_of('thereto')}(?!\w))")

    @cached_property
    def labels_alone(self) -> re.Pattern[str]:
        """Labels without a call, one or a list; "above" must stand behind them."""
        more = rf"(?:(?:{self.citation_patterns.separator.pattern}|\s+{self.any_of('to')}\s+){_LABEL})*"
        return re.compile(rf"(?<![\w.,/§-])(?P<label>{_LABEL}){more}")

    @cached_property
    def dotted(self) -> re.Pattern[str]:
        """Dotted numbers, one or a range, or a section, as texts in numbered sections refer to their own parts."""
        to = self.any_of("to")
        number = rf"(?P<label>{DOTTED})(?!\w)(?:(?P<to>\s+{to}\s+|\s?[-–]\s?)(?P<last>{DOTTED})(?!\w))?"
        word = self.citation_patterns.in_any_case("sections")
        clause = self.citation_patterns.in_any_case("clauses")
        return re.compile(
            rf"(?<![\w.,/§-])(?:(?:(?P<clause>{clause})\s+)?{number}|(?P<section>{word}\s+\d+(?:{_SUFFIX})?)(?!\w))"
        )

    @cached_property
    def mentions_above(self) -> Callable[[str], object]:
        """Whether a text can say "above": a first look."""
        return re.compile(self.above).search

    @cached_property
    def mentions_annex(self) -> Callable[[str], object]:
        """Whether a text can speak of an annex: a first look."""
        return re.compile(alternatives(either_case(self.annexes))).search

    @cached_property
    def before_number(self) -> re.Pattern[str]:
        """A word before a bare number that makes it a clause's: ``under 3 above``."""
        return re.compile(rf"(?<!\w){self.any_of('counted')}\s+$", re.IGNORECASE)

    @cached_property
    def possessive(self) -> re.Pattern[str]:
        """A word before a call that makes it another text's: ``its resolves 5``."""
        return re.compile(rf"(?<!\w){self.any_of('possessives')}\s+$", re.IGNORECASE)


def by_last_word(calls: Iterable[str]) -> dict[str, list[str]]:
    """Calls by their last word, the longest first."""
    out: dict[str, list[str]] = {}
    for call in sorted(calls, key=lambda call: (-len(call), call)):
        out.setdefault(call.rsplit(" ", 1)[-1], []).append(call)
    return out
