"""Whether what a delegate did to a text comes out of ``propose`` and ``apply`` as meant, or is told."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import docx

import resdraft
from resdraft.model.labels import LABEL, is_dash
from resdraft.model.proposal import Transfer
from resdraft.model.resolution import Kind, Resolution
from resdraft.usecases.propose import Drafted
from tests import oracles
from tests.delegates.edits import Plan

_DRIVER = Path(__file__).parent.parent / "oracles" / "office_edits.py"
CODES = {"Anna Svensson": "S", "Ola Nordmann": "NOR"}
_LABELLED = re.compile(rf"({LABEL.pattern})[\t \u00a0]+")


class Verdict(NamedTuple):
    """What became of one file: exact, told or wrong; and why."""

    kind: str
    why: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class Reading(NamedTuple):
    """What people see of a text, without labels: paragraphs, each with whether it is a dash item; and the footnotes."""

    body: list[tuple[bool, str]]
    notes: list[str]


def edited(python: str, work: Sequence[tuple[Path, Path, Plan]]) -> list[Path]:
    """Bases edited as planned, by one LibreOffice, each into a file; those that it could not make are left out."""
    jobs = [{"source": str(base), "target": str(path), "rounds": [r.job for r in plan.rounds]} for base, path, plan in work]
    file = work[0][1].with_suffix(".jobs.json")
    file.write_text(json.dumps(jobs), "utf-8")
    subprocess.run([python, _DRIVER, file], check=True, timeout=3600)
    made = [path for _, path, _ in work]
    return [path for path in made if "error" not in json.loads(path.with_suffix(".json").read_text("utf-8"))]


def _shown(shared: Path, file: Path) -> Reading:
    """What an independent reader shows of a file with all changes accepted."""
    spec = importlib.util.spec_from_file_location("reference_text", shared / "tools" / "reference_text.py")
    assert spec is not None
    assert spec.loader is not None
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    # Which notes are still referred to it does not say.
    notes = resdraft.open(file, marks="accept").resolution.notes
    return _reading(reader.body_lines(str(file), "accept"), (note.text.plain for note in notes))


def _reading_of(path: Path) -> Reading:
    """What LibreOffice showed, from the file that the driver left."""
    seen = json.loads(path.read_text("utf-8"))
    return _reading(seen["body"], seen["notes"])


def _reading(body: Iterable[str], notes: Iterable[str]) -> Reading:
    lines = [" ".join(line.split()) for line in notes]
    return Reading([_line(line) for line in body if line.strip()], sorted(line.strip() for line in lines))


def _line(line: str) -> tuple[bool, str]:
    found = _LABELLED.match(line.strip())
    words = line.strip()[found.end() :] if found else line.strip()
    return bool(found) and is_dash(found[1] if found else ""), " ".join(words.split())


def with_comments(path: Path, plan: Plan) -> None:
    """Put the comments of a plan into a Word file, with python-docx."""
    said = [(r.author, *edit.comment) for r in plan.rounds for edit in r.edits if edit.comment is not None]
    if not said:
        return
    document = docx.Document(str(path))
    for author, words, text in said:
        paragraph = next(p for p in document.paragraphs if words in p.text)
        runs = [run for run in paragraph.runs if run.text.strip()]
        document.add_comment(runs[-1:], text=text, author=author, initials=author[0])
    document.save(str(path))


def judged(shared: Path, base: Path, copy: Path, plan: Plan) -> Verdict:
    """What becomes of an edited copy: ``propose`` and ``apply`` give what LibreOffice shows of it, or say what they do not take."""
    out = copy.with_name(f"{copy.stem}-out.docx")
    sources: str | dict[str, str] = "S" if len(plan.rounds) == 1 else {r.author: CODES[r.author] for r in plan.rounds}
    why: list[str] = []
    kind = "exact"
    try:
        drafted = resdraft.propose(base, copy, sources)
        if plan.depends:
            return Verdict("wrong", ("what depends on another's insertion is not refused",))
        if len(plan.rounds) > 1:
            why += _each_alone(shared, base, copy, drafted, out)
            resdraft.consolidate(base, drafted.proposals).word()
            drafted = resdraft.propose(base, copy, "S")
    except resdraft.Unfit as unfit:
        problems = [str(p) for p in unfit.problems]
        if plan.depends and any("not tracked" in p.what for p in unfit.problems):
            # LibreOffice drops the mark of an insertion that another author strikes: nothing in the file says whose it is.
            return Verdict("told", notices=tuple(problems))
        if len(plan.rounds) == 1 or not all("in what" in p.what for p in unfit.problems):
            return Verdict("refused", tuple(problems))
        named = all(all(f'"{name}" ({code})' in p.what for name, code in CODES.items()) for p in unfit.problems)
        why += [] if named else [f"not both names: {problems}"]
        kind = "told"
        drafted = resdraft.propose(base, copy, sources, together=True)
        if len(drafted.proposals) != 1:
            return Verdict("wrong", ("together gives more than one proposal",))
    applied = resdraft.apply(base, drafted.proposals)
    out.write_bytes(bytes(applied.output("docx").content))
    target = resdraft.open(copy, marks="accept").resolution
    result = resdraft.open(out, marks="accept").resolution
    why += [*_tree(target, result), *_untold(target, result, plan, drafted)]
    why += _unlike(_reading_of(copy.with_suffix(".json")), _shown(shared, out))
    return Verdict("wrong" if why else kind, tuple(why), tuple(drafted.notices))


def _each_alone(shared: Path, base: Path, copy: Path, drafted: Drafted, out: Path) -> list[str]:
    """Where the proposal of one author is not what an independent reader shows with that one's marks alone."""
    why = []
    for proposal in drafted.proposals:
        (author,) = (name for name, code in CODES.items() if code == proposal.source)
        out.write_bytes(bytes(resdraft.apply(base, [proposal]).output("docx").content))
        wanted = _reading(oracles.keep(shared, copy, [author]), ())
        why += [f"{author} alone: {said}" for said in _unlike(wanted, _shown(shared, out)._replace(notes=[]))]
    return why


