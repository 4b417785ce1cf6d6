"""The values of a JSON text as the YAML of proposals has them: what programs hand to programs, so without lines, and read fast."""

from __future__ import annotations

import json
from typing import Any

from resdraft.errors import Problem, Unreadable
from resdraft.limits import MOST_PROPOSAL_DEPTH, MOST_PROPOSAL_VALUES
from resdraft.read.yaml_tree import IMPOSSIBLE, Listed, Named, Scalar, Value


def json_values(source: str, name: str) -> list[Value]:
    """The values, one for each entry of a list.

    Args:
        source: the JSON. ``name`` is the file's, for messages.

    Raises:
        Unreadable: where it is no JSON, or larger or deeper than proposals are.
    """
    try:
        # Numbers are the text that was written, as in YAML: 62 is the number of a document, however many digits it has.
        found = json.loads(source, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_named)
        count = [0]
        root = _value(found, 0, count)
    except (ValueError, RecursionError) as error:
        raise Unreadable(Problem(f"no data of proposals ({str(error)[:80]})", "make the file anew", file=name)) from None
    return list(root.items) if isinstance(root, Listed) and root.items else [root]


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) < len(pairs):
        raise ValueError("a name is there twice")
    return out


def _value(found: Any, depth: int, count: list[int]) -> Value:
    count[0] += 1
    if count[0] > MOST_PROPOSAL_VALUES or depth > MOST_PROPOSAL_DEPTH:
        raise ValueError("it is larger than proposals are")
    if isinstance(found, dict):
        return Named({_text(key): _value(value, depth + 1, count) for key, value in found.items()}, 1)
    if isinstance(found, list):
        return Listed(tuple(_value(item, depth + 1, count) for item in found), 1)
    return Scalar(_text(found), 1)


def _text(found: object) -> str:
    said = found if isinstance(found, str) else json.dumps(found)
    if IMPOSSIBLE.search(said):
        raise ValueError("a character that no document can hold")
    return said
