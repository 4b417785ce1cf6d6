"""Decisions as people write them by hand: YAML, or the same as JSON. All mistakes of a file are found in one go, each with its line."""

from __future__ import annotations

from resdraft.errors import Unreadable
from resdraft.model.decision import ADOPT, ADOPT_UNCONTESTED, DECISIONS, DEFAULTS, OPEN, TEXT, Decision, Decisions
from resdraft.read.fields import FieldReader
from resdraft.read.yaml_tree import Listed, Named, Scalar, Tree, Value

_HEAD = ("base", "meeting", "default", "decisions")
_FIELDS = ("amendment", "place", "decision", "source", "text", "by", "words", "was", "note")
_EXAMPLE = "see `resdraft adopt --help` for an example of decisions"


def read_decisions(source: str, name: str = "", notices: list[str] | None = None) -> Decisions:
    """Read decisions from YAML or JSON text.

    Args:
        source: the text of the file. ``name`` is the file's name, for messages.
        notices: takes in what is doubtful about the file and stops nothing.

    Raises:
        Unreadable: with every mistake in the file.
    """
    tree = Tree(source, name, _EXAMPLE)
    reader = _Reader(name, tree.lines)
    roots = tree.load()
    # A file may be no more than the list itself, or one entry of it.
    bare = all(isinstance(root, Named) and "decision" in root.items for root in roots)
    listed = Listed(tuple(roots), roots[0].line)
    out = reader.all(Named({"decisions": listed}, 1) if bare else roots[0])
    if not bare and len(roots) > 1:
        reader.wrong("more than one set of decisions", "write one file for each text", roots[1].line)
    if reader.problems:
        raise Unreadable(reader.problems)
    if notices is not None:
        notices += [*tree.notices, *reader.notices]
    return out


class _Reader(FieldReader):
    no_texts = ("amendment", "place", "decision", "source", "by", "default", "base")
    example = _EXAMPLE

    def all(self, root: Value) -> Decisions:
        if not isinstance(root, Named):
            self.wrong("these are no decisions: they have lines such as base: and decisions:", _EXAMPLE, root.line)
            return Decisions()
        self.known(root, _HEAD)
        default = self.text(root, "default") or OPEN
        if default not in DEFAULTS:
            self.wrong(f'default: no "{default}"', f"write {OPEN}, or {ADOPT_UNCONTESTED}", root.items["default"].line)
        listed = root.items.get("decisions")
        found: tuple[Value, ...] = ()
        if isinstance(listed, Listed):
            found = listed.items
        elif listed is not None and not (isinstance(listed, Scalar) and not listed.text):
            self.wrong('"decisions" is a list', "begin each decision with a dash: - amendment: ...", listed.line)
        elif listed is None and "default" not in root.items:
            self.wrong('"decisions" is missing', f"list the decisions; {_EXAMPLE}", root.line)
        decisions = tuple(map(self._one, found))
        return Decisions(decisions, self.text(root, "base"), self.text(root, "meeting"), default, self.name)

    def _one(self, item: Value) -> Decision:
        if not isinstance(item, Named):
            self.wrong("a decision names an amendment or a place, and what is decided", _EXAMPLE, item.line)
            return Decision("", line=item.line)
        self.known(item, _FIELDS)
        said = {name: self.text(item, name) for name in _FIELDS}
        decision = Decision(**said, line=item.line)
        if bool(decision.amendment) == bool(decision.place):
            has = "it has both" if decision.amendment else "it has none"
            self.wrong(f"a decision is on an amendment or on a place; {has}", _EXAMPLE, item.line)
        if decision.decision not in DECISIONS:
            what = f'no decision "{decision.decision}"' if decision.decision else '"decision" is missing'
            self.wrong(what, f"write one of {', '.join(DECISIONS)}", item.line)
        self._fits(decision, item)
        return decision

    def _fits(self, one: Decision, item: Named) -> None:
        """Note what does not go together."""
        if one.decision == TEXT and not (one.place and one.text and one.by):
            self.wrong(
                "the Chair's text needs a place, text: and by:", "add the line that is missing, such as by: CHAIR", item.line
            )
        if one.decision != TEXT and (one.text or one.by):
            self.wrong('"text" and "by" go with decision: text', "leave them out, or write decision: text", item.line)
        if one.place and one.decision == ADOPT and not one.source:
            self.wrong("adopted from whom?", "add the source whose option it is: source: CHN", item.line)
        if one.source and not (one.place and one.decision == ADOPT):
            self.wrong('"source" goes with a place and decision: adopt', "leave it out", item.line)
        if one.words and not (one.amendment and one.decision == ADOPT):
            self.wrong('"words" goes with an amendment and decision: adopt', "leave it out", item.line)
