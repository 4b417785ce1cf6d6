"""The values of a YAML file as the text that was written, each with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from resdraft.errors import Problem, Unreadable
from resdraft.limits import MIB, MOST_PROPOSAL_BYTES, MOST_PROPOSAL_DEPTH, MOST_PROPOSAL_VALUES
from resdraft.read.yaml_faults import fault_near

_LONGEST_NAME = 100
"""No name of a value has as many characters; names stand in messages."""
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ufffd\ud800-\udfff]")
_TEXTS = ("text", "from", "to", "insert", "title", "summary", "introduction", "reasons", "name", "agenda")
"""Values that are running text: what YAML cuts off behind a # could be part of it."""
EXAMPLE = "see `resdraft apply --help` for an example of a proposal"


class Scalar(NamedTuple):
    """A text."""

    text: str
    line: int


class Listed(NamedTuple):
    """A list of values."""

    items: tuple[Value, ...]
    line: int


class Named(NamedTuple):
    """Values by their names."""

    items: dict[str, Value]
    line: int


Value: TypeAlias = Scalar | Listed | Named


class Tree:
    """Reads the values of a file. ``notices`` says what YAML left out without a word."""

    def __init__(self, source: str, name: str, example: str = EXAMPLE) -> None:
        """Take the text of a file; ``name`` is the file's, for messages, and ``example`` says where an example of such a file is."""
        self.source, self.name, self.example = source, name, example
        self.count, self.length, self.depth = 0, 0, 0
        """How many values there are so far, and how long their texts are together, those that aliases repeat included; and how deep it is."""
        self.notices: list[str] = []
        # YAML counts lines by these ends alone; str.splitlines knows more.
        self.lines: Sequence[str] = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", source)

    def load(self) -> list[Value]:
        """The values, one for each YAML document or entry of a list in JSON.

        Raises:
            Unreadable: where it is no YAML, with the line as it should be.
        """
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        if len(self.source) > MOST_PROPOSAL_BYTES:
            raise self._unreadable(f"larger than {MOST_PROPOSAL_BYTES // MIB} MiB, which no proposal is", None)
        yaml = YAML(typ="safe", pure=True)
        compose = yaml.composer.compose_node

        def counted(parent: Any, index: Any) -> Any:
            self._counted(None)
            self.depth += 1
            if self.depth > MOST_PROPOSAL_DEPTH:
                raise self._unreadable("nested without end", None)
            node = compose(parent, index)
            self.depth -= 1
            return node

        # Values are counted while they are read: in a few KiB there are more than can be waited for.
        yaml.composer.compose_node = counted
        try:
            nodes = [node for node in yaml.compose_all(self.source) if node is not None]
            self.count = 0
            roots = [self._root(node) for node in nodes or [None]]
        except RecursionError:
            raise self._unreadable("nested without end", None) from None
        except MarkedYAMLError as error:
            mark = error.problem_mark
            fault = fault_near(self.lines, mark.line + 1) if mark else None
            if fault is not None:
                raise Unreadable(Problem(fault.what, fault.hint, file=self.name, line=fault.line)) from None
            what = f"not valid YAML: {error.problem or error.context}"
            raise self._unreadable(what, mark.line + 1 if mark else None) from None
        except (YAMLError, ValueError) as error:
            raise self._unreadable(f"not valid YAML: {str(error).splitlines()[0]}", None) from None
        only = roots[0]
        return list(only.items) if len(roots) == 1 and isinstance(only, Listed) and only.items else roots

    def _root(self, node: Any) -> Value:
        if node is None:
            raise self._unreadable("the file is empty", None)
        return self._value(node)

    def _unreadable(self, what: str, line: int | None, hint: str = "") -> Unreadable:
        return Unreadable(Problem(what, hint or f"correct the file; {self.example}", file=self.name, line=line))

    def _characters(self, text: str, line: int) -> str:
        """Text without what no document can hold. JSON may write a character as two surrogates."""
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        found = IMPOSSIBLE.search(text)
        if found:
            raise self._unreadable(f"a character that no document can hold (U+{ord(found[0]):04X})", line)
        return text

    def _counted(self, line: int | None) -> None:
        self.count += 1
        if self.count > MOST_PROPOSAL_VALUES or self.length > MOST_PROPOSAL_BYTES:
            raise self._unreadable("the file is too large, or its aliases repeat without end", line)

    def _value(self, node: Any) -> Value:
        line = node.start_mark.line + 1
        self._counted(line)
        if node.id == "scalar":
            self.length += len(node.value)
            self._whole(node, line)
            return Scalar(self._characters(node.value, line), line)
        if node.id == "sequence":
            return Listed(tuple(self._value(item) for item in node.value), line)
        items: dict[str, Value] = {}
        before = ""
        for key, value in node.value:
            last = items.get(before)
            if (
                node.flow_style
                and key.id == value.id == "scalar"
                and not value.value
                and value.style is None
                and isinstance(last, Scalar)
            ):
                # In {new: As agreed in Dubai, 2018.} YAML reads "2018." as a name without a value: the comma belongs to the text.
                items[before] = Scalar(f"{last.text}, {self._characters(key.value, line)}", last.line)
                self._counted(line)
                self.length += len(key.value)
                continue
            if key.id != "scalar" or len(key.value) > _LONGEST_NAME:
                raise self._unreadable("a list or a long text, where the name of a value is wanted", key.start_mark.line + 1)
            name = str(key.value)
            if name in items:
                more = "several changes of one clause are a list: changes:, and below it for each a line - from: and a line to:"
                dash = "begin each amendment with a dash: - clause: ..."
                hints = {
                    **dict.fromkeys(("from", "to"), more),
                    **dict.fromkeys(("clause", "after", "before", "in", "insert"), dash),
                }
                hint = hints.get(name, f"leave one of them out; {self.example}")
                raise self._unreadable(f'"{name}" is there twice', key.start_mark.line + 1, hint)
            items[name], before = self._value(value), name
            if name in _TEXTS:
                self._comment(name, key, value)
        return Named(items, line)

    def _whole(self, node: Any, line: int) -> None:
        """Refuse a text whose first word YAML takes for a sign of its own, as in ``!important``: the word would be lost.

        Raises:
            Unreadable: with the line as it should be.
        """
        tag = str(node.tag or "")
        named = node.anchor is not None and f"*{node.anchor}" not in self.source
        if named or (tag and not tag.startswith("tag:yaml.org,2002:")):
            fault = fault_near(self.lines, line)
            if fault is None:
                raise self._unreadable(f"“{node.anchor if named else tag}” was read as a sign of YAML, not as text", line)
            raise Unreadable(Problem(fault.what, fault.hint, file=self.name, line=fault.line))

    def _comment(self, name: str, key: Any, node: Any) -> None:
        """Tell of a comment behind a text that stands there without quotes: it may be meant as part of the text."""
        if node.id != "scalar" or node.style is not None:
            return
        # A text that is empty ends where the next thing begins.
        mark = node.end_mark if node.value else key.end_mark
        rest = self.lines[mark.line][mark.column + (not node.value) :] if mark.line < len(self.lines) else ""
        found = re.match(r"\s+(#.*)", rest)
        if found:
            how = f'if it is text, write "{name}: |" and the text on a line of its own below it'
            self.notices.append(f"{self.name}:{mark.line + 1}: “{found[1].strip()}” was read as a comment, not as text; {how}")
