"""Whether the same sources change the same paragraphs in all versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from resdraft.concordance.compare import odd_ones
from resdraft.differences.edits import diff
from resdraft.model.apply import applied
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
    orders = [
        {name: _order(base, text, row_of) for name, text in authors}
        for (base, authors), row_of in zip(versions, rows, strict=True)
    ]
    done: list[dict[tuple[int, str], dict[str, None]]] = []
    for (base, authors), row_of in zip(versions, rows, strict=True):
        changes: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
        for name, text in authors:
            alike = named and all(order[name] == orders[0][name] for order in orders)
            for row, what in _changes(base, text, row_of, moves=not alike):
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


def _order(base: Resolution, text: Resolution, row_of: dict[str, int]) -> list[int]:
    """The rows of the paragraphs of an amended text in its order; what is new is none.

    A short clause that moves may be known by its words in one language and not in another, and of two that change places either can be
    the one that moved. The order that comes of it is the same.
    """
    edits = diff(base, text)
    gone = _returning(base, edits)
    found = (gone.get(p.text.plain) if p.key not in base.by_key else p.key for p in applied(base, edits))
    return [row_of[key] for key in found if key in row_of]


def _returning(base: Resolution, edits: Sequence[Edit]) -> dict[str, str]:
    """The provisions that are deleted and come again elsewhere with the same words: their keys by those words."""
    new = {edit.provision.text.plain for edit in edits if isinstance(edit, Insert)}
    return {words: edit.key for edit in edits if isinstance(edit, Delete) and (words := base[edit.key].text.plain) in new}


def _changes(base: Resolution, text: Resolution, row_of: dict[str, int], *, moves: bool) -> Iterator[tuple[int, str]]:
    """The row of each change, and what is done there; without ``moves`` only what is more than another order."""
    edits = diff(base, text)
    back = {} if moves else _returning(base, edits)
    for edit in edits:
        if isinstance(edit, Relabel) or _of_note(edit) or (isinstance(edit, Move) and not moves):
            continue
        if isinstance(edit, Insert):
            if edit.provision.text.plain not in back:
                yield row_of.get(edit.after, -1), _DONE[Insert]
        elif not (isinstance(edit, Delete) and edit.key in back.values()):
            yield row_of.get(edit.key, -1), _DONE[type(edit)]


def _of_note(edit: Edit) -> bool:
    """Whether an edit is of a footnote: the paragraph that refers to it is in the same place in all versions, the footnote is not."""
    if isinstance(edit, Insert):
        return edit.provision.kind is Kind.NOTE
    return edit.key.startswith("note/")
