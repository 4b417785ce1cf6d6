"""The published schema of proposals and the reader say the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from resdraft.errors import Unreadable
from resdraft.library import data_folder
from resdraft.read.proposal import read_proposal, read_proposals
from resdraft.write.proposal import as_json, as_plain
from tests.conftest import ROOT

SCHEMA = Draft202012Validator(
    json.loads((data_folder("templates") / "proposal.schema.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
HEAD = {"source": "RUS", "target": "1332@2019"}
WORDS = {"from": "the ITU", "to": "ITU"}
PLACES: tuple[dict[str, Any], ...] = (
    {"clause": "resolves 3"},
    {"after": "resolves 3"},
    {"before": "resolves 3"},
    {"in": "resolves"},
)
PARTS: tuple[dict[str, Any], ...] = (
    {"text": "to continue;"},
    WORDS,
    {"from": "the ITU"},
    {"from": " ", "to": ""},
    {"occurrence": 2},
    {"occurrence": 0},
    {"exact": True},
    {"exact": False},
    {"changes": [WORDS, {**WORDS, "occurrence": 1, "exact": True}]},
    {"changes": []},
    {"changes": [{"to": "ITU"}]},
    {"changes": [{**WORDS, "reasons": "none"}]},
    {"insert": "to report;"},
    {"delete": True},
    {"delete": False},
    {"move": "after resolves 1"},
    {"move": "behind resolves 1"},
    {"move": "after"},
    {"reasons": "As above."},
    {"footnotes": {"a": "See there."}},
    {"footnotes": ["See there."]},
    {"claus": "resolves 3"},
)
HEADS: tuple[dict[str, Any], ...] = (
    *({"symbol": symbol} for symbol in ("ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC", "DEL")),
    {"document": 62, "addendum": "1"},
    {"date": "2026-11-09"},
    {"date": "9 November 2026"},
    {"date": "2026-02-30"},
    {"source": "Russia"},
    {"title": ["a"]},
    {"reasons": "To bring it up to date.", "summary": "", "language": "en", "base": "sha256:0", "meeting": "PP-26"},
    {"tittle": "a"},
    {"symbol": "ADD", "text": "RESOLUTION [RUS-1]"},
    {"symbol": "ADD*", "text": ""},
    {"text": "RESOLUTION [RUS-1]"},
    {"symbol": "_NOC_", "revision": 1, "corrigendum": 2, "original": "fr", "name": "Russian Federation", "agenda": 5},
    {"introduction": "For many years ...", "alternative": True},
    {"alternative": False},
    {"cosigners": ["BLR", "KAZ"]},
    {"cosigners": "BLR"},
    {"cosigners": ["Belarus"]},
    {"order": 2},
    {"order": 0},
)


def verdicts(value: Any) -> tuple[bool, bool]:
    """Whether the schema accepts a value, and whether the reader does."""
    try:
        read_proposal(json.dumps(value))
    except Unreadable:
        return SCHEMA.is_valid(value), False
    return SCHEMA.is_valid(value), True


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


AMENDMENTS = st.tuples(
    st.lists(st.sampled_from(PLACES), min_size=0, max_size=2), st.lists(st.sampled_from(PARTS), min_size=0, max_size=3)
).map(lambda drawn: merged([*drawn[0], *drawn[1]]))


@given(
    st.lists(st.sampled_from(HEADS), max_size=2),
    st.none() | st.lists(AMENDMENTS, max_size=2),
    st.sampled_from(["", "source", "target"]),
)
def test_the_schema_accepts_what_the_reader_reads_and_nothing_else(
    heads: list[dict[str, Any]], amendments: list[dict[str, Any]] | None, missing: str
) -> None:
    value = merged([HEAD, *heads, {} if amendments is None else {"amendments": amendments}])
    value.pop(missing, None)
    schema, reader = verdicts(value)
    assert schema == reader, value


@pytest.mark.parametrize("place", PLACES, ids=lambda place: next(iter(place)))
@pytest.mark.parametrize("part", range(len(PARTS)))
def test_each_part_at_each_place(place: dict[str, Any], part: int) -> None:
    for more in PARTS:
        value = {**HEAD, "amendments": [{**place, **PARTS[part], **more}]}
        schema, reader = verdicts(value)
        assert schema == reader, value


@pytest.mark.parametrize("path", sorted((ROOT / "proposals").glob("*.yaml")), ids=lambda path: path.stem)
def test_proposals_as_they_are_written(path: Path) -> None:
    plain = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    plain["date"] = str(plain["date"])
    assert not list(SCHEMA.iter_errors(plain))
    proposal = read_proposal(path.read_text("utf-8"))
    assert not list(SCHEMA.iter_errors(as_plain(proposal)))
    assert not list(SCHEMA.iter_errors(json.loads(as_json(proposal))))


@pytest.mark.parametrize("value", [[], [HEAD | {"symbol": "NOC"}], [HEAD | {"symbol": "NOC"}] * 2, [[HEAD]], [HEAD, 1]])
def test_several_proposals_of_a_document(value: list[Any]) -> None:
    try:
        read = len(read_proposals(json.dumps(value))) == len(value)
    except Unreadable:
        read = False
    assert SCHEMA.is_valid(value) == read


def test_every_property_is_one_that_the_reader_knows() -> None:
    """What the schema offers an editor is all there is."""
    with pytest.raises(Unreadable) as caught:
        read_proposal(json.dumps({**HEAD, "?": "", "amendments": [{"clause": "resolves 1", "delete": True, "?": ""}]}))
    known = [set(problem.hint.removeprefix("known here: ").split(", ")) for problem in caught.value.problems]
    assert known == [
        set(SCHEMA.schema["$defs"]["proposal"]["properties"]),
        set(SCHEMA.schema["$defs"]["amendment"]["properties"]),
    ]


def test_the_command_prints_it() -> None:
    done = subprocess.run([sys.executable, "-m", "resdraft", "propose", "--schema"], capture_output=True, check=True)
    assert json.loads(done.stdout) == SCHEMA.schema
