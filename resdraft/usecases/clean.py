"""What a Word file says beside its text, listed and taken out before it is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from resdraft.errors import Problem, WrongUsage
from resdraft.files import save
from resdraft.usecases.inputs import Given, word_file

if TYPE_CHECKING:
    from resdraft.ooxml.private_parts import PrivateData
    from resdraft.write.terminal import Screen


@dataclass(frozen=True, repr=False)
class Cleaned:
    """A Word file without what it said beside its text; ``findings`` are what was taken out, ``notices`` what may be private and stays."""

    content: bytes
    file: str
    findings: tuple[PrivateData, ...] = ()
    notices: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things were taken out."""
        return sum(finding.count for finding in self.findings)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file.

        Raises:
            Unwritable: where it cannot be written.
        """
        save(self.content, path)

    def text(self, screen: Screen) -> str:
        """What was found, kind by kind, for a terminal."""
        from resdraft.ooxml.private_data import KINDS

        out = []
        for kind, said in KINDS.items():
            rows = [finding for finding in self.findings if finding.kind == kind]
            out += [f"{screen.paint(kind, 'bold')}: {said}"] if rows else []
            out += [screen.wrap([("", f"{r.part}: {r.count}{f' ({r.what})' if r.what else ''}")], 4, "  ") for r in rows]
        return "\n".join(out or ["nothing beside the text"]) + "\n"

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        found = [asdict(finding) for finding in self.findings]
        return {"file": self.file, "kept": list(self.kept), "findings": found, "notices": list(self.notices)}

    def __repr__(self) -> str:
        return f"<Cleaned: {self.count} things taken out>"


def kinds() -> Mapping[str, str]:
    """The kinds of what is taken out, each with what it is in words."""
    from resdraft.ooxml.private_data import KINDS

    return KINDS


def clean(file: Given, *, keep: Collection[str] = ()) -> Cleaned:
    """Take out of a Word file what it says beside its text: comments, names, properties, hidden text, session numbers, paths and more.

    The text and the words of revision marks stay; marks are by "Author", without a date.

    Args:
        file: the Word file. ``keep`` are kinds that stay, such as ``["comments", "authors"]``.

    Raises:
        WrongUsage: where a kind is not known. Unreadable: where it is no Word file, or cannot be read.

    Example:
        >>> resdraft.clean("proposals/chn.docx").findings[0].kind
        'manifest'
    """
    from resdraft.ooxml.misplaced import damage_refused
    from resdraft.ooxml.private_data import KINDS, take_out

    kept = (keep,) if isinstance(keep, str) else tuple(keep)
    for kind in kept:
        if kind not in KINDS:
            raise WrongUsage(Problem(f'nothing is called "{kind}"', f"keep one of: {', '.join(KINDS)}"))
    given = word_file(file, "it is no Word file")
    with damage_refused((given.content, given.name)):
        content, findings, notices = take_out(given.content, kept, given.name)
    return Cleaned(content, given.name, findings, notices, kept)
