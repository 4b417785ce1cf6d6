"""What diff does with two proposals: which amendments came, went or changed."""

from __future__ import annotations

from resdraft.cli.contributions import from_library, proposals_in
from resdraft.cli.inputs import screen, write_output
from resdraft.errors import Exit, Problem, WrongUsage


def compare_proposals(old: tuple[bytes, str], new: tuple[bytes, str], form: str, output: str | None) -> int:
    """Compare two documents with proposals, each its bytes and name; those of one place in them are compared with each other."""
    from resdraft.propose.revision import in_short, revision
    from resdraft.write.proposal import revised

    if form not in ("terminal", "json"):
        raise WrongUsage(Problem(f"proposals are not compared as {form}", "use --format terminal or json"))
    sides = [
        {(p.order, p.symbol != "NOC"): p for p in proposals_in(content, name, from_library(None))}
        for content, name in (old, new)
    ]
    head: list[tuple[str, str, str]] = []
    rows = []
    for order in sorted({*sides[0], *sides[1]}):
        before, after = (side.get(order) for side in sides)
        present = before or after
        assert present is not None  # noqa: S101 - it is on one side at least
        found = revision(before or present._replace(amendments=()), after or present._replace(amendments=()))
        name = f"{present.symbol.strip('_')} {present.number}"
        head += [("proposal", name if before else "", name if after else "")] * (before is None or after is None)
        head += found.head
        rows += [
            {
                "kind": one.kind,
                "old_number": one.old_number,
                "new_number": one.new_number,
                "old": [in_short(i) for i in one.old.instructions] if one.old else [],
                "new": [in_short(i) for i in one.new.instructions] if one.new else [],
                "reasons": [side.reasons if side else None for side in (one.old, one.new)],
            }
            for one in found.amendments
        ]
    if form == "json":
        from resdraft.write.json import dumps

        said_head = [{"name": name, "old": before, "new": after} for name, before, after in head]
        write_output(dumps({"old": old[1], "new": new[1], "head": said_head, "amendments": rows}), output)
    else:
        write_output(revised(rows, head, screen()), output)
    return Exit.DIFFERENT if head or rows else Exit.DONE
