"""What a whole conference decided, made: each resolution adopted in a file of its own, and one table of what became of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from resdraft.errors import Exit, Problem, ResdraftError, Unfit, Unreadable
from resdraft.files import ResultFolder
from resdraft.model.adoption import AdoptedRow
from resdraft.model.decision import ADOPT, ADOPT_UNCONTESTED, Decision, Decisions
from resdraft.model.proposal import Proposal
from resdraft.model.source_order import in_order
from resdraft.usecases.adopt import adopt, read_decisions
from resdraft.usecases.folders import DATA, documents_in, files_of
from resdraft.usecases.inputs import Given, InFolder, Progress, from_library, is_folder, printable
from resdraft.usecases.intake import Entry, Proposals, read_proposals

TABLE = "adopted.csv"
"""The name of the table in the folder of results."""
_ENDINGS = {"docx": ".docx", "text": ".txt", "json": ".json", "html": ".html"}


@dataclass(frozen=True)
class AdoptedConference:
    """The table of a conference, and what is left to be done."""

    rows: tuple[AdoptedRow, ...]
    problems: tuple[Problem, ...] = ()
    left: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def code(self) -> Exit:
        """What the command line exits with: 4 where something does not fit, 1 where something is left to look at."""
        if self.problems:
            return Exit.UNFIT
        return Exit.DIFFERENT if self.left or any(row.open or row.became == "open" for row in self.rows) else Exit.DONE


class AdoptionSettings(NamedTuple):
    """How every text is adopted; as for :func:`resdraft.adopt`. ``form`` is that of the files: docx, text, json or html."""

    form: str = "docx"
    edition: str = ""
    keep_labels: bool = False
    final: bool = False
    partial: bool = False
    date: str = ""


def adopt_all(
    files: Sequence[Given],
    decisions: Sequence[Given | Decisions],
    into: str | Path,
    *,
    settings: AdoptionSettings | None = None,
    progress: Progress | None = None,
) -> AdoptedConference:
    """Adopt all that a conference decided, each text from the library into a file of its own, with one table, ``adopted.csv``.

    Args:
        files: the proposals: files and folders.
        decisions: files and folders with decisions. Each file names its text with ``base:``; one without holds for every text that has none,
            and for new instruments and suppressions.
        into: the folder for the results; made if need be. Nothing is written where one of the results has a taken name.
        settings: how each text is adopted.
        progress: called for each text.

    Raises:
        Unreadable: where a file cannot be read. Unwritable: where a result's place is taken. Unfit: where two files decide on one text, or
            one on a text that nothing is proposed on.

    Example:
        >>> done = resdraft.adopt_all(["proposals/rus.yaml"], [b"default: adopt-uncontested"], folder)
        >>> [(row.name, row.became) for row in done.rows]
        [('1332@2019', 'adopted')]
    """
    work = _Conference(settings or AdoptionSettings())
    folder = Path(into)
    there = documents_in(files, folder)
    work.notices += there.notices
    work.decisions(decisions)
    given = read_proposals(there.files, edited=there.copies, partial=work.settings.partial)
    work.notices += given.notices
    if not work.settings.partial:
        given.check()
    work.take(given.settled())
    results = ResultFolder(folder)
    tasks = sorted(work.texts.items())
    for n, ((target, language), entries) in enumerate(tasks, 1):
        work.text(target, language, entries, results)
        if progress is not None:
            progress(n, len(tasks), target)
    for proposal in work.new:
        work.instrument(proposal, results)
    work.unused()
    done = AdoptedConference(tuple(work.rows), tuple(work.problems), tuple(work.left), tuple(dict.fromkeys(work.notices)))
    if not work.faulty:
        from resdraft.write.adoption import table_as_csv

        results.write([*work.written, (folder / TABLE, table_as_csv(done.rows))])
    return done


@dataclass(repr=False, eq=False)
class _Conference:
    settings: AdoptionSettings
    texts: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    new: list[Proposal] = field(default_factory=list)
    rows: list[AdoptedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    written: list[tuple[Path, str | bytes]] = field(default_factory=list)
    named: dict[str, Decisions] = field(default_factory=dict)
    """By the name of its text, or its fingerprint."""
    common: Decisions = field(default_factory=Decisions)
    """Those that name no text."""
    used: set[str] = field(default_factory=set)
    answered: set[Decision] = field(default_factory=set)
    """The decisions of the common file that are on something."""

    @property
    def faulty(self) -> bool:
        """Whether nothing may be written: a text did not fit, and ``partial`` is not asked for."""
        return bool(self.problems) and not self.settings.partial

    def decisions(self, given: Iterable[Given | Decisions]) -> None:
        """Read all decisions.

        Raises:
            Unfit: where two files are on one text.
        """
        problems = []
        for one in _files(given):
            said, notices = read_decisions(one)
            self.notices += notices
            name = _text_of(said)
            before = self.named.get(name) if name else self.common if self.common.file else None
            if before is not None:
                what = f"{before.file} has decisions {f'on {said.base}' if name else 'without a text'} already"
                problems.append(Problem(what, "put them into one file, or name the text with base:", file=said.file))
            elif name:
                self.named[name] = said
            else:
                self.common = said
        if problems:
            raise Unfit(problems)

    def take(self, given: Proposals) -> None:
        """Put the proposals to their texts."""
        from resdraft.library import find_text

        for entry in given.entries:
            p = entry.proposal
            if p is None or (entry.outcome is not None and entry.error is None):
                continue
            if p.symbol in ("ADD", "ADD*"):
                self.new.append(p)
                continue
            try:
                self.texts[find_text(p.target, p.language).name, p.language].append(entry)
            except ResdraftError as error:
                self.problems += [q._replace(file=p.file, what=f"its target {p.target}: {q.what}") for q in error.problems]

    def text(self, target: str, language: str, entries: Sequence[Entry], results: ResultFolder) -> None:
        """Adopt what was decided on one text."""
        base = from_library(target, language)
        said = self.named.get(target)
        if said is None:
            # What is in the common file on other texts is no decision on this one.
            own = {e.proposal.number for e in entries if e.proposal is not None}
            inside = tuple(d for d in self.common.decisions if any(d.concerns(number) for number in own))
            self.answered |= {*inside}
            said = self.common._replace(decisions=inside)
        self.used.add(target)
        s = self.settings
        try:
            done = adopt(
                base,
                Proposals(tuple(entries)),
                said,
                edition=s.edition,
                keep_labels=s.keep_labels,
                final=s.final,
                partial=s.partial,
            )
        except ResdraftError as error:
            self.problems += [p._replace(clause=f"{target}: {p.clause}" if p.clause else target) for p in error.problems]
            self.rows.append(AdoptedRow(target, "not written"))
            return
        self.notices += done.notices
        sources = in_order((s for owned in done.decided.adopted for s in owned.sources), done.consolidated.base.language)
        if done.suppressed:
            self.rows.append(AdoptedRow(target, "suppressed", done.suppressed))
            return
        if not done.decided.adopted and not done.conflicts:
            self.rows.append(AdoptedRow(target, "unchanged"))
            return
        path = results.place(target if language == "en" else f"{target}-{language}", _ENDINGS[s.form])
        self.written.append((path, done.clean(s.form, date=s.date).content))
        left = [p._replace(clause=f"{target}: {p.clause}") for p in done.left]
        self.left += left
        places = len(done.open_places)
        became = "adopted" if done.decided.adopted else "open"
        self.rows.append(AdoptedRow(target, became, sources, places, len(left) - places, str(path)))

    def instrument(self, p: Proposal, results: ResultFolder) -> None:
        """Adopt a new instrument, where that was decided."""
        from resdraft.model.marked import Marked
        from resdraft.read.text import read_text
        from resdraft.usecases.documents import render
        from resdraft.write.docx import write_docx

        ruled = [d for d in self.common.decisions if d.amendment == p.number]
        self.answered |= {*ruled}
        choices = {d.decision for d in ruled} or ({ADOPT} if self.common.default == ADOPT_UNCONTESTED else set())
        if len(choices) > 1:
            lines = ", ".join(str(d.line) for d in ruled)
            what = f"decisions that contradict each other, in lines {lines}"
            self.problems.append(Problem(what, "leave one of them", clause=p.number, file=self.common.file))
        if choices != {ADOPT}:
            became = "not adopted" if choices and choices <= {"reject", "withdraw"} else "open"
            self.rows.append(AdoptedRow(p.number, became, p.sources))
            return
        try:
            text = read_text(p.text, p.language, p.file)
            content = write_docx(Marked(text)) if self.settings.form == "docx" else render(text, self.settings.form).content
        except ResdraftError as error:
            self.problems += error.problems
            self.rows.append(AdoptedRow(p.number, "not written", p.sources))
            return
        path = results.place(f"ADD {p.number}", _ENDINGS[self.settings.form])
        self.written.append((path, content))
        self.rows.append(AdoptedRow(p.number, "new", p.sources, file=str(path)))

    def unused(self) -> None:
        """Tell of decisions that are on nothing."""
        for name, said in self.named.items():
            if name not in self.used:
                what = f"decisions on {said.base}, and nothing is proposed on it"
                hint = "name the text as the library does, or hand in its proposals"
                self.problems.append(Problem(what, hint, file=said.file))
        for one in self.common.decisions:
            if one in self.answered:
                continue
            what, hint = (
                "there is no such amendment, or its text has decisions of its own",
                "correct the decision, or leave it out",
            )
            if one.place:
                what, hint = "on which text?", "put it into a file that names its text with base:"
            self.problems.append(Problem(what, hint, clause=one.on, file=self.common.file, line=one.line))


def _files(given: Iterable[Given | Decisions]) -> Iterator[Given | Decisions]:
    """The files of decisions, those of folders too."""
    for one in given:
        if isinstance(one, Decisions) or not is_folder(one):
            yield one
            continue
        folder = Path(str(one))
        found = [path for path in files_of(folder).files if path.suffix.lower() in DATA]
        if not found:
            raise Unreadable(Problem("a folder without decisions", "put them there as YAML or JSON", file=printable(str(one))))
        # What nobody named is read only where it is an ordinary file of that folder.
        yield from (InFolder(path, folder) for path in found)


def _text_of(said: Decisions) -> str:
    """The name of the text that decisions are on, as the library calls it; "" where they name none.

    Raises:
        Unreadable: where there is no such text.
    """
    from resdraft.library import find_text, is_name

    if not said.base:
        return ""
    if not is_name(said.base):
        raise Unreadable(Problem(f"base: {said.base}", "name the text as the library does, such as 1332@2019", file=said.file))
    return find_text(said.base, None).name
