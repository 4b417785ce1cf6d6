"""Decisions as YAML or JSON, as one would write them by hand; what is read from it is the same decisions."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from resdraft.model.decision import Decisions
from resdraft.write.json import dumps

_FIELDS = ("amendment", "place", "decision", "source", "text", "by", "words", "was", "note")


def as_plain(decisions: Decisions) -> dict[str, Any]:
    """The decisions as plain values; what is empty is left out."""
    head = {"base": decisions.base, "meeting": decisions.meeting}
    out: dict[str, Any] = {name: said for name, said in head.items() if said}
    out["default"] = decisions.default
    out["decisions"] = [{name: said for name in _FIELDS if (said := getattr(one, name))} for one in decisions.decisions]
    return out


def as_json(decisions: Decisions) -> str:
    """The decisions as JSON."""
    return dumps(as_plain(decisions))


def as_yaml(decisions: Decisions, still_open: Iterable[str] = ()) -> str:
    """The decisions as YAML, with the amendments that are still open as comments to be filled in."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    plain = as_plain(decisions)
    if not plain["decisions"]:
        del plain["decisions"]
    out = io.StringIO()
    yaml.dump(plain, out)
    open_ones = "".join(f"#  - amendment: {number}\n#    decision: adopt\n" for number in still_open)
    head = "decisions:\n" if "decisions" not in plain else ""
    return out.getvalue() + (f"# open:\n{f'# {head}' if head else ''}{open_ones}" if open_ones else "")
