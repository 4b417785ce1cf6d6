"""Decisions read off a Word file in which marks were accepted and rejected, or a form with nothing decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from resdraft.amend.decided import of_amendment, said_of
from resdraft.amend.fates import ADOPTED, Fates, is_footnote
from resdraft.amend.normalise import normal_diff
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied, apply
from resdraft.model.decision import ADOPT, OPEN, REJECT, TEXT, Decision, Decisions
from resdraft.model.designation import named_target
from resdraft.model.edit import Delete, Edit, Insert, Replace
from resdraft.model.marked import Owned
from resdraft.model.proposal import AMENDING, Add, Proposal
from resdraft.model.resolution import Kind, Resolution
from resdraft.usecases.consolidate import Consolidation, consolidate
from resdraft.usecases.documents import Output, open_document
from resdraft.usecases.inputs import Given, load
from resdraft.usecases.intake import Base, Proposals
from resdraft.usecases.propose import stated


@dataclass(frozen=True)
class RoomDecisions:
    """Decisions, the amendments that are open, and what could not be told."""

    decisions: Decisions
    open: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def output(self, form: str = "yaml") -> Output:
        """The decisions as yaml or json."""
        from resdraft.write.decisions import as_json, as_yaml

        return Output(as_json(self.decisions) if form == "json" else as_yaml(self.decisions, self.open))


def decide(
    base: Base,
    proposals: Proposals | Iterable[Proposal | Given] | Given,
    room: Given | None = None,
    *,
    chair: str = "CHAIR",
) -> RoomDecisions:
    """Read decisions off a consolidated Word file in which marks were accepted and rejected, and words typed.

    Args:
        base: the text. ``proposals`` are those that were consolidated.
        room: the file; without it nothing is decided, and all amendments are listed as open.
        chair: whose words those are that no proposal has.

    Returns:
        The decisions. An amendment of which some changes were accepted and others rejected is told as doubtful.

    Raises:
        Unfit: where an amendment does not fit. Unreadable: where a file cannot be read.

    Example:
        >>> resdraft.decide("1332", ["proposals/rus.yaml"]).open[0]
        'RUS/XX/1(1)'
    """
    one = consolidate(base, proposals)
    numbers = [p.amendment(n) for p in one.proposals if p.symbol in AMENDING for n in range(1, len(p.amendments) + 1)]
    own = {number: edits for number in numbers if (edits := of_amendment(one.marked.edits, number))}
    nothing = tuple(f"{number}: it changes nothing, so nothing was to be decided" for number in numbers if number not in own)
    name = named_target(one.base.resolution.designation)
    if room is None:
        return RoomDecisions(Decisions(base=name), tuple(own), (), (*one.notices, *nothing))
    found = load(room, library=False)
    settled = open_document(found, language=one.base.language, marks="reject")
    all_in = open_document(found, language=one.base.language, marks="accept")
    told = _told(one, own, settled.resolution, all_in.resolution, chair, name)
    if own and not told.open and all(decision.decision == REJECT for decision in told.decisions.decisions):
        nothing += (f"{found.name}: nothing of any amendment stands in it: is it the consolidated file?",)
    return replace(told, notices=(*told.notices, *nothing))


def _told(
    one: Consolidation, own: Mapping[str, list[Owned]], settled: Resolution, all_in: Resolution, chair: str, name: str
) -> RoomDecisions:
    words = lexicon(one.base.language)
    base = one.base.resolution
    in_settled, in_all = Fates(base, settled, words), Fates(base, all_in, words)
    decisions: list[Decision] = []
    still_open: list[str] = []
    doubts: list[str] = []
    taken: dict[Owned, None] = {}
    for number, edits in own.items():
        fates = [
            (o, in_settled.of([o]).fate == ADOPTED, in_all.of([o]).fate == ADOPTED) for o in edits if not is_footnote(o.edit)
        ]
        taken |= dict.fromkeys(o for o, adopted, _ in fates if adopted)
        if all(adopted for _, adopted, _ in fates):
            decisions.append(Decision(ADOPT, number, was=said_of(edits)))
        elif any(there and not adopted for _, adopted, there in fates) or _bracketed(edits, all_in, settled):
            still_open.append(number)
        else:
            if any(adopted for _, adopted, _ in fates):
                doubts.append(f"{number}: some of its changes are accepted and others are not; it is read as rejected")
            decisions.append(Decision(REJECT, number, was=said_of(edits)))
    addresses = Addresses(base, words)
    made = normal_diff(base, settled, words)
    decisions += _typed(base, made, taken, addresses, chair)
    here = {p.key for p in applied(base, [o.edit for o in taken])}
    gone = [e.key for e in made if isinstance(e, Delete) and e.key in here and not is_footnote(e)]
    doubts += [f"{addresses.of(key)}: it is gone, which nobody proposes; no decision says so" for key in gone]
    return RoomDecisions(Decisions(tuple(decisions), name, default=OPEN), tuple(still_open), tuple(doubts), one.notices)


def _bracketed(edits: Iterable[Owned], all_in: Resolution, settled: Resolution) -> bool:
    """Whether a place still shows its options: the words of one stand there when everything counts, and not when nothing does."""
    said, now = str(all_in), str(settled)
    new = [o.edit.new.plain.strip() for o in edits if isinstance(o.edit, Replace)]
    return any(words and f"{words}]" in said and f"{words}]" not in now for words in new)


def _typed(
    base: Resolution, edits: Sequence[Edit], taken: Iterable[Owned], addresses: Addresses, chair: str
) -> Iterator[Decision]:
    """What stands in the file and in no proposal: the Chair's wording of a place. ``edits`` make the base the file's text."""
    # Footnotes are told by the words that refer to them.
    adopted = {p.key: p.text for p in applied(base, [o.edit for o in taken if not is_footnote(o.edit)]) if p.key}
    gone = {edit.key for edit in edits if isinstance(edit, Delete)}
    now = {p.key: p.text for p in applied(base, edits) if p.key}
    for p in base.provisions:
        text = now.get(p.key)
        if text is not None and p.key not in gone and p.key in adopted and text.plain != adopted[p.key].plain:
            yield Decision(TEXT, place=addresses.of(p.key), text=text.marked(), by=chair)
    proposed = {_said(o.edit) for o in taken if isinstance(o.edit, Insert)}
    new = [
        edit
        for edit in edits
        if isinstance(edit, Insert) and edit.provision.kind is not Kind.NOTE and _said(edit) not in proposed
    ]
    for said in _stated(base, new):
        yield Decision(TEXT, place=f"{said.where} {said.address}", text=said.text, by=chair)


def _said(new: Insert) -> str:
    return " ".join(new.provision.text.plain.split())


def _stated(base: Resolution, new: Sequence[Insert]) -> Iterator[Add]:
    """New paragraphs as a proposal would say them."""
    for one in stated(base, apply(base, new)) if new else ():
        yield from (said for said in one.instructions if isinstance(said, Add))
