"""The regular expressions for references within a text, in one language: labels, ranges, annexes, and signs that another text is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from resdraft.citations.citation_patterns import CitationPatterns, alternatives, citation_patterns, either_case
from resdraft.lexicon import lexicon
from resdraft.model.labels import SUFFIXES
from resdraft.model.lexicon import Lexicon
from resdraft.model.punctuation import EVERY_QUOTATION_MARK

_SUFFIX = "|".join(SUFFIXES)
_LETTERS = "(?:[a-z]{1,2}|[ivxl]{1,6}|[а-я]|[\u0621-\u064a\ufe70-\ufefc] ?(?=\\)))"
"""What stands before the bracket of a label. Arabic typists put a blank behind it."""
_ONE = rf"(?:\d+[A-Z]?(?:\.\d+)*(?:{_SUFFIX})?(?![\w.]*\d)|{_LETTERS}(?:{_SUFFIX})?\)|\((?:{_LETTERS}|\d+)\))(?:{_SUFFIX})?"
_LABEL = rf"{_ONE}(?:\s?(?:{_LETTERS}|(?<=\))\d{{1,2}}|(?<=\)\s)\d{{1,2}})\)(?:{_SUFFIX})?)*"
DOTTED = rf"\d+[A-Z]?(?:{_SUFFIX})?(?:\.\d+[A-Z]?(?:{_SUFFIX})?)+"
_QUOTE = rf"[\"{EVERY_QUOTATION_MARK}]"
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
        self.compile = patterns.compile
        self.cased = not (lexicon.right_to_left or not patterns.spaced)
        """Whether its script has capitals."""
        forms = alternatives(patterns.joined(patterns.citations.words.get("clauses", ())))
        self.clause = rf"{patterns.prefix}{forms}" if patterns.prefix else forms
        """The nouns of clauses: "item"."""

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
        return re.compile(rf"(?<!\s)\s+(?=\d|\(|{_LETTERS}\)|{self.above})")

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
        to, end = self.any_of("to"), r"(?!\w)"
        if self.citation_patterns.spaced:
            return re.compile(rf"(?P<label>{_LABEL}){end}(?:\s*(?:[-–\u2011]|{to}(?=\s))\s*(?P<last>{_LABEL}){end})?")
        # In Chinese the noun stands behind the number, and a word behind it can make it a quantity: "第1段至第3段", "3年".
        end, noun, sign = (
            rf"{end}(?!\s*{self.any_of('units')})",
            rf"(?:\s*{self.clause})?",
            rf"(?:{self.any_of('number_signs')}\s*)?",
        )
        return self.compile(rf"(?P<label>{_LABEL}){end}(?:{noun}\s*(?:[-–]|{to})\s*{sign}(?P<last>{_LABEL}){end})?")

    @cached_property
    def of_other_text(self) -> re.Pattern[str]:
        """What behind labels makes them those of another text: ``of Resolution 80``."""
        nouns = alternatives(either_case(self.citation_patterns.kinds))
        of, asides = self._of("of_text"), self.any_of("asides")
        return re.compile(
            rf"[^.;()]{{0,4}}(?:{asides},?\s*)?{of}(?:{self.any_of('definite_article')}\s+)?(?:[\w-]+\s+){{0,2}}{nouns}\s+(?:ITU|\d|\[|[A-Z]+\d)"
        )

    @cached_property
    def follows(self) -> re.Pattern[str]:
        """What can stand behind a label that means no clause, and still shows that a clause is meant."""
        of = alternatives(word for word in self.citation_patterns.citations.words.get("of_text", ()) if word)
        words = "|".join((self.above, self.any_of("and"), of))
        return self.compile(rf"\s*(?:$|[,.;:…、。؟？！?!()\[\]\"{EVERY_QUOTATION_MARK}]|(?:{words})(?!\w))")

    @cached_property
    def clause_text(self) -> re.Pattern[str]:
        """A clause that runs on behind its call, as text from PDF does, and no reference: ``resolves 1 that``."""
        return re.compile(rf"\s+{alternatives(self.lexicon.openers)}(?!\w)(?!\s+{_LABEL}(?!\w))")

    @cached_property
    def annex(self) -> re.Pattern[str]:
        """An annex, or several of them, by name or not; and whether this text's is said."""
        patterns = self.citation_patterns
        _, text, the = map(patterns.in_any_case, ("annexes", "texts", "definite_article"))
        word = alternatives(patterns.joined(either_case(patterns.citations.words.get("annexes", ()))))
        more = rf"(?P<more>(?:{patterns.separator.pattern}{ANNEX_NUMBER})*)"
        if not patterns.spaced:
            this = rf"(?P<this>{self.any_of('this')}{text}\s*(?:{self.any_of('of_text')}\s*)?)"
            name = rf"(?:\s*(?P<name>{ANNEX_NUMBER}){more})?(?!\s*[\dA-Z]|{self.any_of('not_annexes')})"
            return self.compile(rf"(?P<the>){this}?(?P<word>{word}){name}")
        this = rf"\s+{self._of('of')}{self.any_of('this')}\s+{text}"
        name = rf"(?:\s+(?P<name>{ANNEX_NUMBER}){more})?(?!\s+{self.any_of('not_annexes')})"
        before = rf"(?P<the>){patterns.prefix}" if patterns.prefix else rf"(?P<the>{the}\s+)?"
        return re.compile(rf"(?<!\w){before}(?P<word>{word}){name}(?!\w)(?P<this>{this})?")

    def _of(self, name: str) -> str:
        """A word that joins what is behind it, and the blank; in Arabic it may be the first letter of the next word, or be left out."""
        word = rf"{self.any_of(name)}\s+"
        return rf"(?:{word}|{self.citation_patterns.prefix})" if self.citation_patterns.prefix else word

    @cached_property
    def annex_number(self) -> re.Pattern[str]:
        """The number or letter of an annex."""
        return self.compile(rf"(?<!\w){ANNEX_NUMBER}" if self.cased else ANNEX_NUMBER)

    @cached_property
    def items(self) -> re.Pattern[str]:
        """Labels before an annex: ``items a) and b) of the``; the pattern ends where the annex begins."""
        return re.compile(rf"(?<!\w){self.clause}\s+(?P<labels>{self.labels}){self.citation_patterns.of.pattern}$")

    @cached_property
    def labels(self) -> str:
        """A list of labels, and ranges of them."""
        return rf"{_LABEL}(?:(?:{self.citation_patterns.separator.pattern}|\s+{self.any_of('to')}\s+|\s?[-–]\s?){_LABEL})*"

    @cached_property
    def annex_of_other_text(self) -> re.Pattern[str]:
        """What behind an annex makes it another text's: ``to Resolution 44``, ``thereto``."""
        of, this, nouns = (
            self.any_of("of"),
            self.any_of("this"),
            alternatives(self.citation_patterns.kinds if not self.cased else ()),
        )
        attached = rf"{self.any_of('of_attached')}(?=\w)|{nouns}(?!\w)"
        return re.compile(rf"\s+(?:{of}\s+(?!{this}\s)|{self.any_of('thereto')}(?!\w)|{attached})")

    @cached_property
    def listed(self) -> re.Pattern[str]:
        """A list of labels, wherever it stands."""
        return self.compile(self.labels)

    @property
    def labels_before_call(self) -> bool:
        """Whether labels may stand before their call: ``الفقرة 2 من "يقرر"``."""
        return "of_call" in self.citation_patterns.citations.words

    def behind_labels(self, calls: str) -> re.Pattern[str]:
        """Labels and a call behind them; ``calls`` is a pattern for those that can be meant. A noun must stand before the first."""
        return re.compile(
            rf"(?P<labels>{self.labels})\s+{self.any_of('of_call')}\s+(?P<open>{_QUOTE}\s*)?"
            rf"(?P<call>{calls})(?P<ordinal>\s+\(\d+\))?(?!\w)(?P<close>\s*{_QUOTE})?",
            re.IGNORECASE if self.cased else 0,
        )

    def unspaced(self, calls: str) -> re.Pattern[str]:
        """A call and what stands between it and a label, without blanks; or one in quotation marks for its whole section."""
        above = rf"(?P<above>{self.any_of('above_before')}\s*(?:{self.any_of('of_text')}\s*)?)?"
        between = rf"(?:\s*{self.any_of('part_of_call')})?\s*(?:{self.any_of('number_signs')}\s*)?"
        labels = rf"(?P<ordinal>\s*\(\d+\)(?=\s|{_QUOTE}))?(?P<close>\s*{_QUOTE})?{between}(?={_LABEL})"
        whole = rf"(?(above)(?(open)(?P<whole>\s*{_QUOTE})|(?!))|(?!))"
        return self.compile(rf"{above}(?P<open>{_QUOTE}\s*)?(?P<call>{calls})(?:{labels}|{whole})")

    @cached_property
    def other_text_before(self) -> re.Pattern[str]:
        """What before a call or an annex, in a language without blanks, makes it another text's: ``第35号决议（2018年，迪拜）的``."""
        other = (
            rf"(?:{self.any_of('behind_number')}|{self.any_of('other_text')})\s*{alternatives(self.citation_patterns.kinds)}"
        )
        return self.compile(
            rf"(?:{other}\s*(?:\([^()]{{0,60}}\)\s*)?|{self.any_of('possessives')})(?:{self.any_of('of_text')}\s*)?{_QUOTE}?\s*$"
        )

    @cached_property
    def alone_behind_above(self) -> re.Pattern[str]:
        """Labels behind "above", without a call: ``上文第3段``, ``上述a)``."""
        sign = rf"(?P<sign>{self.any_of('number_signs')}\s*)?"
        return self.compile(rf"{self.any_of('above_before')}\s*(?:{self.any_of('of_text')}\s*)?{sign}(?={_LABEL})")

    @cached_property
    def noun_before(self) -> re.Pattern[str]:
        """The noun before labels, and a word that can begin a range of them: ``الفقرات من 1 إلى 3``."""
        return re.compile(rf"(?<!\w){self.clause}\s+(?:{self.any_of('of_call')}\s+)?")

    @cached_property
    def items_behind(self) -> re.Pattern[str]:
        """What stands between an annex and labels of clauses in it: ``附件1第2段``."""
        return self.compile(rf"\s*(?:{self.any_of('of_text')}\s*)?(?P<sign>{self.any_of('number_signs')}\s*)?(?={_LABEL})")

    @cached_property
    def noun_behind(self) -> re.Pattern[str]:
        """The noun behind labels that a sign stands before: ``第3段``."""
        return self.compile(rf"\s*{self.clause}")

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
        forms = alternatives(self.citation_patterns.joined(self.citation_patterns.citations.words.get("counted", ())))
        return re.compile(rf"(?<!\w){self.citation_patterns.prefix}{forms}\s+$", re.IGNORECASE)

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
