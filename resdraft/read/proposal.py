"""A proposal as a delegate writes it by hand: YAML, or the same as JSON.

Every value is read as the text that was written: the country code NO stays NO, a number 62 stays 62 and a date stays a date. All mistakes
of a file are found in one go, each with its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from resdraft.errors import Problem, Unreadable
from resdraft.lexicon.sources import doubt, how_to_write, meeting_as_written, meeting_doubt
from resdraft.limits import count
from resdraft.model.designation import target_as_written
from resdraft.model.document_number import in_parts
from resdraft.model.proposal import (
    AMENDING,
    SOURCE,
    SYMBOLS,
    Add,
    Amendment,
    Instruction,
    Proposal,
    Reword,
    Strike,
    Transfer,
    Words,
)
from resdraft.read.fields import FieldReader
from resdraft.read.json_tree import json_values
from resdraft.read.yaml_tree import EXAMPLE, Listed, Named, Scalar, Tree, Value

_HEAD = (
    "source",
    "target",
    "symbol",
    "meeting",
    "document",
    "addendum",
    "date",
    "base",
    "language",
    "title",
    "summary",
    "reasons",
    "revision",
    "corrigendum",
    "original",
    "name",
    "agenda",
    "introduction",
    "text",
)
_OTHER = ("cosigners", "order", "alternative", "withdrawn", "amendments")
_NO_TEXTS = ("alternative", "delete", "exact", "move", "occurrence", "order", "withdrawn")
"""Values that are no words of a text: what begins with a bracket was never meant as one."""
_PLACES = ("after", "before", "in")
_AMENDMENT = (
    "clause",
    *_PLACES,
    "text",
    "from",
    "to",
    "occurrence",
    "exact",
    "changes",
    "insert",
    "delete",
    "move",
    "reasons",
    "footnotes",
)


def read_proposal(source: str, name: str = "") -> Proposal:
    """Read a proposal from YAML or JSON text. ``name`` is the file's name, for messages.

    Raises:
        Unreadable: with every mistake in the file, or where it holds several proposals.
    """
    found = read_proposals(source, name)
    if len(found) > 1:
        raise Unreadable(Problem(f"{len(found)} proposals in it", "give a file with one", file=name))
    return found[0]


def read_proposals(source: str, name: str = "", notices: list[str] | None = None) -> list[Proposal]:
    """Read the proposals of one document: a stream of YAML documents, or a list in JSON; mostly there is one.

    Args:
        source: the text of the file. ``name`` is the file's name, for messages.
        notices: takes in what is doubtful about the file and stops nothing.

    Raises:
        Unreadable: with every mistake in the file.
    """
    tree = Tree(source, name)
    reader = _Reader(name, tree.lines)
    out = _read_all(reader, tree.load())
    if notices is not None:
        notices += [*tree.notices, *reader.notices]
    return out


def read_travelling_proposals(source: str, name: str = "") -> list[Proposal]:
    """Read the proposals that travel in a Word file as JSON, as a program wrote them: for nobody's eyes, so without lines.

    Raises:
        Unreadable: where anything in it is not as we write it.
    """
    return _read_all(_Reader(name, ()), json_values(source, name))


def _read_all(reader: _Reader, roots: Sequence[Value]) -> list[Proposal]:
    out: list[Proposal] = []
    numbered = 0
    for root in roots:
        out.append(reader.proposal(root, numbered + 1))
        # NOC that is not underlined bears no number.
        numbered += out[-1].symbol != "NOC"
    if reader.problems:
        raise Unreadable(reader.problems)
    return out


class _Reader(FieldReader):
    """Collects what it understands and every problem on the way."""

    no_texts = _NO_TEXTS

    def proposal(self, root: Value, order: int = 1) -> Proposal:
        """Read one proposal, the ``order``-th of its document unless it says otherwise."""
        if not isinstance(root, Named):
            self.wrong("this is no proposal: a proposal has lines such as source:, target:, amendments:", EXAMPLE, root.line)
            return Proposal("", "", ())
        self.known(root, (*_HEAD, *_OTHER))
        head = {key: self.text(root, key) for key in _HEAD}
        symbol = head["symbol"] = head["symbol"] or "MOD"
        new = symbol in ("ADD", "ADD*") and "text" in root.items
        for key, example in (("source", "RUS"), ("target", "1332@2019")):
            if not head[key] and key not in root.items and not (key == "target" and (new or "withdrawn" in root.items)):
                self.wrong(f'"{key}" is missing', f"add a line such as {key}: {example}", root.line)
        if head["source"]:
            self._source(head["source"], root.items["source"].line)
        if symbol not in SYMBOLS:
            self.wrong(f'"{symbol}" is no symbol', f"use one of {', '.join(SYMBOLS)}", root.items["symbol"].line)
        if head["text"] and symbol not in ("ADD", "ADD*"):
            self.wrong(
                '"text" is the text of a new resolution', "write symbol: ADD, or list amendments", root.items["text"].line
            )
        if head["date"]:
            self._date(head["date"], root.items["date"].line)
        head["language"] = head["language"] or "en"
        head["target"] = target_as_written(head["target"])
        head["meeting"] = meeting_as_written(head["meeting"])
        if doubtful := meeting_doubt(head["meeting"]):
            self.notices.append(f"{self.name}:{root.items['meeting'].line}: {doubtful}")
        head, wrong = in_parts(head)
        for field, what, hint in wrong:
            self.wrong(what, hint, root.items[field].line)
        return Proposal(
            amendments=self._amendments(root, symbol),
            withdrawn=self._flag(root, "withdrawn"),
            file=self.name,
            cosigners=self._cosigners(root),
            order=self._order(root, order),
            alternative=self._flag(root, "alternative"),
            **head,
        )

    def _source(self, code: str, line: int) -> None:
        if not SOURCE.fullmatch(code):
            self.wrong(f'"{code}" is no source', how_to_write(code), line)
        elif doubtful := doubt(code):
            self.notices.append(f"{self.name}:{line}: {doubtful}")

    def _cosigners(self, root: Named) -> tuple[str, ...]:
        listed = root.items.get("cosigners")
        if listed is None:
            return ()
        if not isinstance(listed, Listed) or not all(isinstance(item, Scalar) for item in listed.items):
            self.wrong('"cosigners" lists codes', "write cosigners: [BLR, KAZ]", listed.line)
            return ()
        codes = [item.text.strip() for item in listed.items if isinstance(item, Scalar)]
        for item, code in zip(listed.items, codes, strict=True):
            self._source(code, item.line)
        return tuple(dict.fromkeys(codes))

    def _order(self, root: Named, order: int) -> int:
        said = self.text(root, "order")
        if said and not count(said):
            self.wrong(
                f'"{said}" is no place among the proposals of a document', "order: counts from 1", root.items["order"].line
            )
            return order
        return count(said) if said else order

    def _date(self, text: str, line: int) -> None:
        try:
            date.fromisoformat(text)
        except ValueError:
            self.wrong(f'"{text}" is no date', "write year-month-day, such as 2019-05-20", line)

    def _amendments(self, root: Named, symbol: str) -> tuple[Amendment, ...]:
        listed = root.items.get("amendments")
        if not isinstance(listed, Listed) or not listed.items:
            # A notice of withdrawal repeats no amendments.
            if symbol in AMENDING and "withdrawn" not in root.items:
                dash = "begin each amendment with a dash: - clause: ..."
                hint = dash if isinstance(listed, Named) else f"list the amendments; {EXAMPLE}"
                self.wrong('"amendments" is missing or empty', hint, (listed or root).line)
            return ()
        return tuple(self._amendment(item) for item in listed.items)

    def _amendment(self, item: Value) -> Amendment:
        if not isinstance(item, Named):
            self.wrong("an amendment names a clause and what is to be done", EXAMPLE, item.line)
            return Amendment((), line=item.line)
        self.known(item, _AMENDMENT)
        footnotes = item.items.get("footnotes")
        notes: tuple[tuple[str, str], ...] = ()
        if isinstance(footnotes, Named):
            notes = tuple((mark, self.text(footnotes, mark)) for mark in footnotes.items)
        elif footnotes is not None:
            self.wrong(
                '"footnotes" gives the text of each new mark',
                "write footnotes: and on the next line, moved in, new: |, and the text below it",
                footnotes.line,
            )
        return Amendment(self._instructions(item), self.text(item, "reasons"), notes, item.line)

    def _instructions(self, item: Named) -> tuple[Instruction, ...]:
        given = item.items
        places = [key for key in ("clause", *_PLACES) if key in given]
        if len(places) != 1:
            said = f"it has {' and '.join(places)}" if places else "it has none"
            self.wrong(f"an amendment names one place with clause, after, before or in; {said}", EXAMPLE, item.line)
            return ()
        where, address = places[0], self.text(item, places[0])
        if where != "clause":
            if "insert" not in given:
                self.wrong(
                    f'"{where}" says where new text goes, but there is no "insert"', "give the new text with insert:", item.line
                )
                return ()
            self._only(item, ("insert",), where)
            return (Add(where, address, self.text(item, "insert")),)
        actions = [key for key in ("text", "from", "changes", "delete", "move") if key in given]
        if not actions and "to" in given:
            # The words that change are missing: that is what is said of it.
            actions = ["from"]
        if len(actions) != 1:
            what = " and ".join(actions) or "nothing"
            hint = "give one of text:, from: and to:, changes:, delete: true, move:"
            self.wrong(f"say what is to be done to {address or 'it'}; it says {what}", hint, item.line)
            return ()
        self._only(
            item,
            {"from": ("from", "to", "occurrence", "exact"), "text": ("text", "exact")}.get(actions[0], (actions[0],)),
            "clause",
        )
        return self._action(item, actions[0], address)

    def _action(self, item: Named, action: str, address: str) -> tuple[Instruction, ...]:
        if action == "text":
            return (Reword(address, self.text(item, "text"), self._flag(item, "exact")),)
        if action == "from":
            return self._words(item, address)
        value = item.items[action]
        if action == "changes":
            pairs = value.items if isinstance(value, Listed) else ()
            if not pairs or not all(isinstance(pair, Named) for pair in pairs):
                self.wrong('"changes" lists pairs of from: and to:', EXAMPLE, value.line)
            out: list[Instruction] = []
            for pair in pairs:
                if isinstance(pair, Named):
                    self.known(pair, ("from", "to", "occurrence", "exact"))
                    out += self._words(pair, address)
            return tuple(out)
        said = self.text(item, action) if action in ("delete", "move") else ""
        if action in ("delete", "move") and not isinstance(value, Scalar):
            return ()
        if action == "delete":
            if said.casefold() not in ("true", "yes"):
                self.wrong('"delete" can only be true', "to delete words, give them with from: and an empty to:", value.line)
            return (Strike(address),)
        where, _, to = said.partition(" ")
        if where not in _PLACES or not to:
            self.wrong(
                "move: says where to", "write after, before or in and a place, such as move: after resolves 2", value.line
            )
            return ()
        return (Transfer(address, where, to.strip()),)

    def _words(self, item: Named, address: str) -> tuple[Instruction, ...]:
        if "from" not in item.items or "to" not in item.items:
            if "from" in item.items:
                self.wrong('"from" and "to" go together', 'to delete words, write to: ""', item.line)
            else:
                self.wrong('"from" is missing', "quote the words that are to change: from: and to:", item.line)
            return ()
        occurrence = self.text(item, "occurrence")
        if occurrence and not count(occurrence):
            self.wrong(f'"{occurrence}" is no count', "occurrence: counts from 1", item.items["occurrence"].line)
            return ()
        if not self.text(item, "from") and isinstance(item.items["from"], Scalar):
            self.wrong('"from" is empty', "quote the words that are to change", item.items["from"].line)
        which = count(occurrence) if occurrence else None
        return (Words(address, self.text(item, "from"), self.text(item, "to"), which, self._flag(item, "exact")),)

    def _flag(self, item: Named, key: str) -> bool:
        said = self.text(item, key).casefold()
        if said and said not in ("true", "yes"):
            self.wrong(f'"{key}" can only be true', f"leave {key}: out", item.items[key].line)
        return bool(said)

    def _only(self, item: Named, allowed: Sequence[str], where: str) -> None:
        for key in item.items:
            if key in _AMENDMENT and key not in (*allowed, where, "reasons", "footnotes"):
                self.wrong(f'"{key}" does not go with "{allowed[0]}"', EXAMPLE, item.items[key].line)
