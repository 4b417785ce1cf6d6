"""Checks texts by the rules of drafting, and mends what is safe to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from resdraft.citations.register import Register, load_register
from resdraft.errors import Exit, Problem, ResdraftError, Unreadable, WrongUsage
from resdraft.library import entries
from resdraft.model.checks import CheckFinding, RuleNote
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.rules.catalogue import all_rules
from resdraft.rules.rule import CheckedText, Fault, Rule
from resdraft.usecases.documents import choice_of, open_document
from resdraft.usecases.inputs import Given, Input, Marks, Progress, decode, is_pdf, is_proposal, is_word, load_text

if TYPE_CHECKING:
    from resdraft.read.flattened.repairs import Repair
    from resdraft.write.terminal import Screen

_IGNORE = re.compile(r"#?\s*resdraft:\s*ignore\b[ :]*([A-Za-z0-9, -]*)")
_BESIDE = 20
"""So many characters on each side of the words are shown with them."""


class CheckSettings(NamedTuple):
    """Which rules count: their codes, the beginnings of codes, or names. Empty ``select`` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: Mapping[str, tuple[str, ...]] = {}
    """By a pattern for names of files, such as ``drafts/*``: what is ignored in them."""

    def rules(self, file: str = "") -> tuple[Rule, ...]:
        """The rules that count for a file.

        Raises:
            WrongUsage: for a code or a name that no rule has.
        """
        from fnmatch import fnmatch

        said = [*self.select, *self.ignore, *(code for codes in self.per_file.values() for code in codes)]
        for one in said:
            if not any(_named(rule, (one,)) for rule in all_rules()):
                raise WrongUsage(Problem(f'no rule is called "{one}"', "`resdraft check --rules` lists them"))
        out = [code for pattern, codes in self.per_file.items() if fnmatch(file, pattern) for code in codes]
        return tuple(
            rule
            for rule in all_rules()
            if (not self.select or _named(rule, self.select)) and not _named(rule, (*self.ignore, *out))
        )


def _named(rule: Rule, names: Collection[str]) -> bool:
    return any(rule.code.startswith(name.upper()) or rule.name == name.lower() for name in names if name)


class _Read(NamedTuple):
    """A text that was read: where its provisions stand, what else its file holds, and what is not to be told."""

    text: CheckedText
    file: str
    lines: Mapping[str, int]
    quiet: Mapping[str, tuple[str, ...]] = {}
    """By the key of a provision, or "" for the whole text: the names of the rules that are not to be told there."""
    pages: Sequence[int] = ()
    """Of a PDF, the page of each line of its text."""


