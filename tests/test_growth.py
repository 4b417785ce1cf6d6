"""No input makes a command take more than in proportion to its size.

Steps are counted, since a count is the same on every machine. What happens inside a regular expression cannot be counted: there the input is
so long that a second factor would take minutes of the processor, where a second is enough.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

import resdraft
from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.documents import document_citations
from resdraft.citations.external import external_citations
from resdraft.citations.numbered_report import NumberedReport
from resdraft.citations.references import InternalReferences
from resdraft.model.designation import Designation
from resdraft.model.lexicon import fold
from resdraft.model.text import Text
from resdraft.ooxml.directions import directions
from resdraft.read.text import read_text
from resdraft.read.web_page import web_page_text
from resdraft.write.text import write_text

HEAD = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nconsidering\na)\tthat much is done;\nresolves\n"
MOST = 6.0
"""Four times the input may take so many times the steps; twice the factor would be sixteen."""


def clauses(n: int, words: str, label: str = "{n}\t") -> str:
    return HEAD + "".join(f"{label}{words};\n".replace("{n}", str(k)) for k in range(1, n + 1))


def calls(n: int) -> str:
    return HEAD + "".join(f"{k}\tto act;\nresolves\n" for k in range(1, n + 1)) + "1\tto go on.\n"


def annexes(n: int) -> str:
    return HEAD + "1\tto act.\n" + "".join(f"ANNEX {k}\na)\tto act;\n" for k in range(1, n + 1))


def steps(action: Callable[[], object]) -> int:
    """How many functions an action calls, built-in ones too, and how many lines of loops it goes through."""
    count = 0

    def trace(frame: object, event: str, argument: object) -> Callable[..., object]:  # noqa: ARG001
        nonlocal count
        count += event == "line"
        return trace

    def profile(frame: object, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count
        count += event in ("call", "c_call")

    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return count


def references_of(text: str, language: str) -> object:
    return InternalReferences(read_text(text, language=language)).all()


def flattened(given: bytes) -> object:
    return resdraft.open(given, flattened=True)


COUNTED: dict[str, tuple[int, Callable[[int], str], Callable[[bytes], object]]] = {
    "references in many clauses": (40, lambda n: clauses(n, "to act on resolves {n} above"), resdraft.cite),
    "references to dotted clauses": (100, lambda n: clauses(n, "to act on 1.{n} above", "1.{n}\t"), resdraft.cite),
    "references in one clause": (150, lambda n: clauses(1, "to act on " + "resolves 1 above, " * n), resdraft.cite),
    "citations in one clause": (
        120,
        lambda n: clauses(1, "to recall " + "Resolution 140 (Rev. Dubai, 2018), § 5 of it, " * n),
        resdraft.cite,
    ),
    "references in a report": (60, lambda n: "".join(f"1.{k}\tSee paragraph 1.{k}.\n" for k in range(1, n + 1)), resdraft.cite),
    "addresses of clauses": (300, lambda n: clauses(n, "to act"), lambda given: resdraft.open(given).output("html")),
    "addresses of dashes": (300, lambda n: clauses(n, "to act", "–\t"), lambda given: resdraft.open(given).output("html")),
    "addresses below equal calls": (40, calls, lambda given: resdraft.open(given).output("json")),
    "annexes in one flattened line": (300, lambda n: clauses(1, "to act" + "; ANNEX to act" * n), flattened),
    "check: gaps in a list": (150, lambda n: clauses(n, "to act", "{n}{n}\t"), resdraft.check),
    "check: abbreviations": (100, lambda n: clauses(n, "to act on all new things (A{n}NT) and (AN{n}T"), resdraft.check),
    "addresses of annexes": (40, annexes, lambda given: resdraft.open(given).output("html")),
}


@pytest.mark.parametrize("name", COUNTED)
def test_steps_grow_with_the_input(name: str) -> None:
    n, make, action = COUNTED[name]
    action(make(5).encode())
    few, many = (steps(lambda size=size: action(make(size).encode())) for size in (n, 4 * n))  # type: ignore[misc]
    assert few > 100
    assert many < MOST * few


LONG = 60_000
NOUNS = citation_patterns("en")
TIMED: dict[str, tuple[str, Callable[[str], object]]] = {
    **{
        f"cite: {name}": (
            unit,
            lambda long: resdraft.cite(f"{HEAD}1\tto act 1 resolves{long}x 2, of it;\n2\tto go on.\n".encode()),
        )
        for name, unit in {
            "blanks": " ",
            "no-break blanks": "\u00a0",
            "tabs": "\t",
            "brackets": "[^",
            "capitals": "A",
            "dots": "1.",
            "letters": "WGA",
            "hyphens": "A16-",
            "labels": "1, ",
            "bookmarks": "[bookmark: ",
            "backslashes": "\\",
        }.items()
    },
    "footnote marks": ("[^", lambda long: Text.parse(long, ["1"])),
    "blanks before a dash": (" ", lambda long: fold(f"é{long}x")),
    "a number line of capitals": ("A", Designation.parse),
    "a number line of brackets": ("[", Designation.parse),
    "an edition in capitals": ("A-", lambda long: Designation.parse(f"RESOLUTION 1 ({long})")),
    "a symbol of a working group": ("A", lambda long: list(document_citations(f"CWG{long} 1/1", NOUNS))),
    "blanks behind a number": (" ", lambda long: NOUNS.of.match(long + "x")),
    "blanks before a body": (" ", lambda long: NOUNS.body_after.match(long + "x")),
    **{
        f"a web page: {unit}": (unit, lambda long: web_page_text(f"<html><body><p>x{long}<p id=x>y".encode()))
        for unit in ("<sup>1</sup>", "<td></td>", "<a href='#x'>1</a>", "<br>", "<li>")
    },
    **{
        f"{head}{unit}": (
            unit,
            lambda long, language=language, head=head: external_citations(  # type: ignore[misc]
                f"{head}{long}x 1", citation_patterns(language), "", lambda *_: ""
            ),
        )
        for language, heads in {
            "ru": ("Резолюция 1", "Статья 1"),
            "ar": ("القرار 1", "المادة 1"),
            "zh": ("第1号决议", "第1"),
        }.items()
        for head in heads
        for unit in (" ", {"ru": "Совета ", "ar": "المؤرخ 1 ", "zh": "第1和"}[language])
    },
    **{
        f"references within a text: {unit}": (
            unit,
            lambda long, language=language, head=head: references_of(f"{head}\n1\t{long}x", language),
        )  # type: ignore[misc]
        for language, head, units in (
            ("ar", "يقرر", ("الفقرات من 1 إلى 3 من يقرر ", "الفقرة 1، ", "1 و", "الملحق 1 و2 أعلاه ")),
            ("zh", "做出决议", ("上述第1段、做出决议1、附件1、", "第35号决议做出决议1、", "1、", "上述")),
        )
        for unit in units
    },
    "a report of blanks": (" ", lambda long: NumberedReport([(1, f"1{long}x")], NOUNS)),
}


@pytest.mark.parametrize("name", TIMED)
def test_long_runs_of_one_thing_take_no_second_factor(name: str) -> None:
    unit, action = TIMED[name]
    action(unit * 3)
    started = time.process_time()
    action(unit * (LONG // len(unit)))
    assert time.process_time() - started < 4


@pytest.mark.parametrize("unit", ["(ا", "()ا", "a(1)[ا", "1-", "ا1, ", "([{ا", "[)1%"])
def test_directions_take_no_second_factor(unit: str) -> None:
    few, many = (steps(lambda n=n: directions(unit * n, right_to_left=True)) for n in (200, 800))
    assert many < MOST * few


def test_text_whose_lines_all_need_their_kind_is_written_in_few_turns() -> None:
    """Each first clause reads as the end of its call: to find them one at a time would read the text as often as it has sections."""
    base = read_text(HEAD + "\\call\tinstructs the\n\\clause0\tDirectors\n\\clause0\t1\tto act;\n" * 60)
    turns = 0

    def read(text: str) -> object:
        nonlocal turns
        turns += 1
        return read_text(text)

    assert read_text(write_text(base, read)).provisions == base.provisions  # type: ignore[arg-type]
    assert turns < 20
