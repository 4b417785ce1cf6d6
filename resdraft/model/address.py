"""Addresses: how people name a place in a resolution, such as "resolves 3 a)". They are parsed and printed here and nowhere else.

Forms: ``title``, ``number``, ``reference``, ``enacting formula``, ``resolves`` (the call), ``resolves 3 a)``, ``considering (2) a)`` (the
second section of that call), ``considering e) iv) – 2`` (the second dash), ``considering e) ¶3`` (the third paragraph without label),
``annex d)``, ``annex 1, 3``, ``annex title``, ``footnote 1``, ``text 1.1`` (a clause that stands before any call), ``SECTION 1 1.2`` (a
numbered section is called by the first line of its heading).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from resdraft.errors import Problem, Unfit
from resdraft.limits import count
from resdraft.model.address_index import Group, Sections, Siblings, dotted
from resdraft.model.labels import DASHES, SUFFIXES, fold_label
from resdraft.model.lexicon import Lexicon, fold
from resdraft.model.resolution import Kind, Provision, Resolution

_ORDINAL = re.compile(r"\s*\((\d+)\)")
_DASH = re.compile(rf"[,\s]*[{re.escape(DASHES)}]\s*(\d+)?")
_PARAGRAPH = re.compile(r"[,\s]*¶\s*(\d+)?")
_LABEL = re.compile(rf"[,\s]*\(?(\w+(?:\.\w+)*)(?:\s(?=\)))?[.)]*(?:\s?({'|'.join(SUFFIXES)}|ante(?: \d)?)\b)?\)?")
_BEGUN = re.compile(r"[^\W\d_][^\d(¶–]*?(?=\s+(?:\w{1,5}\)|[\d(¶–])|\s*[-–]\s*\d+(?:\D|$)|$)")
"""The words of a call that is cut short, up to what can only be a label."""
_NUMBER_ALONE = re.compile(r"\d+(?=[^\W\d_]{1,5}\))")
_WORDS = re.compile(r" |(?<=[^\x00-\x7f])(?=\d)")
"""What parts the words of a heading: in Chinese no blank stands before a number."""
_NEAREST = 3
_FEW = 4
"""So many sections of one call are gone through; of more, those are looked up that can be meant."""
_SINGLES = {"number": Kind.NUMBER, "title": Kind.TITLE, "reference": Kind.REFERENCE, "formula": Kind.FORMULA}


class Addresses:
    """The addresses of one resolution, in its language.

    Addresses are not unique by nature: the same call may open two sections. So the printer adds an ordinal where it must, and the parser
    gives all places that the words can mean.
    """

    def __init__(self, resolution: Resolution, lexicon: Lexicon) -> None:
        """Index the sections and clauses of a resolution; ``lexicon`` is that of its language."""
        self.resolution, self.words = resolution, lexicon.words
        self._children: dict[str, Siblings] = {}
        self._sections = Sections()
        self._known: dict[str, tuple[str, str]] = {}
        self._annex_words = lexicon.annexes
        self._above = [f" {fold(word)}" for word in lexicon.citations.words.get("above", ())]
        self._annexes: list[Provision] = [p for p in resolution.provisions if p.kind is Kind.ANNEX]
        for p in resolution.provisions:
            if p.kind in (Kind.CLAUSE, Kind.BLOCK):
                parent = p.key.rpartition("/")[0]
                # Clauses before any call have the word "text" for a call: "text 1.1". In an annex they need none: "annex d)".
                if p.depth == 0 and self._sections.last != parent:
                    self._add_section(parent, self.words.get("text", "text") if "annex" not in parent else "")
                self._children.setdefault(parent, Siblings()).add(p)
            elif p.kind is Kind.CALL:
                # The heading of a numbered section has its title on further lines; its number is enough.
                first = p.text.plain.partition("\n")[0]
                numbered = lexicon.starts(first, lexicon.sections)
                self._add_section(p.key, first if numbered else p.text.plain)

    def _add_section(self, key: str, call: str) -> None:
        printed = " ".join(call.split()).rstrip(" ,:;،，")
        self._sections.all.append(Group(key, fold(call), key.partition("/")[0] if key.startswith("annex") else "", printed))

    # what is looked up for each address

    @cached_property
    def _printed_alike(self) -> Counter[tuple[str, str, str]]:
        """How many places have the same call, annex and steps."""
        groups = ((p.key, self._sections.holding(p.key)) for p in self.resolution.provisions)
        return Counter((group.call, group.annex, self._steps(group.key, key)) for key, group in groups if group is not None)

    @cached_property
    def _annex_names(self) -> dict[str, str]:
        """The name of each annex: the number or letter in its heading, or its place where two annexes have the same or one has none."""
        borne = {a.key: _WORDS.split(fold(a.text.plain), maxsplit=2)[1:2] for a in self._annexes}
        names = {
            key: words[0] if words and re.fullmatch(r"\d+|[a-z]|[ivx]{1,5}", words[0]) else "" for key, words in borne.items()
        }
        taken = set(names.values())
        places = {a.key: str(n) for n, a in enumerate(self._annexes, 1)}
        return names if len(taken) == len(names) and "" not in taken else places

    @cached_property
    def _annex_said(self) -> dict[str, str]:
        """The key of the annex that a name means: its own, else its place."""
        out = {name: key for key, name in reversed(self._annex_names.items())}
        return {str(n): a.key for n, a in enumerate(self._annexes, 1)} | out

    # printing

    @cached_property
    def printed(self) -> dict[str, str]:
        """The address of each key."""
        return {p.key: self.of(p.key) for p in self.resolution.provisions}

    def of(self, key: str) -> str:
        """The address of a provision, by its key: the shortest that means no other place, where there is one.

        Raises:
            KeyError: where the resolution has no such key.
        """
        return " ".join(part for part in self.parts(key) if part)

    def parts(self, key: str) -> tuple[str, str]:
        """The address of a provision in two parts: first the call, annex or name, then the labels below it, or an empty string."""
        if key not in self._known:
            self._known[key] = self._print(self.resolution[key])
        return self._known[key]

    def _print(self, p: Provision) -> tuple[str, str]:
        for name, kind in _SINGLES.items():
            if p.kind is kind:
                return self.words.get(name, name), ""
        if p.kind is Kind.NOTE:
            return self.words.get("footnote", "footnote"), p.label or ""
        if p.kind is Kind.ANNEX:
            return self._annex(p.key, always=False), ""
        if p.kind is Kind.ANNEX_TITLE:
            return f"{self._annex(p.key.partition('/')[0], always=False)} {self.words.get('title', 'title')}", ""
        group = self._sections.holding(p.key)
        if group is None:
            raise KeyError(p.key)
        return self._in_group(group, p.key)

    def _in_group(self, group: Group, key: str) -> tuple[str, str]:
        """The address of a section or of a clause in it."""
        steps = self._steps(group.key, key)
        heads = [group.printed]
        if len(self._sections.called[group.annex][group.call]) > 1:
            heads.append(f"{group.printed} ({self._sections.ordinals[group]})".strip())
            # What stands below another section of this call too means more than one place.
            heads = heads[self._printed_alike[group.call, group.annex, steps] > 1 :]
        forms: list[tuple[str, str]] = []
        for head in heads:
            if not group.annex:
                forms.append((head, steps))
                continue
            for annex in dict.fromkeys((self._annex(group.annex, always=False), self._annex(group.annex, always=True))):
                comma = "" if not head and annex == self.words["annex"] else ","
                forms.append((f"{annex}{comma} {head}".strip(), steps))
        if len(forms) == 1:
            return forms[0]
        # The form without an ordinal or the annex's number is shorter. It is taken where it means this place alone.
        return next((form for form in forms if self.matches(" ".join(filter(None, form))) == [key]), forms[-1])

    def _annex(self, key: str, *, always: bool) -> str:
        word = self.words.get("annex", "annex")
        if len(self._annexes) < 2 and not always:
            return word
        return f"{word} {self._annex_names[key].upper()}"

    def _steps(self, section: str, key: str) -> str:
        steps: list[str] = []
        parent = section
        for ordinal in key[len(section) + 1 :].split("/") if key != section else []:
            siblings = self._children[parent]
            p = siblings.all[count(ordinal) - 1]
            # A dotted label says the labels above it: "resolves 4.2" rather than "resolves 4 4.2".
            if p.label is not None and "." in p.label.rstrip("."):
                steps = [step for step in steps if not p.label.startswith(step.rstrip(".") + ".")]
            steps.append(siblings.step(p))
            parent = p.key
        return " ".join(steps)

    # parsing

    def find(self, address: str) -> str:
        """The key of the place that an address means.

        Args:
            address: as people write it. Case, blanks and the brackets of labels do not count.

        Raises:
            Unfit: where there is no such place, or more than one. The hint names the places that can be meant, or the nearest addresses.
        """
        keys = self.matches(address)
        if len(keys) == 1:
            return keys[0]
        if keys:
            names = "; ".join(self.of(key) for key in keys)
            raise Unfit(Problem("the address means more than one place", f"say which: {names}", clause=address))
        raise Unfit(Problem("no such clause", self._nearest(address), clause=address))

    def _nearest(self, wanted: str) -> str:
        from difflib import SequenceMatcher, get_close_matches

        text = fold(wanted)
        # Who names a call means it: its own clauses come first. Of those that are as near the last one is, as 8 is to 9.
        keys = self._under_its_call(text)
        bare = _ORDINAL.sub("", text)
        near = [-SequenceMatcher(None, _ORDINAL.sub("", fold(self.of(key))), bare, autojunk=False).ratio() for key in keys]
        close = [self.of(keys[n]) for n in sorted(range(len(keys)), key=lambda n: (near[n], -n))][:_NEAREST]
        folded = {fold(address): address for address in self.printed.values()}
        close += [folded[name] for name in get_close_matches(text, folded, n=_NEAREST, cutoff=0.5)]
        if close:
            return f"the nearest: {'; '.join(list(dict.fromkeys(close))[:_NEAREST])}"
        calls = dict.fromkeys(s.printed for s in self._sections.all if s.printed)
        return f"its calls are: {'; '.join(calls)}"

    def _under_its_call(self, text: str) -> list[str]:
        """The keys of the sections that an address names, and of all clauses below them; of the body where it names no annex."""
        annex = fold(self.words.get("annex", "annex"))
        if re.match(re.escape(annex) + r"\b", text):
            rest = text[len(annex) :].strip()
            said = [a.key for a in self._annexes if self._names(a.key, rest)]
            return [p.key for p in self.resolution.provisions if p.key.partition("/")[0] in said]
        sections, end = next(((called, at) for called, at in self._readings("", text) if called and at), ([], 0))
        ordinal = _ORDINAL.match(text[end:])
        if ordinal and len(sections) >= count(ordinal[1]) > 0:
            sections = [sections[count(ordinal[1]) - 1]]
        return [p.key for s in sections for p in self.resolution.provisions if p.key == s.key or p.key.startswith(s.key + "/")]

    def _names(self, key: str, rest: str) -> bool:
        name = self._annex_names[key]
        return len(self._annexes) == 1 or re.match(rf"{re.escape(name)}(?!\w)", rest) is not None

    def matches(self, address: str) -> list[str]:
        """The keys of all places that the words may mean, in order. "above" and "below" may stand behind a place."""
        # A call may itself contain "above", so the words are tried as they are first.
        text = bare = fold(address)
        for word in self._above:
            bare = bare.replace(word, "")
        return self._matches(text) or (self._matches(bare) if bare != text else [])

    def _matches(self, text: str) -> list[str]:
        for name, kind in _SINGLES.items():
            if text == fold(self.words.get(name, name)):
                return [p.key for p in self.resolution.provisions if p.kind is kind]
        note = fold(self.words.get("footnote", "footnote"))
        if text.startswith(note):
            mark = text[len(note) :].strip()
            return [p.key for p in self.resolution.provisions if p.kind is Kind.NOTE and fold(p.label or "") == mark]
        annex = fold(self.words.get("annex", "annex"))
        other = next((form for form in self._annex_words if re.match(re.escape(form) + r"(?=[\s,\d]|$)", text)), annex)
        text = annex + text[len(other) :] if text.startswith(other) else text
        if text == annex or re.match(re.escape(annex) + r"[\s,\d-]", text):
            return self._in_annexes(text[len(annex) :].strip(" ,"))
        return self._in_sections("", text)

    def below(self, parents: Sequence[str], label: str) -> list[str]:
        """The keys of the clauses below clauses or sections that labels can mean: ``c)`` right below, ``3 a)`` two levels below."""
        return self._labelled(parents, label)

    def _in_annexes(self, rest: str) -> list[str]:
        title = fold(self.words.get("title", "title"))
        begun = re.match(r"\w+", rest)
        named = self._annex_said.get(begun[0]) if begun else None
        after = rest[begun.end() :] if begun else ""
        ends = re.match(rf"\s*,|\s*$|\s+[^\W\d]|\s*[{re.escape(DASHES)}¶]", after)
        if named and ends and (len(self._annexes) > 1 or "," in rest):
            return self._in_annex(named, after.strip(" ,"), title)
        out = [match for annex in self._annexes for match in self._in_annex(annex.key, rest, title)]
        # The number of an annex that is the only one, and one without a comma behind it.
        return out or (self._in_annex(named, after.strip(" ,"), title) if named else [])

    def _in_annex(self, key: str, rest: str, title: str) -> list[str]:
        if not rest:
            return [key]
        if rest == title:
            return [f"{key}/title"] if f"{key}/title" in self.resolution.by_key else []
        return self._in_sections(key, rest)

    def _in_sections(self, annex: str, text: str) -> list[str]:
        """The places below the longest call that the text begins with: "noting further" before "noting"."""
        for called, at in self._readings(annex, text):
            if out := self._below(called, text[at:]):
                return out
        return []

    def _readings(self, annex: str, text: str) -> Iterator[tuple[list[Group], int]]:
        """The sections that a text can name, and where the call ends in it, the likeliest reading first.

        A call may be cut short anywhere before its end, best between two words: "instructs 3". So "noting fur a)" is first "noting" with a
        label that it cannot have, then "noting further".
        """
        calls = self._sections.called.get(annex, {})
        for end in range(min(len(text), self._sections.longest.get(annex, 0)), -1, -1):
            if text[:end] in calls and not (end and text[end : end + 1].isalpha()):
                yield calls[text[:end]], end
                break
        begun = _BEGUN.match(text)
        if begun:
            for behind in (" ", ""):
                yield self._sections.beginning(annex, begun[0] + behind, begun[0]), begun.end()

    def _below(self, sections: Sequence[Group], rest: str) -> list[str]:
        ordinal = _ORDINAL.match(rest)
        if ordinal and len(sections) >= count(ordinal[1]) > 0 and len(sections) > 1:
            sections, rest = [sections[count(ordinal[1]) - 1]], rest[ordinal.end() :]
        return self._walk([s.key for s in self._bearers(sections, rest)], rest)

    def _bearers(self, sections: Sequence[Group], rest: str) -> Sequence[Group]:
        """The sections without those that bear no such label, where all of one call are meant: a call may open thousands."""
        one = sections[0] if len(sections) > _FEW else None
        if (
            one is None
            or self._sections.called[one.annex][one.call] is not sections
            or _PARAGRAPH.match(rest)
            or _DASH.match(rest)
        ):
            return sections
        wanted = [name for name, _ in _cuts(rest)]
        if not wanted or any("." in name for name in wanted):
            return sections
        holding = {key for name in wanted for key in self._holders.get(name, ())}
        found = (s for key in holding if (s := self._sections.by_key.get(key)) is not None)
        return sorted((s for s in found if s[1:3] == one[1:3]), key=lambda s: self._sections.places[s])

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        """By a label, the sections right below which a clause bears it."""
        out: dict[str, list[str]] = {}
        for section in self._sections.all:
            for name in self._children[section.key].bearing if section.key in self._children else ():
                out.setdefault(name, []).append(section.key)
        return out

    def _walk(self, parents: Sequence[str], rest: str) -> list[str]:
        if not rest.strip(" ,"):
            return [parent for parent in parents if parent in self.resolution.by_key]
        for pattern in (_PARAGRAPH, _DASH):
            found = pattern.match(rest)
            if found:
                picked: list[Provision] = []
                for siblings in filter(None, map(self._children.get, parents)):
                    alike = siblings.unlabelled if pattern is _PARAGRAPH else siblings.dashes
                    n = count(found[1]) if found[1] else 0
                    picked += alike if not found[1] else alike[n - 1 : n] if n else []
                return self._walk([c.key for c in picked], rest[found.end() :])
        return self._labelled(parents, rest)

    def _labelled(self, parents: Sequence[str], rest: str) -> list[str]:
        """The clauses that a label means. The whole label is tried first, then its number alone: ``7a)`` can mean a) below 7."""
        cuts = _cuts(rest)
        out: list[str] = []
        for parent in parents:
            siblings = self._children.get(parent)
            if siblings is not None:
                reached = (self._reached(parent, siblings, wanted, rest[end:]) for wanted, end in cuts)
                out += next(filter(None, reached), ())
        return out

    def _reached(self, parent: str, siblings: Siblings, wanted: str, after: str) -> list[str]:
        """What the words behind a label mean below those of a clause's children that bear it."""
        picked = siblings.bearing.get(wanted) or (self._dotted(parent, wanted) if "." in wanted else [])
        ordinal = _ORDINAL.match(after) if len(picked) > 1 else None
        if ordinal:
            picked, after = picked[count(ordinal[1]) - 1 : count(ordinal[1])], after[ordinal.end() :]
        return self._walk([c.key for c in picked], after) if picked else []

    def _dotted(self, parent: str, wanted: str) -> list[Provision]:
        """``resolves 4.2`` names 4.2 below 4 without saying 4: of each clause's children those that bear it, else those below these."""
        found = [p for p in self._bearing_dots.get(wanted, ()) if p.key.startswith(f"{parent}/")]
        holders = {p.key.rpartition("/")[0] for p in found}
        out = []
        for p in found:
            above = p.key.rpartition("/")[0].rpartition("/")[0]
            while len(above) > len(parent) and above not in holders:
                above = above.rpartition("/")[0]
            if len(above) <= len(parent):
                out.append(p)
        return out

    @cached_property
    def _bearing_dots(self) -> dict[str, list[Provision]]:
        """The clauses of the text by their dotted labels."""
        out: dict[str, list[Provision]] = {}
        for p in self.resolution.provisions:
            if p.label is not None and p.kind in (Kind.CLAUSE, Kind.BLOCK) and "." in (wanted := dotted(p.label)):
                out.setdefault(wanted, []).append(p)
        return out


def _cuts(rest: str) -> list[tuple[str, int]]:
    """The labels that words can begin with, the likeliest first, and where each ends."""
    found = _LABEL.match(rest)
    if not found:
        return []
    out = [(_wanted(found[1] + (found[2] or "")), found.end())]
    if split := _NUMBER_ALONE.match(rest, found.start(1)):
        out.append((_wanted(split[0]), split.end()))
    return out


def _wanted(name: str) -> str:
    """A label as it is looked for."""
    return name.rstrip(".") if "." in name else fold_label(name)
