"""The regular expressions for citations in one language, made from the words of its lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from resdraft.lexicon import lexicon
from resdraft.model.lexicon import CitationWords

_ONE = "[A-Z]{1,2}\\.\\d+(?:\\.\\d+)*(?:[-\u2010\u2011]\\d+)?"
HYPHEN = "[-\u2010\u2011]"
_APOSTROPHE = "['\u2019]"
_ELIDED = rf"(?:\s+|(?<={_APOSTROPHE}))"
"""What parts a word from the next: a blank, or nothing behind an apostrophe."""
_EDITION = r"\s*\((?P<edition>[^()]{0,6}\(?[^()]{3,60})\)"


@lru_cache(8)
def citation_patterns(language: str) -> CitationPatterns:
    """The patterns of a language, by its two-letter code. They are made once."""
    words = lexicon(language)
    return CitationPatterns(words.citations, words.contribution.months)


def alternatives(forms: Iterable[str]) -> str:
    """A pattern for any of some forms, the longest first. Any blank and any hyphen match. Where there are no forms, it matches nothing.

    Word files have no-break spaces and non-breaking hyphens in designations.
    """
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    spaced = (r"\s+".join(re.escape(word) for word in form.split()) for form in ordered)
    escaped = (form.replace(r"\-", HYPHEN).replace("'", _APOSTROPHE) for form in spaced)
    return f"(?:{'|'.join(escaped) or '(?!)'})"


def found_in(pattern: re.Pattern[str], text: str, joints: str = "_") -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with a word, without those in mid-word or behind one of ``joints``.

    A lookbehind in the pattern would be tried at each character, which is slower.
    """
    for found in pattern.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if not (before.isalnum() or (before and before in joints)):
            yield found


def either_case(forms: Iterable[str]) -> list[str]:
    """Each form with its first letter small, with it capital, and all in capitals."""
    return [case for form in forms for case in (form[:1].lower() + form[1:], form[:1].upper() + form[1:], form.upper())]


