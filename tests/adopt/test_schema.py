"""The published schema of decisions and the reader say the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from resdraft.errors import Unreadable
from resdraft.library import schema
from resdraft.model.decision import DECISIONS
from resdraft.read.decisions import read_decisions

SCHEMA = Draft202012Validator(json.loads(schema("decisions")))
VALUES = {
    "amendment": st.just("RUS/1/1(1)"),
    "place": st.just("resolves 1"),
    "decision": st.sampled_from([*DECISIONS, "maybe"]),
    "source": st.just("RUS"),
    "text": st.just("to act;"),
    "by": st.just("CHAIR"),
    "words": st.just("to act"),
    "was": st.just("s1:0-1"),
    "wrong": st.just("x"),
}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "base": st.just("1332@2019"),
            "default": st.sampled_from(("open", "adopt-uncontested", "shut")),
            "decisions": st.lists(st.fixed_dictionaries({}, optional=VALUES), max_size=2),
            "other": st.just("x"),
        },
    )
)
def test_what_one_refuses_the_other_does(plain: dict[str, Any]) -> None:
    try:
        read_decisions(json.dumps(plain))
    except Unreadable:
        accepted = False
    else:
        accepted = True
    assert accepted == SCHEMA.is_valid(plain)
