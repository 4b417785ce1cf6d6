"""The compilation table of all proposals on one text, in the forms in which committees use it."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING

from resdraft.amend.compilation import by_source, compile_rows
from resdraft.files import save
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.compilation import NO_CHANGE, SUPPRESSED, Compilation, TableOption
from resdraft.usecases.documents import Output
from resdraft.usecases.forms import form_of

if TYPE_CHECKING:
    from resdraft.usecases.consolidate import Consolidation

ENDINGS = {".docx": "docx", ".html": "html", ".htm": "html", ".xlsx": "xlsx"}
"""The form of the table by the ending of a file's name."""


@dataclass(frozen=True)
class CompilationTable:
    """The table, and how it is written."""

    table: Compilation

    def output(self, form: str = "docx") -> Output:
        """In a form: docx, html or xlsx.

        Raises:
            Unwritable: where the library that writes the form is not installed.
        """
        if form == "html":
            from resdraft.write.compilation_html import compilation_html

            return Output(compilation_html(self.table))
        if form == "xlsx":
            from resdraft.write.compilation_sheet import compilation_sheet

            return Output(compilation_sheet(self.table))
        from resdraft.write.compilation_word import compilation_word

        return Output(compilation_word(self.table))

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file, in the form that its ending says.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.output(form_of(fspath(path), ENDINGS)).content, path)


def compilation(one: Consolidation, *, everything: bool = False, sources: bool = False) -> CompilationTable:
    """Make the compilation table.

    Args:
        one: what :func:`resdraft.consolidate` gives.
        everything: also the provisions that nobody touches. ``sources`` orders the rows by source, not by place.

    Example:
        >>> one = resdraft.consolidate("1332", ["proposals/rus.yaml", "proposals/chn.yaml"])
        >>> resdraft.compilation(one).table.rows[0].place
        'after recalling f)'
    """
    resolution = one.base.resolution
    addresses, groups = Addresses(resolution, lexicon(resolution.language)), one.groups
    whole = tuple(
        TableOption(
            o.sources, groups.name(o.sources), SUPPRESSED if o.does == "suppress" else NO_CHANGE, amendments=o.amendments
        )
        for o in one.laid.whole
    )
    keeping = sorted({source for option in whole if option.does == NO_CHANGE for source in option.sources})
    clashing = {conflict.key for conflict in one.conflicts}
    rows = tuple(
        compile_rows(one.marked, addresses, groups, reasons_of(one), clashing, keeping, everything=everything and not sources)
    )
    left_out = [f"{p.file}: {p.clause}: {p.what}" if p.clause else f"{p.file}: {p.what}" for p in one.problems]
    documents = tuple(dict.fromkeys(p.number for p in one.proposals))
    return CompilationTable(
        Compilation(
            one.base.designation or one.base.name,
            one.base.title,
            resolution.language,
            tuple(by_source(rows, groups)) if sources else rows,
            whole,
            tuple(left_out),
            documents,
        )
    )


def reasons_of(one: Consolidation) -> dict[str, tuple[str, str]]:
    """By the number of each amendment who gives reasons for it, and which: its own, else the proposal's."""
    return {
        p.amendment(n): (one.groups.name(p.sources), a.reasons or p.reasons)
        for p in one.proposals
        for n, a in enumerate(p.amendments, 1)
        if a.reasons or p.reasons
    }