def _tree(target: Resolution, result: Resolution) -> list[str]:
    """Where kinds, depths and words of two texts differ."""
    one, other = ([(p.kind.value, p.depth, " ".join(p.text.plain.split())) for p in r.provisions] for r in (target, result))
    return [f"in the copy {a}, in the result {b}" for a, b in zip(one, other, strict=False) if a != b][:2]


def _untold(target: Resolution, result: Resolution, plan: Plan, drafted: Drafted) -> list[str]:
    """What is not taken over and not told."""
    notices = "\n".join(drafted.notices)
    out = []
    # A clause that moves has the label of its new place.
    moved = {i.address for p in drafted.proposals for a in p.amendments for i in a.instructions if isinstance(i, Transfer)}
    labels = [(p.label, q.label) for p, q in zip(target.provisions, result.provisions, strict=False) if p.kind is Kind.CLAUSE]
    labels = [pair for pair in labels if not moved or not any(where.endswith(f" {pair[0]}") for where in moved)]
    if any(a != b and not (is_dash(a) and is_dash(b)) for a, b in labels) and not re.search("label|renumber", notices):
        out.append(f"labels differ and nothing says so: {[pair for pair in labels if pair[0] != pair[1]][:3]}")
    proposals = str(drafted.proposals)
    for edit in plan.edits:
        if edit.comment and edit.comment[1].removeprefix("Reasons: ") not in proposals + notices:
            out.append(f"the comment “{edit.comment[1]}” is neither a reason nor told")
        if edit.kind == "bold" and not re.search("formatting|bold|emphasis", notices):
            out.append("bold is not told")
        deep = {" ".join(p.text.plain.split()): n for n, p in enumerate(target.provisions)}
        # What another edit puts in behind the same clause may come between.
        alone = not any(other.new and other.finds & edit.finds for other in plan.edits if other is not edit)
        for words in edit.new if edit.below and alone else ():
            n = deep.get(" ".join(words.split()))
            if n is not None and target.provisions[n].depth == 0:
                out.append(f"“{words}” is meant to stand below")
    return out


def _unlike(copy: Reading, result: Reading) -> list[str]:
    """Where two readings of LibreOffice's differ."""
    out = [f"seen in the copy {a}, in the result {b}" for a, b in zip(copy.body, result.body, strict=False) if a != b][:2]
    if len(copy.body) != len(result.body):
        out.append(f"{len(copy.body)} paragraphs in the copy, {len(result.body)} in the result")
    if copy.notes != result.notes:
        out.append(f"footnotes {set(copy.notes) ^ set(result.notes)}")
    return out
