"""The concordance of several versions of one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resdraft.concordance.compare import Dispute, disputes, odd_ones
from resdraft.concordance.facts import Facts, facts_of
from resdraft.concordance.rows import Row, likeness, rows_of
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.concordance import (
    Concordance,
    ConcordanceFinding,
    ConcordanceRow,
    Difference,
    LanguageVersion,
)
from resdraft.model.resolution import Kind, Resolution

_SAME = 1.5
"""Two paragraphs that weigh more than this are one that stands elsewhere."""
_SHOWN = 60


def concord(texts: Sequence[Resolution], names: Sequence[str], *, amended: bool = False) -> Concordance:
    """Lay versions of one text side by side and compare them.

    Args:
        texts: two or more, each in its language. ``names`` are where they come from.
        amended: whether they are the texts with all marks, which each finding then says.
    """
    return _Concord(texts, names, amended=amended).result()


class _Concord:
    def __init__(self, texts: Sequence[Resolution], names: Sequence[str], *, amended: bool) -> None:
        self.texts, self.amended = texts, amended
        self.versions = tuple(LanguageVersion(text.language, name) for text, name in zip(texts, names, strict=True))
        self.facts = [facts_of(text) for text in texts]
        self.rows = rows_of([[f for f in facts.values() if f.provision.kind is not Kind.NOTE] for facts in self.facts])
        self.row_of = [
            {cell.provision.key: at for at, row in enumerate(self.rows) if (cell := row[n]) is not None}
            for n in range(len(texts))
        ]
        self.addresses = [Addresses(text, lexicon(text.language)) for text in texts]

    def result(self) -> Concordance:
        """Rows and findings."""
        findings = [*self._structure()]
        for at, row in enumerate(self.rows):
            present = [n for n, cell in enumerate(row) if cell is not None]
            if len(present) < 2:
                continue
            cells = [cell for cell in row if cell is not None]
            of_row = (*self._label(cells), *disputes(cells), *self._references(cells, present))
            findings += [self._finding(at, dispute, present) for dispute in of_row]
            for which, note in self._notes(cells, present):
                findings += [self._finding(at, dispute, which) for dispute in disputes(note)]
        rows = tuple(
            ConcordanceRow(tuple(cell.provision if cell else None for cell in row), self._address(row)) for row in self.rows
        )
        return Concordance(self.versions, rows, tuple(sorted(findings, key=lambda f: f.row)))

    def _finding(self, at: int, dispute: Dispute, present: Sequence[int]) -> ConcordanceFinding:
        said = dict(zip(present, dispute.said, strict=True))
        odd = tuple(present[n] for n in dispute.odd)
        every = tuple(said.get(n, "") for n in range(len(self.texts)))
        return ConcordanceFinding(at, self._address(self.rows[at]), dispute.kind, odd, every, self.amended)

    def _address(self, row: Row) -> str:
        n, cell = next((n, cell) for n, cell in enumerate(row) if cell is not None)
        return self.addresses[n].of(cell.provision.key)

    # what is missing

    def _structure(self) -> Iterator[ConcordanceFinding]:
        """What stands in some versions only, each once with all below it; what stands elsewhere is told as that."""
        gaps = [at for at, row in enumerate(self.rows) if None in row and not self._told_above(at)]
        moved = dict(self._moved(gaps))
        for at in gaps:
            if at in moved.values():
                continue
            row = self.rows[at]
            other = self.rows[moved[at]] if at in moved else row
            has = [cell is not None for cell in row]
            odd = odd_ones(len(row), lambda a, b, has=has: has[a] == has[b])  # type: ignore[misc]
            said = tuple(_excerpt(a or b) for a, b in zip(row, other, strict=True))
            kind = Difference.ORDER if at in moved else Difference.MISSING
            yield ConcordanceFinding(at, self._address(row), kind, odd, said, self.amended)

    def _told_above(self, at: int) -> bool:
        """Whether what holds a paragraph is missing from the same versions."""
        row = self.rows[at]
        n, cell = next((n, cell) for n, cell in enumerate(row) if cell is not None)
        key = cell.provision.key
        while "/" in key:
            key = key.rpartition("/")[0]
            above = self.row_of[n].get(key)
            if above is not None:
                return all(self.rows[above][m] is None for m, other in enumerate(row) if other is None)
        return False

    def _moved(self, gaps: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of rows with gaps where the versions of one lack the other and both are alike: the first has most versions."""
        free = set(gaps)
        for at in sorted(gaps, key=lambda at: -sum(cell is not None for cell in self.rows[at])):
            if at not in free:
                continue
            row = self.rows[at]
            for other in sorted(free - {at}, key=lambda other: abs(other - at))[:20]:
                theirs = self.rows[other]
                if any((a is None) == (b is None) for a, b in zip(row, theirs, strict=True)):
                    continue
                mine, its = next(c for c in row if c), next(c for c in theirs if c)
                if likeness(mine, its) - (0.8 if mine.places & its.places else 0) > _SAME:
                    free -= {at, other}
                    yield at, other
                    break

    # labels, references, footnotes

    def _label(self, cells: Sequence[Facts]) -> Iterator[Dispute]:
        odd = odd_ones(len(cells), lambda a, b: _same_label(cells[a], cells[b]))
        if odd:
            yield Dispute(Difference.LABEL, odd, tuple(cell.provision.label or "" for cell in cells))

    def _references(self, cells: Sequence[Facts], present: Sequence[int]) -> Iterator[Dispute]:
        """References that mean other clauses. One that a version says in words of its own is not known there, and tells nothing."""
        meant = [[self._with_above(n, key) for key in cell.targets] for n, cell in zip(present, cells, strict=True)]
        known = [n for n, places in enumerate(meant) if places]
        if len(known) < 2:
            return
        odd = odd_ones(len(known), lambda a, b: _same_places(meant[known[a]], meant[known[b]]))
        if odd:
            said = tuple(
                "; ".join(self.addresses[present[n]].of(key) for key in cells[n].targets) if n in known else ""
                for n in range(len(cells))
            )
            yield Dispute(Difference.REFERENCE, tuple(known[n] for n in odd), said)

    def _with_above(self, n: int, key: str) -> list[int]:
        """The row of a clause, and those of what it stands under."""
        keys = [key, *(key[:at] for at in range(len(key) - 1, 0, -1) if key[at] == "/")]
        return [row for key in keys if (row := self.row_of[n].get(key)) is not None] or [-1]

    def _notes(self, cells: Sequence[Facts], present: Sequence[int]) -> Iterator[tuple[list[int], list[Facts]]]:
        """The footnotes of a paragraph, each beside those of the other versions: the order of words may change their order."""
        notes = [
            [
                self.facts[n][key]
                for mark in dict.fromkeys(cell.provision.text.notes)
                if (key := f"note/{mark}") in self.facts[n]
            ]
            for n, cell in zip(present, cells, strict=True)
        ]
        counts = [len(of_version) for of_version in notes]
        most = max(counts, key=lambda count: (counts.count(count), count))
        # Versions with more or fewer of them are told so already.
        which = [n for n, count in zip(present, counts, strict=True) if count == most]
        notes = [of_version for of_version in notes if len(of_version) == most]
        if len(notes) < 2:
            return
        paired = [paired_notes(notes[0], of_version) for of_version in notes]
        for k in range(len(notes[0])):
            yield which, [of_version[pairs[k]] for of_version, pairs in zip(notes, paired, strict=True)]


