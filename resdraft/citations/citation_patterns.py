"""The regular expressions for citations in one language, made from the words of its lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from resdraft.lexicon import lexicon
from resdraft.model.lexicon import CitationWords

_ONE = "[A-Z]{1,2}\\.\\d+(?:\\.\\d+)*(?:[-\u2010\u2011]\\d+)?"
HYPHEN = "[-\u2010\u2011]"
_APOSTROPHE = "['\u2019]"
_ELIDED = rf"(?:\s+|(?<={_APOSTROPHE}))"
"""What parts a word from the next: a blank, or nothing behind an apostrophe."""
_SINGLE = "\u2e80"
_LATER = "(?:\\s?[A-Z]{1,2})?(?:\\s?\\([IVXL]+\\))?"
"""What the United Nations once put behind a number: ``217 A (III)``."""
_NUMBERS = rf"(?:\[[A-Z0-9/-]+\]|[A-Z]{{2,4}}\d*/\d+|(?:ES-)?\d{{1,4}}(?:(?:/|{HYPHEN})\d{{1,4}}){{0,2}}[A-Z]?)"
_EDITION_BEHIND = r"(?:\s{0,3}\([^()]{3,60}\))?"
_EDITION = r"\s*\((?P<edition>[^()]{0,6}\(?[^()]{3,60})\)"


@lru_cache(8)
def citation_patterns(language: str) -> CitationPatterns:
    """The patterns of a language, by its two-letter code. They are made once."""
    words = lexicon(language)
    return CitationPatterns(words.citations, words.contribution.months, spaced=words.spaces_between_words)


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
        # In Chinese no blank stands between words.
        joined = before.isalnum() and before < _SINGLE and text[found.start() : found.start() + 1] < _SINGLE
        if not (joined or (before and before in joints)):
            yield found


def either_case(forms: Iterable[str]) -> list[str]:
    """Each form with its first letter small, with it capital, and all in capitals."""
    return [case for form in forms for case in (form[:1].lower() + form[1:], form[:1].upper() + form[1:], form.upper())]


class CitationPatterns:
    """What the parts of a citation look like. Each pattern is compiled when it is first needed."""

    def __init__(self, citing: CitationWords, months: tuple[str, ...] = (), *, spaced: bool = True) -> None:
        """``months`` are the names of the twelve, in this language. ``spaced`` is whether blanks stand between its words."""
        self.citations, self._months, self.spaced = citing, months, spaced
        self._flags = re.UNICODE if spaced else re.ASCII
        self._gap = r"\s+" if spaced and "prefixes" not in citing.words else r"\s*"

    def compile(self, pattern: str) -> re.Pattern[str]:
        """A pattern compiled for this language: where words are not spaced, the letters beside a number are no part of it."""
        return re.compile(pattern, self._flags)

    def any_of(self, name: str) -> str:
        """A pattern for the words of one purpose, as they are written in the lexicon."""
        return alternatives(self.citations.words.get(name, ()))

    def in_any_case(self, name: str) -> str:
        """A pattern for the words of one purpose, begun small or with a capital, or all in capitals."""
        return alternatives(either_case(self.citations.words.get(name, ())))

    def joined(self, forms: Iterable[str]) -> Iterator[str]:
        """Forms, and those that they have behind a prefix: ``القرار`` is ``للقرار`` behind ل."""
        for form in forms:
            yield form
            if self.prefix and form.startswith("ال"):
                yield form[1:]

    @cached_property
    def prefix(self) -> str:
        """What may stand before a noun in the same word: in Arabic "and", "in", "to"."""
        return f"{self.any_of('prefixes')}?" if "prefixes" in self.citations.words else ""

    @property
    def number_reversed(self) -> bool:
        """Whether the parts of a number with dots stand in the other order: No. 5.312 is ``الرقم 312.5``."""
        return "reversed" in self.citations.words.get("number_order", ())

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The nouns of instruments, small, each with its kind."""
        return {joined.lower(): kind for form, kind in self.citations.kinds.items() for joined in self.joined([form])}

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The forms of the names of bodies, each with the body."""
        return {joined: body for form, body in self.citations.bodies.items() for joined in self.joined([form])}

    @cached_property
    def plurals(self) -> frozenset[str]:
        """The nouns, small, behind which a list may stand."""
        return frozenset(form.lower() for form in self.joined(self.citations.words.get("plurals", ())))

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """The noun of an instrument, before its number; in Chinese the sign before the number, and the noun behind: ``第71号决议``."""
        nouns, signs = alternatives(either_case(self.kinds)), self.any_of("number_signs")
        if behind := self._behind:
            # The noun stands behind a list, behind the last number or its brackets.
            more = rf"(?:{self.separator.pattern}{_NUMBERS}{_LATER}\s{{0,3}}{behind}?{_EDITION_BEHIND})"
            numbers = rf"{_NUMBERS}{_LATER}\s{{0,3}}{behind}?{_EDITION_BEHIND}{more}{{0,20}}"
            return self.compile(
                # Without the sign no letter, stroke or dot may stand before the number.
                rf"(?:{signs}\s*|(?<![\w./-]))(?={numbers}(?<=[{''.join(self.citations.words['behind_number'])})])\s*(?P<noun>{nouns}))"
            )
        # A body may stand between: "Resoluciones del Consejo Económico y Social 2006/46", "قرار المجلس 2006/46".
        between = rf"\s+(?:{self.any_of('between')}{_ELIDED})?(?P<between>{alternatives(self.bodies)})"
        return self.compile(rf"{self.prefix}(?P<noun>{nouns})(?:{between})?\s+(?:{signs}\s*)?(?=[\[\dA-ZАЕ])")

    @cached_property
    def _behind(self) -> str:
        """What stands between a number and the noun behind it; empty where nouns stand before numbers."""
        return self.any_of("behind_number") if "behind_number" in self.citations.words else ""

    @cached_property
    def body_before(self) -> re.Pattern[str]:
        """A body, or a conference, right before the noun: ``WTDC-17 Resolution``, ``Assembly (UNGA) Resolution``."""
        bodies = alternatives(self.bodies)
        year = rf"(?P<year>(?:{HYPHEN}|\s)?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
        # In Chinese what it is about and the day stand between: "大会关于...的2015年12月16日第70/125号决议".
        about = rf"(?:\s*{self.any_of('subject')}[^。;()]{{1,80}}?{self.any_of('adopted')})?(?:\s*于?\d{{4}}年\d{{1,2}}月\d{{1,2}}日)?"
        between = "" if self.spaced else rf"(?P<between>{about}\s*{self.any_of('adopted')}?)"
        return self.compile(rf"(?<![\w/-])(?P<body>{bodies})(?:\s*\((?P<short>[^()]+)\)|{year}){between}(?:{HYPHEN}|\s)*$")

    @cached_property
    def item(self) -> re.Pattern[str]:
        """One number of a list, and what stands before it."""
        number = rf"\d{{1,4}}(?:(?:/|{HYPHEN})\d{{1,4}}){{0,2}}[A-Z]?(?![\w/])(?!\.\d)"
        series = rf"{self._numbers_of_series}(?!\w|{HYPHEN}\w)"
        letters, letter = self.any_of("number_letters"), rf"(?:[A-Z]|{self.any_of('number_letters')})"
        session = rf"\((?:[IVXL]+|{self.any_of('session')}\d+)\)"
        # The Arabic name of a letter needs no session behind it.
        later = rf"(?:\s?(?P<letter>{letter}(?=\s?(?:{session}|{self._behind or session}))|(?<=\s){letters}(?!\w)))?(?:\s?{session})?"
        named = r"\[[A-Z0-9/-]+\]|[A-Z]{2,4}\d*/\d+|ES-\d+/\d+"
        closing = (
            rf"(?:{later}\s{{0,3}}{behind}(?:\s*(?P<closing>{alternatives(self.kinds)}))?)?"
            if (behind := self._behind)
            else later
        )
        return self.compile(
            rf"(?P<symbol>[AEАЕ]/(?:RES/)?)?(?:(?P<sector>{self._sector})\s+)?(?P<number>{number}|{series}|{named}){closing}"
        )

    def number_of(self, item: re.Match[str]) -> str:
        """The number of an item with its letter, as in ``217A``: "217 A (III)", "217 ألف (د-3)"."""
        letters, letter = self.citations.words.get("number_letters", ()), item["letter"] or ""
        letter = chr(ord("A") + letters.index(letter)) if letter in letters else letter
        return f"{item['number']}{letter}"

    @property
    def _sector(self) -> str:
        return rf"{self.any_of('union')}{HYPHEN}[TRDТ]"

    def sector_named(self, text: str) -> str:
        """The Sector of the Union that a text is the name of, in English: ``UIT-T`` and ``МСЭ-Т`` are ITU-T. Empty where it is none."""
        return f"ITU-{text[-1].replace('Т', 'T')}" if re.fullmatch(self._sector, text) else ""

    @cached_property
    def edition_brackets(self) -> re.Pattern[str]:
        """The brackets that may say an edition."""
        return self.compile(_EDITION)

    @cached_property
    def ends_of_bodies(self) -> frozenset[str]:
        """The last words of all bodies."""
        return frozenset(form.split()[-1] for form in self.bodies)

    @cached_property
    def thereof(self) -> re.Pattern[str]:
        """A word behind a provision that means the instrument named before: ``thereof``."""
        return self.compile(rf"\s+{self.any_of('thereto')}(?!\w)")

    def can_name_a_body(self, word: str) -> bool:
        """Whether the word before a noun can be the end of a body's name. It is asked first, as :attr:`body_before` is slow."""
        return (
            not self.spaced or word[-1:].isdigit() or word[-1:] in ("-", ")", "\u2011", "\u2010") or word in self.ends_of_bodies
        )

    @cached_property
    def separator(self) -> re.Pattern[str]:
        """What stands between the items of a list."""
        again = rf"(?:{self.any_of('number_signs')}\s*)?" if self._behind else ""
        return self.compile(rf"\s*(?:,\s*(?:{self.any_of('and')}{self._gap})?|{self.any_of('and')}{self._gap}){again}")

    @cached_property
    def date(self) -> re.Pattern[str]:
        """The day on which an instrument was adopted, behind its number in a list: ``56/183 of 21 December 2001``."""
        months = alternatives(either_case(self._months))
        day, year = r"\d{1,2}(?:er|\.|º)?", r"\d{4}(?:\s*года?|\s*г\.)?"
        if "dated" in self.citations.words:
            # Months have two names there, with a stroke between: "المؤرخ 14 كانون الأول/ديسمبر 2022".
            return self.compile(rf"\s+{self.any_of('dated')}\s+\d{{1,2}}\s+[^\d,;()]{{2,30}}\s\d{{4}}(?!\w)")
        # A short word stands before the day: of, du, от.
        return self.compile(rf"\s+(?:[^\W\d_]{{1,3}}\s+)?{day}\s+(?:de\s+)?{months}\s+(?:de\s+)?{year}(?!\w)")

    @cached_property
    def body_after(self) -> re.Pattern[str]:
        """A body right behind the list: ``of WTSA``, ``adopted by the Council``, ``of this conference``."""
        bodies, own = self.prefix + rf"(?P<body>{alternatives(self.bodies)})", self.any_of("own_body")
        lead = rf"(?:\s*,)?{self._led_by('by')}"
        return self.compile(
            rf"{lead}(?:{self.any_of('definite_article')}\s+)?(?:\w+\s+)?(?:{bodies}(?!\w)|(?<={self._this})(?P<own>{own}))"
        )

    def _led_by(self, name: str) -> str:
        """A blank and one of some words, which may be none: blanks beside blanks would be tried in every division."""
        words = self.citations.words.get(name, ())
        some = rf"{alternatives(word for word in words if word)}{_ELIDED}"
        return rf"\s+(?:{some})?" if "" in words else rf"\s*{some}"

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
        return self.compile(rf"(?P<sector>{self._sector})\s+(?={self._numbers_of_series}(?!\w|{HYPHEN}\w))")

    @cached_property
    def series(self) -> re.Pattern[str]:
        """The number of a Recommendation, in a list of them."""
        return self.compile(rf"(?P<number>{self._numbers_of_series})(?!\w|{HYPHEN}\w)")

    @cached_property
    def symbol(self) -> re.Pattern[str]:
        """The symbol of a resolution of the United Nations, without a noun."""
        acronyms = alternatives(form for form in self.bodies if form.isupper())
        return self.compile(
            rf"(?<![\w/.])(?:(?P<body>{acronyms})\s+)?(?P<symbol>[AESАЕ](?:/HRC)?)/RES/(?P<number>(?:ES-)?\d{{1,4}}(?:/\d{{1,4}})?)(?![\w/])"
        )

    @cached_property
    def numbered_text(self) -> re.Pattern[str]:
        """A word that stands before an article, number or paragraph. It is looked for first, as most paragraphs have none."""
        forms = {
            form for name in ("articles", "numbers", "paragraphs") for form in either_case(self.citations.words.get(name, ()))
        }
        forms |= set(self.citations.initials)
        forms |= set(self.joined(forms))
        # Of forms that begin alike, the shortest will do.
        return self.compile(alternatives(form for form in forms if not any(form.startswith(other) for other in forms - {form})))

    @cached_property
    def article(self) -> re.Pattern[str]:
        """The word before the numbers of articles."""
        return self.compile(self._before_numbers("articles", either_case))

    @cached_property
    def provision(self) -> re.Pattern[str]:
        """The word before numbers of provisions."""
        return self.compile(self._before_numbers("numbers"))

    @cached_property
    def initialled(self) -> re.Pattern[str]:
        """Initials of a basic text before the number of a provision: ``CV 89``, ``CS/No. 196``. One letter may be a word: "К 2030 году"."""
        initials = alternatives(form for form in self.citations.initials if len(form) > 1)
        return self.compile(rf"(?P<initials>{initials})(?:\s?/\s?|\s)(?:{self.any_of('numbers')}\s*)?(?=\d)")

    @cached_property
    def paragraph(self) -> re.Pattern[str]:
        """The word or sign before numbers of paragraphs."""
        return self.compile(self._before_numbers("paragraphs", either_case))

    def _before_numbers(self, name: str, cases: Callable[[Iterable[str]], Iterable[str]] = iter) -> str:
        """The word before numbers of one kind of provision; in Chinese the sign before a list that such a word ends: ``第8条``."""
        words = alternatives(self.joined(cases(self.citations.words.get(name, ()))))
        if not self._behind:
            return rf"{self.prefix}{words}\s*(?=\d)"
        number = r"\d{1,4}[A-Z]{0,2}(?:[.-]\d{1,4}[A-Z]{0,2})*"
        return rf"{self.any_of('number_signs')}\s*(?={number}(?:{self.separator.pattern}{number}){{0,20}}\s*{words})"

    @cached_property
    def provision_item(self) -> re.Pattern[str]:
        """The number of an article or a provision: ``165A``, ``11.44B``."""
        return self.compile(
            r"(?P<number>\d{1,4}[A-Z]{0,2}(?:\.\d+[A-Z]{0,2})*(?:[-–\u2011]\d{1,4}[A-Z]{0,2})?)(?!\w)"
            + self._closing("articles", "numbers")
        )

    @cached_property
    def paragraph_item(self) -> re.Pattern[str]:
        """One paragraph or a range of them: ``29-82``, ``78 a)``, ``35 a) - e)``."""
        letter = r"\s?\(?(?P<{}>[a-z])\)"
        first = rf"(?P<number>\d+(?:\.\d+)*)(?:{letter.format('letter')}|(?P<bare>[a-z])(?!\w))?"
        last = rf"(?:(?P<last>\d+(?:\.\d+)*)(?:{letter.format('lastletter')})?|\(?(?P<onlyletter>[a-z])\))"
        return self.compile(
            rf"{first}(?:\s*(?:[-–\u2011]|{self.any_of('to')}(?=\s))\s*{last})?(?!\w)" + self._closing("paragraphs")
        )

    def _closing(self, *names: str) -> str:
        """The word that may end a list of provisions where nouns stand behind."""
        return rf"(?:\s*{alternatives(form for name in names for form in self.citations.words[name])})?" if self._behind else ""

    @cached_property
    def instrument(self) -> re.Pattern[str]:
        """What articles and numbers are of, wherever it stands. Not "Convention on the Rights of the Child"."""
        other = rf"\s+{self.any_of('treaty_subject')}\s+[A-Z]"
        return self.compile(rf"(?<!\w)(?P<name>{alternatives(self.citations.union_instruments)})(?!\w)(?!{other})")

    @cached_property
    def outcome(self) -> re.Pattern[str]:
        """What paragraphs are of, wherever it stands."""
        return self.compile(rf"(?<![\w+])(?P<name>{alternatives(self.citations.outcome_documents)})(?!\w)")

    @cached_property
    def of(self) -> re.Pattern[str]:
        """The words between a provision and what it is of."""
        return self.compile(rf"(?:\s*\))?(?:\s*,)?{self._led_by('of')}(?:(?:{self.any_of('the')}|\d{{4}}){_ELIDED}){{0,3}}")

    @cached_property
    def aside(self) -> re.Pattern[str]:
        """What can stand between a provision and what it is of."""
        return self.compile(rf"\s*[,)(]|\s+{self.any_of('and')}\s")

    @cached_property
    def next_number(self) -> re.Pattern[str]:
        """The next number of a list of paragraphs of a report, and what stands before it."""
        return self.compile(rf"{self.separator.pattern}(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)(?!\w)")

    @cached_property
    def annex_heading(self) -> re.Pattern[str]:
        """The heading of an annex of a report."""
        return self.compile(rf"(?i:\s*{self.any_of('annexes')}\s+(?:\d{{1,2}}|[A-Z]|[IVX]+)(?!\w))")

    def body_in(self, text: str) -> str:
        """The body that a text names; empty where it names none. Longer names are tried first, as some contain others."""
        text = " ".join(text.split())
        return next((self.bodies[form] for form in sorted(self.bodies, key=len, reverse=True) if form in text), "")

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """Paragraphs of a report, as the report itself names them; not those of another text."""
        above, of, this = self.any_of("above"), self.any_of("of"), self.any_of("this")
        number, behind = r"\d{1,3}(?:\.\d{1,3})*(?!\w)", rf"(?=\s+{above}(?!\w))"
        more = rf"(?:{self.separator.pattern}{number}(?!\s+{self.any_of('sections')}\s))*"
        end = rf"(?!\.?\d|[-–])(?!\s+(?:{of}\s+(?!{this}\s)|{self.any_of('of_attached')}(?!{this}\s)\w))"
        clauses = self.in_any_case("clauses")
        annex = alternatives(form.capitalize() for form in self.citations.words.get("annexes", ()))
        forms = (
            rf"(?P<outer>{number})\s+{self.any_of('sections')}\s+(?P<inner>\d{{1,3}}){behind}",
            rf"{self.any_of('sections')}\s+(?P<section>{number}){behind}",
            rf"(?!§){self.any_of('paragraphs')}\s+(?P<number>{number}){more}{end}",
            rf"{clauses}\s+(?P<dotted>{number}){more}{end}",
            rf"(?P<annex>{annex}\s+(?:\d{{1,2}}|[A-Z]|[IVX]+)(?!\w)){end}",
        )
        return self.compile(rf"(?<!\w)(?:{'|'.join(forms)})")
