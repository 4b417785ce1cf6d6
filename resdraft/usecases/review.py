"""The page for the meeting room: all proposals on one text in one file that a browser shows, and decisions made in it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from resdraft.amend.compilation import compile_rows
from resdraft.amend.consolidate import rivals
from resdraft.files import save
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.compilation import ADDED, NO_CHANGE, TableRow
from resdraft.model.designation import named_target
from resdraft.model.edit import Insert, Replace
from resdraft.model.marked import Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import NOTE_MARK, Text
from resdraft.usecases.adopt import read_decisions
from resdraft.usecases.compilation import reasons_of
from resdraft.usecases.documents import Output
from resdraft.write.decisions import as_plain
from resdraft.write.pages import review_page

if TYPE_CHECKING:
    from resdraft.model.decision import Decisions
    from resdraft.usecases.consolidate import Consolidation
    from resdraft.usecases.inputs import Given


@dataclass(frozen=True)
class ReviewPage:
    """The page and its data, whose shape docs/review.md describes."""

    data: dict[str, Any]
    notices: tuple[str, ...] = ()

    def output(self) -> Output:
        """The page: one HTML file that loads nothing."""
        return Output(review_page(self.data), self.notices)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file.

        Raises:
            Unwritable: where it cannot be written.
        """
        save(self.output().content, path)


def review(one: Consolidation, decisions: Decisions | Given | None = None) -> ReviewPage:
    """Make the page on which a meeting reads what is proposed, and decides.

    Args:
        one: what :func:`resdraft.consolidate` gives. ``decisions`` are those that were made already.

    Raises:
        Unreadable: where the decisions cannot be read.

    Example:
        >>> page = resdraft.review(resdraft.consolidate("1332", ["proposals/rus.yaml"]))
        >>> page.output().content.startswith("<!DOCTYPE html>")
        True
    """
    said, notices = (None, []) if decisions is None else read_decisions(decisions)
    base, words = one.base.resolution, lexicon(one.base.language)
    addresses = Addresses(base, words)
    keeping = sorted({source for option in one.laid.whole if option.does == "keep" for source in option.sources})
    clashing = {conflict.key for conflict in one.conflicts}
    rows = list(compile_rows(one.marked, addresses, one.groups, reasons_of(one), clashing, keeping, everything=True))
    data = {
        "base": named_target(base.designation),
        "designation": one.base.designation or one.base.name,
        "title": one.base.title,
        "fingerprint": base.fingerprint,
        "language": base.language,
        "direction": "rtl" if words.right_to_left else "ltr",
        "sources": list(one.sources),
        "keeping": keeping,
        "places": _Places(one, addresses).all(rows),
        "left_out": [f"{p.file}: {p.clause}: {p.what}" if p.clause else f"{p.file}: {p.what}" for p in one.problems],
        "decisions": as_plain(said) if said is not None else None,
    }
    # What a browser keeps of one meeting must not open on another's page: on other proposals, or other decisions made before.
    data["key"] = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return ReviewPage(data, (*one.notices, *notices))


class _Places:
    def __init__(self, one: Consolidation, addresses: Addresses) -> None:
        self.one, self.base, self.addresses = one, one.base.resolution, addresses
        self.edits: dict[str, list[Owned]] = defaultdict(list)
        for owned in one.marked.edits:
            edit = owned.edit
            self.edits[edit.after if isinstance(edit, Insert) else edit.key].append(owned)
        self.of_edit: dict[Owned, list[int]] = defaultdict(list)
        self.count = 0

    def all(self, rows: list[TableRow]) -> list[dict[str, Any]]:
        """The places in the order of the text."""
        out = [self._place(n, row) for n, row in enumerate(rows)]
        options = {option["id"]: option for place in out for option in place["options"]}
        for owned, others in rivals(self.base, self.one.marked.edits).items():
            for mine in self.of_edit[owned]:
                theirs = {n for other in others for n in self.of_edit[other]} - {mine}
                options[mine]["against"] = sorted({*options[mine]["against"], *theirs})
        return out

    def _place(self, n: int, row: TableRow) -> dict[str, Any]:
        options = [m for m, option in enumerate(row.options) if option.does != NO_CHANGE]
        new = self._new(row) if not row.text else None
        p = new if new is not None else self.base[row.key]
        return {
            "id": n,
            "place": row.place,
            "section": row.section,
            "rivals": row.rivals,
            "added": new is not None,
            "kind": p.kind.name.lower(),
            "depth": p.depth,
            # A new footnote has no number yet.
            "label": None if new is not None and p.kind is Kind.NOTE else p.label,
            "tokens": [] if new is not None else _tokens(p.text),
            "write": self._where(row.key, p) if new is not None else row.place,
            "options": [self._option(row, m) for m in options],
            "reasons": [{"who": who, "why": why} for who, why in row.reasons],
        }

    def _new(self, row: TableRow) -> Provision | None:
        """The paragraph that a row adds."""
        for owned in self.edits[row.key] if row.options and row.options[0].does == ADDED else ():
            if isinstance(owned.edit, Insert) and self._is_of(owned, row, 0) and owned.sources == row.options[0].sources:
                return owned.edit.provision
        return None

    def _where(self, after: str, new: Provision) -> str:
        """The place at which the Chair's wording of new text goes, "" where there is none: behind a call it is before what follows it."""
        if not after or new.kind is Kind.NOTE:
            return ""
        at = self.base.by_key[after]
        if self.base[after].kind is Kind.CALL and at + 1 < len(self.base.provisions) and new.kind is Kind.CLAUSE:
            return f"before {self.addresses.of(self.base.provisions[at + 1].key)}"
        return f"after {self.addresses.of(after)}"

    def _option(self, row: TableRow, n: int) -> dict[str, Any]:
        option, self.count = row.options[n], self.count + 1
        own = [owned for owned in self.edits[row.key] if {*owned.sources} & {*option.sources} and self._is_of(owned, row, n)]
        for owned in own:
            self.of_edit[owned].append(self.count)
        changes = [[o.edit.start, o.edit.end, _tokens(o.edit.new)] for o in own if isinstance(o.edit, Replace)]
        return {
            "id": self.count,
            "sources": list(option.sources),
            "name": option.name,
            "does": option.does,
            "where": option.where,
            "words": [list(words) for words in option.words],
            "changes": changes,
            "amendments": list(option.amendments),
            "against": [],
        }

    def _is_of(self, owned: Owned, row: TableRow, n: int) -> bool:
        edit, added = owned.edit, row.options[n].does == ADDED
        if isinstance(edit, Insert):
            return added and _said(owned) == row.options[n].text
        return not added


def _said(owned: Owned) -> str:
    edit = owned.edit
    if not isinstance(edit, Insert):
        return ""
    return NOTE_MARK.sub("", edit.provision.text.plain) if edit.provision.kind is Kind.NOTE else edit.provision.line


def _tokens(text: Text) -> list[str]:
    """The tokens of a text as they are shown: a star for a reference to a footnote."""
    return [token.text if token.note is None else "*" for token in text.tokens]