def paired_notes(left: Sequence[Facts], right: Sequence[Facts]) -> dict[int, int]:
    """Which footnote of as many is which: the likest first, then the one whose place is nearest."""
    ordered = sorted(
        ((i, j) for i in range(len(left)) for j in range(len(right))),
        key=lambda pair: (-round(likeness_of_notes(left[pair[0]], right[pair[1]]), 2), abs(pair[0] - pair[1])),
    )
    out: dict[int, int] = {}
    for i, j in ordered:
        if i not in out and j not in out.values():
            out[i] = j
    return out


def likeness_of_notes(a: Facts, b: Facts) -> float:
    """How much two footnotes have in common: their marks tell nothing."""
    mine, other = a.values.stated, b.values.stated
    both = sum(not v.readings.isdisjoint(b.values.possible) for v in mine)
    both += sum(not v.readings.isdisjoint(a.values.possible) for v in other)
    return both / (len(mine) + len(other) or 1) - 0.1 * abs(a.length - b.length)


def _same_places(left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> bool:
    """Whether places are the same, or one of them holds the other: a reader may know only the section that is meant."""
    return all(
        any(place[0] in other or other[0] in place for other in others)
        for mine, others in ((left, right), (right, left))
        for place in mine
    )


def _same_label(a: Facts, b: Facts) -> bool:
    """Whether two labels are one. Behind a clause that a version lacks, its labels may count on without it."""
    if a.provision.label is None or b.provision.label is None:
        return a.provision.label is b.provision.label
    if a.places & b.places or not (a.places and b.places):
        return True
    out_of_step = _rank(b) - _rank(a)
    return bool(out_of_step) and any((n + out_of_step, *form) in b.places for n, *form in a.places)


def _rank(facts: Facts) -> int:
    last = facts.provision.key.rpartition("/")[2]
    return int(last) if last.isdecimal() else 0


def _excerpt(facts: Facts | None) -> str:
    if facts is None:
        return ""
    words = " ".join(facts.provision.line.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
