"""A mistake in a proposal file is told with the line it stands on, as an editor counts lines."""

from __future__ import annotations

import json

import pytest

from resdraft.errors import Unreadable
from resdraft.read.proposal import read_proposals

YAML = """source: RUS
target: 1332@2019
amendments:
  - clause: resolves 1
    text: to act;
  - clause: resolves 2
    delete: true
"""
JSON = """{
 "source": "RUS",
 "target": "1332@2019",
 "amendments": [
  {"clause": "resolves 1",
   "text": "to act;"},
  {"clause": "resolves 2",
   "delete": "true"}
 ]
}
"""


def problems(source: str) -> list[tuple[int | None, str]]:
    """Line and words of each problem."""
    with pytest.raises(Unreadable) as caught:
        read_proposals(source, "rus")
    assert {problem.file for problem in caught.value.problems} == {"rus"}
    return [(problem.line, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("source", "old", "new", "wanted"),
    [
        (YAML, "source: RUS", "source: rus", (1, '"rus" is no source')),
        (YAML, "source: RUS", "sauce: RUS\nsource: RUS", (1, '"sauce" is not known here')),
        (YAML, "delete: true", "delete: no", (7, '"delete" can only be true')),
        (YAML, "    text: to act;\n", "", (4, "say what is to be done to resolves 1; it says nothing")),
        (
            YAML,
            "target: 1332@2019",
            "target: [1332]",
            (2, "“target: [1332]”: the [ at the beginning was read as the beginning of a list"),
        ),
        (JSON, '"RUS"', '"rus"', (2, '"rus" is no source')),
        (JSON, '"delete": "true"', '"delete": "no"', (8, '"delete" can only be true')),
        (JSON, '"text": "to act;"', '"words": "to act;"', (6, '"words" is not known here')),
        (JSON, ' "target": "1332@2019",\n', "", (1, '"target" is missing')),
        # a mistake of the form itself
        (
            YAML,
            "    delete: true",
            "    delete: true: no",
            (7, "“delete: true: no”: “true” was read as the name of a line, because of the colon behind it"),
        ),
        (YAML, "    delete: true", "    clause: resolves 3", (7, '"clause" is there twice')),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_the_line_of_a_mistake(source: str, old: str, new: str, wanted: tuple[int, str]) -> None:
    assert old in source
    assert wanted in problems(source.replace(old, new, 1))


def test_the_lines_of_a_stream_are_counted_from_its_beginning() -> None:
    """Several documents in one file: each mistake has the line of the file."""
    wrong = YAML.replace("RUS", "rus")
    assert problems(f"{YAML}---\n{wrong}---\n{wrong}") == [(9, '"rus" is no source'), (17, '"rus" is no source')]


def test_the_lines_of_a_list_in_json() -> None:
    one = json.dumps(json.loads(JSON))
    assert problems(f"[{one},\n{one.replace('RUS', 'rus')},\n{one.replace('RUS', 'sur')}]") == [
        (2, '"rus" is no source'),
        (3, '"sur" is no source'),
    ]


def test_an_amendment_knows_the_line_on_which_it_begins() -> None:
    """Where it does not fit its base, the message names that line."""
    first, second = read_proposals(f"{YAML}---\n{YAML}", "rus")
    assert [a.line for a in (*first.amendments, *second.amendments)] == [4, 6, 12, 14]
    assert [a.line for a in read_proposals(JSON, "rus")[0].amendments] == [5, 7]
