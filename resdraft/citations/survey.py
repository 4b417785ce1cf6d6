"""Surveys a whole text: everything that it cites, where, and what the register says of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from resdraft.citations.assess import assess
from resdraft.citations.citation_patterns import citation_patterns, found_in
from resdraft.citations.external import external_citations
from resdraft.citations.numbered_report import NumberedReport
from resdraft.citations.reference import Reference
from resdraft.citations.references import InternalReferences
from resdraft.citations.register import Register
from resdraft.lexicon import LANGUAGES, parse_edition
from resdraft.model.citation import INSTRUMENTS, Citation, CitationFinding, CitationKind, CitationStatus, CitingText
from resdraft.model.resolution import Kind, Provision, Resolution

_SEARCHED = (Kind.TITLE, Kind.REFERENCE, Kind.CALL, Kind.CLAUSE, Kind.BLOCK, Kind.ANNEX_TITLE, Kind.NOTE)
Identity = tuple[str, str, str]
"""Body, kind and number of an instrument."""


def survey(resolution: Resolution, lines: Mapping[str, int], file: str, register: Register, on: str = "") -> CitingText:
    """What a resolution cites, in the order of the text.

    Args:
        resolution: the text.
        lines: by the key of each provision, the number of its line or paragraph in the file. Empty for a form without lines.
        file: the file's name.
        register: the editions and meetings that are known.
        on: the day, month or year for which citations are assessed; empty for the last that the register knows.
    """
    patterns = citation_patterns(resolution.language)
    own = identity(resolution, register)
    references = InternalReferences(resolution)
    out: list[CitationFinding] = []
    above: dict[str, list[Citation]] = {}
    """The instrument that each clause names last, or those above it."""
    for p in resolution.provisions:
        if p.kind not in _SEARCHED:
            continue
        text, line = p.text.plain, lines.get(p.key)
        found = external_citations(text, patterns, own[0], register.body_of)
        inside = [] if p.kind in (Kind.TITLE, Kind.REFERENCE, Kind.ANNEX_TITLE) else references.of(p)
        above[p.key] = [c for c in found if c.kind in INSTRUMENTS][-1:] or above.get(p.key.rpartition("/")[0], [])
        if not found and not inside:
            continue
        address = references.addresses.of(p.key)
        # "resolves 5 of Resolution 140" has both forms: what is cited outside goes before what looks like a reference within.
        here = [CitationFinding(file, _line(p, line, c), address, c) for c in found]
        for reference in inside:
            if not _overlapped(reference.start, reference.end, found):
                for citation, status, why in _internal(reference, text, references, above[p.key]):
                    here.append(CitationFinding(file, _line(p, line, citation), address, citation, status, why=why))
        out += sorted(here, key=lambda f: f.citation.start)
    return CitingText(file, *own, resolution.designation.edition, tuple(assessed(out, register, on, own, resolution.language)))


def survey_report(
    lines: Sequence[tuple[int, str]], file: str, register: Register, on: str = "", language: str | None = None
) -> CitingText:
    """What a report in numbered paragraphs, or any other text, cites.

    Args:
        lines: its paragraphs, each with its number in the file.
        file: the file's name.
        register: the editions and meetings that are known.
        on: as in :func:`survey`.
        language: the two-letter code; where it is None, the language with most of the nouns that citations begin with.
    """
    language = language or _language(lines)
    patterns = citation_patterns(language)
    report = NumberedReport(lines, patterns)
    out: list[CitationFinding] = []
    for number, text in lines:
        address = report.addresses[number]
        found = external_citations(text, patterns, "", register.body_of)
        here = [CitationFinding(file, number, address, c) for c in found]
        for reference in report.references(text):
            own = reference.citation
            if not _overlapped(own.start, own.end, found):
                here.append(CitationFinding(file, number, address, own, reference.status, why=reference.why))
        out += sorted(here, key=lambda f: f.citation.start)
    return CitingText(file, "", "", "", "", tuple(assessed(out, register, on, ("", "", ""), language)))


def _language(lines: Sequence[tuple[int, str]]) -> str:
    """The language whose nouns stand before most citations of a text; English where several have as many."""
    text = "\n".join(line for _, line in lines)
    counts = {language: sum(1 for _ in found_in(citation_patterns(language).noun, text)) for language in LANGUAGES}
    return max(counts, key=lambda language: (counts[language], language == "en"))


def _overlapped(start: int, end: int, found: Sequence[Citation]) -> bool:
    """Whether one of some citations that stand one behind the other overlaps a stretch."""
    at = bisect_right(found, start, key=lambda c: c.end)
    return at < len(found) and found[at].start < end


def _line(p: Provision, line: int | None, citation: Citation) -> int | None:
    """The line on which a citation begins: titles, calls and headings may run over several."""
    if line is None or p.kind in (Kind.CLAUSE, Kind.BLOCK, Kind.NOTE):
        return line
    return line + p.text.plain.count("\n", 0, citation.start)


def _internal(
    reference: Reference, text: str, references: InternalReferences, named: Sequence[Citation]
) -> Iterator[tuple[Citation, CitationStatus, str]]:
    """Each label of a reference as a citation, with its status and the reason.

    A label that means no clause here may be another text's: Resolution 1332, *considering e) ii)*, quotes *resolves 5* of Resolution 140.
    So it is impossible only where no instrument is ``named`` in the clause or those above it, or where "above" says that it is of this text.
    """
    last = len(reference.targets) - 1
    for n, target in enumerate(reference.targets):
        start = target.start if n else reference.start
        # In Arabic the call may stand behind the labels.
        end = max(target.end, reference.end) if n == last else target.end
        citation = Citation(CitationKind.INTERNAL, "", target.address, start, end, text[start:end])
        if target.ambiguous:
            names = "; ".join(references.addresses.of(key) for key in target.keys)
            yield citation, CitationStatus.UNKNOWN, f"it can mean {names}"
        elif target.keys:
            yield citation, CitationStatus.CURRENT, ""
        elif references.of_annex(reference) and not references.annexes:
            yield citation, CitationStatus.UNKNOWN, "this text has no annex"
        elif named and not reference.above:
            yield (
                citation,
                CitationStatus.UNKNOWN,
                f"there is no such clause here; {named[-1].text}, named in this clause, may be meant",
            )
        else:
            yield citation, CitationStatus.IMPOSSIBLE, "there is no such clause here"


def identity(resolution: Resolution, register: Register) -> Identity:
    """Which instrument a text is: body, kind and number, each empty where it is not known.

    They come from the number line, the enacting formula, the provenance, and the place of the edition.
    """
    patterns = citation_patterns(resolution.language)
    number, said = resolution.designation
    edition = parse_edition(said)
    body = dict(resolution.provenance).get("body", "")
    body = patterns.citations.bodies.get(body, body)
    if not body and resolution.formula is not None:
        body = patterns.body_in(resolution.formula.plain)
    if not body and edition is not None:
        council = "Council" if edition.council else ""
        body = council or edition.meeting.partition("-")[0] or register.body_of(edition.place, edition.year)
    # The pattern of a noun wants a number behind it, which a number line may lack.
    noun = patterns.noun.match(resolution.number.plain + " 1") if resolution.number is not None else None
    return body, patterns.kinds[noun["noun"].lower()] if noun else "resolution", number


def assessed(
    found: Sequence[CitationFinding], register: Register, on: str, own: Identity, language: str
) -> list[CitationFinding]:
    """The findings with their statuses, and reasons with editions as the text's language writes them.

    A citation without a body is taken for that of the same number elsewhere in the text, where only one body is named with it there.
    """
    bodies: dict[tuple[CitationKind, str], set[str]] = defaultdict(set)
    for finding in found:
        if finding.citation.body:
            bodies[finding.citation.kind, finding.citation.number].add(finding.citation.body)
    out: list[CitationFinding] = []
    for finding in found:
        c = finding.citation
        if c.kind is CitationKind.INTERNAL:
            out.append(finding)
            continue
        if not c.body and len(known := bodies[c.kind, c.number]) == 1:
            c = c._replace(body=next(iter(known)))
        if c.edition is not None:
            c = c._replace(edition=register.with_english_place(c.edition))
        status, in_force, why = assess(c, register, on, own, language)
        out.append(finding._replace(citation=c, status=status, in_force=in_force, why=why))
    return _history(out, own)


def _history(found: list[CitationFinding], own: Identity) -> list[CitationFinding]:
    """Excuse what a clause cites beside an earlier edition of the text itself, of the same conference: such a clause tells history."""
    past = {
        (f.line, f.address, f.citation.edition)
        for f in found
        if (f.citation.body, str(f.citation.kind), f.citation.number) == own
        and f.status is CitationStatus.UNKNOWN
        and f.citation.edition
    }
    why = "cited beside an earlier edition of this very text"
    return [
        f._replace(status=CitationStatus.UNKNOWN, why=why)
        if f.status is CitationStatus.STALE and (f.line, f.address, f.citation.edition) in past
        else f
        for f in found
    ]
