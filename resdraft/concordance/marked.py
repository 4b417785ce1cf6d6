"""Whether the same sources change the same paragraphs in all versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from resdraft.concordance.compare import odd_ones
from resdraft.differences.edits import diff
from resdraft.model.concordance import Concordance, ConcordanceFinding, Difference
from resdraft.model.edit import Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.resolution import Kind, Resolution

_DONE = {Replace: "words", Delete: "deleted", Insert: "added", Move: "moved"}


def mark_findings(
    plain: Concordance, versions: Sequence[tuple[Resolution, Sequence[tuple[str, Resolution]]]]
) -> Iterator[ConcordanceFinding]:
    """The places that not all versions change, or that other sources change there, or in another way.

    Args:
        plain: the concordance of the texts without marks.
        versions: of each, that text, and what each source makes of it. Where the sources do not have the same names in all versions, it is
            compared what any of them changes.
    """
    named = len({frozenset(name for name, _ in authors) for _, authors in versions}) == 1
    rows = [
        {cell.key: at for at, row in enumerate(plain.rows) if (cell := row.cells[n]) is not None} for n in range(len(versions))
    ]
    done: list[dict[tuple[int, str], dict[str, None]]] = []
    for (base, authors), row_of in zip(versions, rows, strict=True):
        changes: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
        for name, text in authors:
            for row, what in _changes(base, text, row_of):
                changes[row, name if named else ""][what] = None
        done.append({place: dict.fromkeys(sorted(what)) for place, what in changes.items()})
    for row, name in sorted({place for changes in done for place in changes}):
        # A paragraph that a version lacks is told as that.
        has = [n for n, row_of in enumerate(rows) if row == -1 or row in row_of.values()]
        does = [", ".join(done[n].get((row, name), ())) for n in has]
        odd = odd_ones(len(has), lambda a, b, does=does: does[a] == does[b])  # type: ignore[misc]
        if odd:
            said = dict(zip(has, does, strict=True))
            every = tuple(f"{name}: {said[n]}".lstrip(": ") if said.get(n) else "" for n in range(len(versions)))
            address = plain.rows[row].address if row >= 0 else ""
            yield ConcordanceFinding(row, address, Difference.MARK, tuple(has[n] for n in odd), every)


def _changes(base: Resolution, text: Resolution, row_of: dict[str, int]) -> Iterator[tuple[int, str]]:
    """The row of each change, and what is done there."""
    for edit in diff(base, text):
        if isinstance(edit, Relabel) or _of_note(edit):
            continue
        key = edit.after if isinstance(edit, Insert) else edit.key
        yield row_of.get(key, -1), _DONE[type(edit)]


def _of_note(edit: Edit) -> bool:
    """Whether an edit is of a footnote: the paragraph that refers to it is in the same place in all versions, the footnote is not."""
    if isinstance(edit, Insert):
        return edit.provision.kind is Kind.NOTE
    return edit.key.startswith("note/")