class CitationPatterns:
    """What the parts of a citation look like. Each pattern is compiled when it is first needed."""

    def __init__(self, citing: CitationWords, months: tuple[str, ...] = ()) -> None:
        """``months`` are the names of the twelve, in this language."""
        self.citations, self._months = citing, months

    def any_of(self, name: str) -> str:
        """A pattern for the words of one purpose, as they are written in the lexicon."""
        return alternatives(self.citations.words.get(name, ()))

    def in_any_case(self, name: str) -> str:
        """A pattern for the words of one purpose, begun small or with a capital, or all in capitals."""
        return alternatives(either_case(self.citations.words.get(name, ())))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The nouns of instruments, small, each with its kind."""
        return {form.lower(): kind for form, kind in self.citations.kinds.items()}

    @cached_property
    def plurals(self) -> frozenset[str]:
        """The nouns, small, behind which a list may stand."""
        return frozenset(form.lower() for form in self.citations.words.get("plurals", ()))

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """The noun of an instrument, before its number."""
        nouns = alternatives(either_case(self.citations.kinds))
        return re.compile(rf"(?P<noun>{nouns})\s+(?:{self.any_of('number_signs')}\s*)?(?=[\[\dA-ZАЕ])")

    @cached_property
    def body_before(self) -> re.Pattern[str]:
        """A body, or a conference, right before the noun: ``WTDC-17 Resolution``, ``Assembly (UNGA) Resolution``."""
        bodies = alternatives(self.citations.bodies)
        year = rf"(?P<year>(?:{HYPHEN}|\s)?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
        return re.compile(rf"(?<![\w/-])(?P<body>{bodies})(?:\s*\((?P<short>[^()]+)\)|{year})(?:{HYPHEN}|\s)*$")

    @cached_property
    def item(self) -> re.Pattern[str]:
        """One number of a list, and what stands before it."""
        number = rf"\d{{1,4}}(?:(?:/|{HYPHEN})\d{{1,4}}){{0,2}}[A-Z]?(?![\w/])(?!\.\d)"
        series = rf"{self._numbers_of_series}(?!\w|{HYPHEN}\w)"
        named = r"\[[A-Z0-9/-]+\]|[A-Z]{2,4}\d*/\d+|ES-\d+/\d+"
        return re.compile(
            rf"(?P<symbol>[AEАЕ]/(?:RES/)?)?(?:(?P<sector>ITU{HYPHEN}[TRD])\s+)?(?P<number>{number}|{series}|{named})"
        )

    @cached_property
    def edition_brackets(self) -> re.Pattern[str]:
        """The brackets that may say an edition."""
        return re.compile(_EDITION)

    @cached_property
    def ends_of_bodies(self) -> frozenset[str]:
        """The last words of all bodies."""
        return frozenset(form.split()[-1] for form in self.citations.bodies)

    @cached_property
    def thereof(self) -> re.Pattern[str]:
        """A word behind a provision that means the instrument named before: ``thereof``."""
        return re.compile(rf"\s+{self.any_of('thereto')}(?!\w)")

    def can_name_a_body(self, word: str) -> bool:
        """Whether the word before a noun can be the end of a body's name. It is asked first, as :attr:`body_before` is slow."""
        return word[-1:].isdigit() or word[-1:] in ("-", ")", "\u2011", "\u2010") or word in self.ends_of_bodies

    @cached_property
    def separator(self) -> re.Pattern[str]:
        """What stands between the items of a list."""
        return re.compile(rf"\s*(?:,\s*(?:{self.any_of('and')}\s+)?|{self.any_of('and')}\s+)")

    @cached_property
    def date(self) -> re.Pattern[str]:
        """The day on which an instrument was adopted, behind its number in a list: ``56/183 of 21 December 2001``."""
        months = alternatives(either_case(self._months))
        day, year = r"\d{1,2}(?:er|\.|º)?", r"\d{4}(?:\s*года?|\s*г\.)?"
        # A short word stands before the day: of, du, от.
        return re.compile(rf"\s+(?:[^\W\d_]{{1,3}}\s+)?{day}\s+(?:de\s+)?{months}\s+(?:de\s+)?{year}(?!\w)")

    @cached_property
    def body_after(self) -> re.Pattern[str]:
        """A body right behind the list: ``of WTSA``, ``adopted by the Council``, ``of this conference``."""
        bodies, own = alternatives(self.citations.bodies), self.any_of("own_body")
        return re.compile(
            rf"\s*(?:,\s*)?{self.any_of('by')}{_ELIDED}(?:{self.any_of('definite_article')}\s+)?(?:\w+\s+)?(?:(?P<body>{bodies})(?!\w)|(?<={self._this})(?P<own>{own}))"
        )

    @cached_property
    def _this(self) -> str:
        return next(iter(self.citations.words.get("this", ())), "") + " "

    @cached_property
    def _numbers_of_series(self) -> str:
        """The number of a Recommendation, or a range of them: ``Q.731.3 to Q.731.6``."""
        return rf"{_ONE}(?:\s+{self.any_of('to')}\s+{_ONE})?"

    @cached_property
    def of_sector(self) -> re.Pattern[str]:
        """A Recommendation without its noun: ``ITU-T E.164``."""
        return re.compile(rf"(?P<sector>ITU{HYPHEN}[TRD])\s+(?={self._numbers_of_series}(?!\w|{HYPHEN}\w))")

    @cached_property
    def series(self) -> re.Pattern[str]:
        """The number of a Recommendation, in a list of them."""
        return re.compile(rf"(?P<number>{self._numbers_of_series})(?!\w|{HYPHEN}\w)")

    @cached_property
    def symbol(self) -> re.Pattern[str]:
        """The symbol of a resolution of the United Nations, without a noun."""
        acronyms = alternatives(form for form in self.citations.bodies if form.isupper())
        return re.compile(
            rf"(?<![\w/.])(?:(?P<body>{acronyms})\s+)?(?P<symbol>[AESАЕ](?:/HRC)?)/RES/(?P<number>(?:ES-)?\d{{1,4}}(?:/\d{{1,4}})?)(?![\w/])"
        )

    @cached_property
    def numbered_text(self) -> re.Pattern[str]:
        """A word that stands before an article, number or paragraph. It is looked for first, as most paragraphs have none."""
        forms = {
            form for name in ("articles", "numbers", "paragraphs") for form in either_case(self.citations.words.get(name, ()))
        }
        forms |= set(self.citations.initials)
        # Of forms that begin alike, the shortest will do.
        return re.compile(alternatives(form for form in forms if not any(form.startswith(other) for other in forms - {form})))

    @cached_property
    def article(self) -> re.Pattern[str]:
        """The word before the numbers of articles."""
        return re.compile(rf"{self.in_any_case('articles')}\s*(?=\d)")

    @cached_property
    def provision(self) -> re.Pattern[str]:
        """The word before numbers of provisions."""
        return re.compile(rf"{self.any_of('numbers')}\s*(?=\d)")

    @cached_property
    def initialled(self) -> re.Pattern[str]:
        """Initials of a basic text before the number of a provision: ``CV 89``, ``CS/No. 196``. One letter may be a word: "К 2030 году"."""
        initials = alternatives(form for form in self.citations.initials if len(form) > 1)
        return re.compile(rf"(?P<initials>{initials})(?:\s?/\s?|\s)(?:{self.any_of('numbers')}\s*)?(?=\d)")

    @cached_property
    def paragraph(self) -> re.Pattern[str]:
        """The word or sign before numbers of paragraphs."""
        return re.compile(rf"{self.in_any_case('paragraphs')}\s*(?=\d)")

    @cached_property
    def provision_item(self) -> re.Pattern[str]:
        """The number of an article or a provision: ``165A``, ``11.44B``."""
        return re.compile(r"(?P<number>\d{1,4}[A-Z]{0,2}(?:\.\d+[A-Z]{0,2})*(?:[-–\u2011]\d{1,4}[A-Z]{0,2})?)(?!\w)")

    @cached_property
    def paragraph_item(self) -> re.Pattern[str]:
        """One paragraph or a range of them: ``29-82``, ``78 a)``, ``35 a) - e)``."""
        letter = r"\s?\(?(?P<{}>[a-z])\)"
        first = rf"(?P<number>\d+(?:\.\d+)*)(?:{letter.format('letter')}|(?P<bare>[a-z])(?!\w))?"
        last = rf"(?:(?P<last>\d+(?:\.\d+)*)(?:{letter.format('lastletter')})?|\(?(?P<onlyletter>[a-z])\))"
        return re.compile(rf"{first}(?:\s*(?:[-–\u2011]|{self.any_of('to')}(?=\s))\s*{last})?(?!\w)")

    @cached_property
    def instrument(self) -> re.Pattern[str]:
        """What articles and numbers are of, wherever it stands. Not "Convention on the Rights of the Child"."""
        other = rf"\s+{self.any_of('treaty_subject')}\s+[A-Z]"
        return re.compile(rf"(?<!\w)(?P<name>{alternatives(self.citations.union_instruments)})(?!\w)(?!{other})")

    @cached_property
    def outcome(self) -> re.Pattern[str]:
        """What paragraphs are of, wherever it stands."""
        return re.compile(rf"(?<![\w+])(?P<name>{alternatives(self.citations.outcome_documents)})(?!\w)")

    @cached_property
    def of(self) -> re.Pattern[str]:
        """The words between a provision and what it is of."""
        return re.compile(
            rf"\s*(?:\)\s*)?(?:,\s*)?{self.any_of('of')}{_ELIDED}(?:(?:{self.any_of('the')}|\d{{4}}){_ELIDED}){{0,3}}"
        )

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """What can stand between a provision and what it is of."""
        return re.compile(rf"\s*[,)(]|\s+{self.any_of('and')}\s")

    @cached_property
    def next_number(self) -> re.Pattern[str]:
        """The next number of a list of paragraphs of a report, and what stands before it."""
        return re.compile(rf"{self.separator.pattern}(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)(?!\w)")

    @cached_property
    def annex_heading(self) -> re.Pattern[str]:
        """The heading of an annex of a report."""
        return re.compile(rf"\s*{self.any_of('annexes')}\s+(?:\d{{1,2}}|[A-Z]|[IVX]+)(?!\w)", re.IGNORECASE)

    def body_in(self, text: str) -> str:
        """The body that a text names; empty where it names none. Longer names are tried first, as some contain others."""
        text = " ".join(text.split())
        return next(
            (self.citations.bodies[form] for form in sorted(self.citations.bodies, key=len, reverse=True) if form in text), ""
        )

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """Paragraphs of a report, as the report itself names them; not those of another text."""
        above, of, this = self.any_of("above"), self.any_of("of"), self.any_of("this")
        number, behind = r"\d{1,3}(?:\.\d{1,3})*(?!\w)", rf"(?=\s+{above}(?!\w))"
        more = rf"(?:{self.separator.pattern}{number}(?!\s+{self.any_of('sections')}\s))*"
        end = rf"(?!\.?\d|[-–])(?!\s+{of}\s+(?!{this}\s))"
        clauses = self.in_any_case("clauses")
        annex = alternatives(form.capitalize() for form in self.citations.words.get("annexes", ()))
        forms = (
            rf"(?P<outer>{number})\s+{self.any_of('sections')}\s+(?P<inner>\d{{1,3}}){behind}",
            rf"{self.any_of('sections')}\s+(?P<section>{number}){behind}",
            rf"(?!§){self.any_of('paragraphs')}\s+(?P<number>{number}){more}{end}",
            rf"{clauses}\s+(?P<dotted>{number}){more}{end}",
            rf"(?P<annex>{annex}\s+(?:\d{{1,2}}|[A-Z]|[IVX]+)(?!\w)){end}",
        )
        return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})")