@dataclass(frozen=True, eq=False, repr=False)
class Checks:
    """What was found in some texts."""

    findings: tuple[CheckFinding, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    texts: tuple[Resolution, ...] = ()
    """Those that were read, in order."""
    faults: tuple[tuple[Fault, ...], ...] = field(default=())
    """By text: what each rule said. ``lines`` has the lines of its provisions."""
    lines: tuple[Mapping[str, int], ...] = field(default=())

    @property
    def code(self) -> Exit:
        """The exit code: 1 where something was found."""
        return Exit.DIFFERENT if self.findings else Exit.DONE

    def output(self, form: str = "terminal", screen: Screen | None = None) -> str:
        """The findings in a form: terminal, json, sarif, github or markdown."""
        from resdraft.write import findings
        from resdraft.write.terminal import Screen

        if form == "terminal":
            return findings.listing(self.findings, screen or Screen())
        if form == "sarif":
            from resdraft.write.sarif import as_sarif

            return as_sarif(self.findings, rule_notes())
        if form == "github":
            return findings.as_github(self.findings)
        return findings.as_markdown(self.findings) if form == "markdown" else findings.as_json(self.findings)

    def since(self, baseline: bytes, name: str = "") -> Checks:
        """Only what an earlier output as JSON does not have.

        Raises:
            Unreadable: where it is none.
        """
        from resdraft.write.findings import keys_of

        before = Counter(keys_of(baseline, name))
        new = []
        for one in self.findings:
            if before[one.same] > 0:
                before[one.same] -= 1
            else:
                new.append(one)
        return replace(self, findings=tuple(new))

    def fixed(self) -> tuple[Resolution, ...]:
        """The texts with all mended that is safe to mend."""
        return tuple(_mended(text, faults) for text, faults in zip(self.texts, self.faults, strict=True))


def rule_notes() -> tuple[RuleNote, ...]:
    """What is said of each rule, in the order of their codes."""
    return tuple(
        RuleNote(rule.code, rule.name, str(rule.level), rule.why, rule.breaks, rule.keeps, rule.languages)
        for rule in all_rules()
    )


def check(
    *files: Given,
    settings: CheckSettings = CheckSettings(),  # noqa: B008 - it never changes
    adopted: bool = False,
    on: str = "",
    language: str | None = None,
    marks: Marks | None = None,
    progress: Progress | None = None,
) -> Checks:
    """Check texts by the rules of drafting.

    Args:
        files: resolutions in any form, proposals, contributions, or reports in numbered paragraphs. Of a proposal only what it brings in is
            told: what its base breaks already is not.
        settings: which rules count. ``adopted`` says that the texts were adopted, so that square brackets are faults. ``on`` is the day as
            of which it is judged what is in force. ``language`` and ``marks`` are as for :func:`resdraft.open`; without ``marks`` those of a
            Word file count as accepted, and are told.

    Raises:
        WrongUsage: for a rule that there is not. What cannot be read is among the result's problems.

    Example:
        >>> [finding.code for finding in resdraft.check("1332", on="2019").findings if finding.level == "error"]
        []
    """
    register, notices = load_register(), list[str]()
    settings.rules()
    findings: list[CheckFinding] = []
    problems: list[Problem] = []
    texts: list[Resolution] = []
    faults: list[tuple[Fault, ...]] = []
    lines: list[Mapping[str, int]] = []
    for n, given in enumerate(files, 1):
        try:
            found = load_text(given, notices)
            base: Counter[tuple[str, str, str]] = Counter()
            if is_proposal(found.content):
                read, base = _proposal(found, settings, register, adopted, on)
            else:
                read = list(_read(found, register, language, marks, notices))
            for one in read:
                text = replace(one.text, adopted=adopted, on=on, known_title=_known_title(one.text.resolution))
                said = [(rule, fault) for rule in settings.rules(one.file) for fault in rule.of(text)]
                said = [(rule, fault) for rule, fault in said if not _is_quiet(rule, fault, one.quiet)]
                texts.append(text.resolution)
                lines.append(one.lines)
                faults.append(tuple(fault for _, fault in said))
                for rule, fault in sorted(said, key=lambda s: (_order(text, s[1]), s[1].start, s[0].code)):
                    made = _finding(rule, fault, text, one)
                    if base[made.same] > 0:
                        base[made.same] -= 1
                    else:
                        findings.append(made)
        except ResdraftError as error:
            if isinstance(error, WrongUsage) and len(files) == 1:
                raise
            problems += error.problems
        if progress is not None:
            progress(n, len(files), str(given))
    return Checks(tuple(findings), tuple(problems), tuple(notices), tuple(texts), tuple(faults), tuple(lines))


def _known_title(text: Resolution) -> str:
    """The title of the newest text of its number and language in the library; "" where there is none."""
    number = text.designation.number
    own = [entry for entry in entries(number) if entry.language == text.language] if number.isalnum() else []
    return open_document(own[-1].path).title if own else ""


def _order(text: CheckedText, fault: Fault) -> int:
    return text.resolution.by_key.get(fault.key, -1)


def _is_quiet(rule: Rule, fault: Fault, quiet: Mapping[str, tuple[str, ...]]) -> bool:
    return any(not names or _named(rule, names) for key, names in quiet.items() if key in ("", fault.key))


def _finding(rule: Rule, fault: Fault, text: CheckedText, read: _Read) -> CheckFinding:
    plain = text.resolution[fault.key].text.plain if fault.key else ""
    low, high = max(0, fault.start - _BESIDE), min(len(plain), fault.end + _BESIDE)
    words = " ".join(plain[low:high].split())
    address = text.address(fault.key) if fault.key else ""
    line = read.lines.get(fault.key)
    # The footnotes of a PDF stand behind its text, whatever page has them.
    page = read.pages[line - 1] if line and read.pages and text.resolution[fault.key].kind is not Kind.NOTE else None
    named = read.file, None if read.pages else line, address, rule.code, rule.name, str(rule.level)
    return CheckFinding(*named, fault.what, words, fault.start, fault.end, fault.mended, page)


def _read(given: Input, register: Register, language: str | None, marks: Marks | None, notices: list[str]) -> Iterator[_Read]:
    """The texts of a file; a report is one text of paragraphs."""
    if is_word(given.content):
        yield from _word(given, register, language, marks)
        return
    from resdraft.read.text import pages_of, read_plain_lines, read_with_lines

    text = decode(given, notices, shown=True)
    pages = pages_of(text) if is_pdf(given.content) else []
    if text.lstrip().startswith("{"):
        from resdraft.read.json import read_json

        yield _Read(CheckedText(read_json(text, given.name), register), given.name, {})
        return
    try:
        end = 0
        repairs: list[Repair] = []
        for located in read_with_lines(text, language, given.name, repairs=repairs):
            quiet = _quiet(text, located.lines, end)
            end = max(located.lines.values(), default=end)
            lost = any(repair.kind != "cover" for repair in repairs)
            yield _Read(CheckedText(located.resolution, register, lines_lost=lost), given.name, located.lines, quiet, pages)
    except Unreadable:
        lines = read_plain_lines(text)
        yield _report(lines, given.name, register, language)._replace(pages=pages)


def _word(given: Input, register: Register, language: str | None, marks: Marks | None) -> Iterator[_Read]:
    from resdraft.ooxml.comments import comments
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import read_paragraphs, read_parts
    from resdraft.usecases.marks import marks as marks_of

    file, choice = WordFile.open(given.content, given.name), choice_of(marks or "accept")
    told = list(comments(file))
    left = 0 if marks is not None or not file.marked else len(marks_of(given).marks)
    quiet = (
        {"": tuple(name for one in told for name in _ignored(one.text))} if any(map(_is_ignore, (c.text for c in told))) else {}
    )
    others = sum(not _is_ignore(one.text) for one in told)
    try:
        for word in read_parts(file, choice, language):
            text = CheckedText(word.resolution, register, left, others, counted=not left)
            yield _Read(text, given.name, word.numbers, quiet)
    except Unreadable:
        yield _report(read_paragraphs(file, choice), given.name, register, language, left, others)


def _report(
    lines: Sequence[tuple[int, str]], name: str, register: Register, language: str | None, marks: int = 0, comments: int = 0
) -> _Read:
    provisions = [Provision(Kind.CLAUSE, Text.of(" ".join(words.split("\t")))) for _, words in lines]
    text = Resolution.assemble(provisions, language or "en")
    keys = {p.key: number for p, (number, _) in zip(text.provisions, lines, strict=True)}
    return _Read(CheckedText(text, register, marks, comments), name, keys)


def _proposal(
    given: Input, settings: CheckSettings, register: Register, adopted: bool, on: str
) -> tuple[list[_Read], Counter[tuple[str, str, str]]]:
    """The base as a proposal would have it, and what is wrong in the base already."""
    from resdraft.usecases.apply import apply
    from resdraft.usecases.proposals import from_library, proposals_in

    out: list[_Read] = []
    before: Counter[tuple[str, str, str]] = Counter()
    for proposal in proposals_in(given, from_library(None), []):
        done = apply(proposal.target, [proposal])
        base = CheckedText(done.base.resolution, register, adopted=adopted, on=on)
        read = _Read(base, given.name, {})
        before.update(_finding(rule, fault, base, read).same for rule in settings.rules(given.name) for fault in rule.of(base))
        out.append(_Read(CheckedText(done.text, register, counted=False), given.name, {}))
    return out, before


def _is_ignore(words: str) -> bool:
    return _IGNORE.match(words.strip()) is not None


def _ignored(words: str) -> tuple[str, ...]:
    """The rules that a comment names; none for all of them."""
    found = _IGNORE.match(words.strip())
    return tuple(re.split(r"[ ,]+", found[1].strip())) if found and found[1].strip() else ()


def _quiet(text: str, lines: Mapping[str, int], above: int) -> dict[str, tuple[str, ...]]:
    """What lines such as ``# resdraft: ignore RD101`` say: of the paragraph below them, or of the whole text where they stand above it.

    ``above`` is the last line of the text before it in the file.
    """
    out: dict[str, tuple[str, ...]] = {}
    if "resdraft:" not in text:
        return out
    starts = sorted((line, key) for key, line in lines.items())
    for n, line in enumerate(text.splitlines(), 1):
        if n > above and _is_ignore(line):
            at = next((key for number, key in starts if number > n), "")
            key = "" if starts and n < starts[0][0] else at
            out[key] = (*out.get(key, ()), *_ignored(line))
    return out


def certain(faults: Sequence[Fault]) -> Iterator[Fault]:
    """What can be mended, by place; of two that touch one place the first: the next run has the other."""
    last: Fault | None = None
    for fault in sorted(faults, key=lambda f: (f.key, f.start, f.end)):
        if fault.mended is not None and fault.key and (last is None or last.key != fault.key or last.end <= fault.start):
            last = fault
            yield fault


def _mended(text: Resolution, faults: Sequence[Fault]) -> Resolution:
    from resdraft.citations.repair import Repair, repaired

    by_key: dict[str, list[Repair]] = {}
    for fault in certain(faults):
        by_key.setdefault(fault.key, []).append(Repair(fault.key, fault.start, fault.end, fault.mended or ""))
    provisions = [p._replace(text=repaired(p.text, by_key[p.key])) if p.key in by_key else p for p in text.provisions]
    return Resolution.assemble(provisions, text.language, text.provenance)
