"""What checking found as SARIF 2.1.0 (OASIS), which editors and code hosts read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from resdraft.model.checks import CheckFinding, RuleNote

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "style": "note"}


def as_sarif(findings: Sequence[CheckFinding], rules: Sequence[RuleNote]) -> str:
    """A log with one run. The place in a Word file is its paragraph, and its address is a logical location (3.33)."""
    places = {rule.code: n for n, rule in enumerate(rules)}
    described = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.why},
            "defaultConfiguration": {"level": _LEVELS[rule.level]},
        }
        for rule in rules
    ]
    results = []
    for one in findings:
        physical: dict[str, object] = {"artifactLocation": {"uri": quote(one.file)}}
        if one.line:
            physical["region"] = {"startLine": one.line, "snippet": {"text": one.words}}
        location: dict[str, object] = {"physicalLocation": physical}
        if one.address:
            location["logicalLocations"] = [{"fullyQualifiedName": one.address}]
        results.append(
            {
                "ruleId": one.code,
                "ruleIndex": places[one.code],
                "level": _LEVELS[one.level],
                "message": {"text": ": ".join(filter(None, (f"p. {one.page}" if one.page else "", one.address, one.what)))},
                "locations": [location],
            }
        )
    run = {"tool": {"driver": {"name": "resdraft", "rules": described}}, "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
