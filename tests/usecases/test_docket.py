"""The intake: whatever is handed in has its rows, and each says what became of it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resdraft
from resdraft.amend.superseded_documents import verdicts
from resdraft.errors import Exit, ResdraftError
from resdraft.model.docket import Outcome
from resdraft.model.proposal import Proposal
from resdraft.read.proposal import read_proposals
from resdraft.usecases.conference import Settings
from resdraft.usecases.folders import SOURCES
from resdraft.usecases.proposals import from_library
from resdraft.usecases.submission import write_contribution
from resdraft.write import docket as forms
from resdraft.write.proposal import as_json, as_yaml

TEXT = """RESOLUTION {n} (DUBAI, 2018)
On thing {n}
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
considering
a)\tthat networks grow;
b)\tthat members act,
resolves
1\tto act;
2\tto report.
"""
NUMBERS = ("901", "902", "903")
WORDS = ("soon", "at once", "with care", "in time", "together", "in all regions")
NEW = TEXT.replace("RESOLUTION {n} (DUBAI, 2018)", "DRAFT NEW RESOLUTION [X-{n}]").replace("Dubai, 2018", "Bucharest, 2022")


class Handed(NamedTuple):
    """Files that belong together, and what is to become of the rows of all of them."""

    files: dict[str, bytes]
    outcomes: tuple[Outcome, ...]
    sources: tuple[tuple[str, str], ...] = ()
    """Lines of ``sources.csv``: file and source."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three small texts."""
    folder = tmp_path_factory.mktemp("library")
    for n in NUMBERS:
        (folder / n).mkdir()
        (folder / n / "2018.en.txt").write_text(TEXT.format(n=n), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def use_it(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(library))


class _Maker:
    """Makes documents, each of a source of its own, so that none overlaps another of its source."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.count = 0

    def proposal(self, **more: object) -> Proposal:
        """A proposal that fits: MOD with one or two amendments."""
        self.count += 1
        code = "".join(chr(65 + self.count // 26**n % 26) for n in (2, 1, 0))
        target = self.chance.choice(NUMBERS)
        words = self.chance.choice(WORDS)
        text = (
            f"source: {code}\nmeeting: PP22\ndocument: {self.count}\ntarget: {target}{self.chance.choice(['', '@2018'])}\n"
            f"amendments:\n  - clause: resolves 1\n    from: act\n    to: act {words}\n"
        )
        if self.chance.random() < 0.3:
            text += f"  - after: resolves 2\n    insert: to share {words};\n"
        (found,) = read_proposals(text)
        return found._replace(**more)  # type: ignore[arg-type]

    def written(self, *proposals: Proposal) -> tuple[str, bytes]:
        """A document with proposals in one of the three forms, and the ending of its name."""
        form = self.chance.choice(("yaml", "json", "docx"))
        if form == "docx" and not any(p.withdrawn or p.symbol.startswith(("ADD", "SUP", "NOC", "_")) for p in proposals):
            return "docx", write_contribution(proposals, from_library(), [])
        return ("json", as_json(*proposals).encode()) if form == "json" else ("yaml", as_yaml(*proposals).encode())

    def files(self, *documents: tuple[Proposal, ...] | Proposal) -> dict[str, bytes]:
        """Files under names that say nothing."""
        out = {}
        for document in documents:
            ending, content = self.written(
                *(document if isinstance(document, tuple) and not isinstance(document, Proposal) else (document,))
            )
            out[f"{self.chance.choice(['', 'sub/'])}{self.chance.randrange(10**9)}.{ending}"] = content
        return out

    def handed(self) -> Iterator[Handed]:
        """All kinds of documents, in any order."""
        kinds = [getattr(self, name) for name in dir(self) if name.startswith("kind_")]
        for kind in [*kinds, *self.chance.choices(kinds, k=32)]:
            yield kind()

    def kind_amending(self) -> Handed:
        return Handed(self.files(self.proposal(), self.proposal()), (Outcome.CONSOLIDATED,) * 2)

    def kind_no_change(self) -> Handed:
        symbol = self.chance.choice(("NOC", "_NOC_"))
        return Handed(self.files(self.proposal(symbol=symbol, amendments=())), (Outcome.NO_CHANGE,))

    def kind_suppression(self) -> Handed:
        symbol = self.chance.choice(("SUP", "SUP*"))
        return Handed(self.files(self.proposal(symbol=symbol, amendments=(), reasons="Done.")), (Outcome.SUPPRESSION,))

    def kind_new(self) -> Handed:
        text = NEW.format(n=self.count)
        symbol = self.chance.choice(("ADD", "ADD*"))
        return Handed(self.files(self.proposal(symbol=symbol, target="", amendments=(), text=text)), (Outcome.NEW_INSTRUMENT,))

    def kind_several(self) -> Handed:
        first = self.proposal()
        second = first._replace(symbol="SUP", order=2, amendments=(), target=self.chance.choice(NUMBERS))
        return Handed(self.files((first, second)), (Outcome.CONSOLIDATED, Outcome.SUPPRESSION))

    def kind_revised(self) -> Handed:
        first = self.proposal()
        editions = [first._replace(revision=str(n or "")) for n in range(self.chance.randint(2, 4))]
        return Handed(self.files(*editions), (*(Outcome.SUPERSEDED,) * (len(editions) - 1), Outcome.CONSOLIDATED))

    def kind_corrected(self) -> Handed:
        first = self.proposal()
        return Handed(self.files(first, first._replace(corrigendum="1")), (Outcome.SUPERSEDED, Outcome.CONSOLIDATED))

    def kind_withdrawn(self) -> Handed:
        first = self.proposal()
        notice = first._replace(withdrawn=True, amendments=(), revision=self.chance.choice(("", "1")))
        return Handed(self.files(first, notice), (Outcome.WITHDRAWN,) * 2)

    def kind_twice(self) -> Handed:
        """The same file under two names, or the same content in two forms."""
        first = self.proposal()
        if self.chance.random() < 0.5:
            # Without a number, only that the files are the same says that they are one.
            content = as_yaml(first._replace(document="")).encode()
            names = (f"{self.chance.randrange(10**9)}.yaml" for _ in range(2))
            return Handed(dict.fromkeys(names, content), (Outcome.CONSOLIDATED, Outcome.DUPLICATE))
        two = self.files(first, first)
        return Handed(two, (Outcome.CONSOLIDATED, Outcome.DUPLICATE)) if len(two) > 1 else self.kind_twice()

    def kind_rivals(self) -> Handed:
        first = self.proposal()
        second = first._replace(amendments=self.proposal(target=first.target).amendments[:1] + first.amendments[1:])
        if second.amendments[0].instructions == first.amendments[0].instructions:
            return self.kind_rivals()
        return Handed(self.files(first, second), (Outcome.LEFT_OUT,) * 2)

    def kind_unreadable(self) -> Handed:
        n = self.chance.randrange(10**6)
        kinds = {
            f"a{n}.pdf": b"%PDF-1.4\n",
            f"b{n}.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes([n % 256]) * 20,
            f"c{n}.docx": b"PK\x03\x04" + str(n).encode(),
            f"d{n}.png": b"\x89PNG\r\n\x1a\n\x00" + str(n).encode(),
            f"e{n}.yaml": f"source: A{n}\n  bad: [".encode(),
        }
        name = self.chance.choice(sorted(kinds))
        return Handed({name: kinds[name]}, (Outcome.UNREADABLE,))

    def kind_other(self) -> Handed:
        n = self.chance.randrange(10**6)
        kinds = {
            f"a{n}.txt": f"Dear colleagues {n}, we meet at ten.\n".encode(),
            f"b{n}.md": TEXT.format(n=n).encode(),
            f"c{n}.docx": bytes(resdraft.open("901").output("docx").content) if n % 2 else None,  # type: ignore[arg-type]
            f"d{n}.json": json.dumps({"list": [n]}).encode(),
        }
        name = self.chance.choice(sorted(name for name, content in kinds.items() if content is not None))
        return Handed({name: kinds[name]}, (Outcome.NOT_A_PROPOSAL,))

    def kind_unfit(self) -> Handed:
        good = self.proposal()
        wrong = read_proposals(f"source: A\ntarget: {good.target}\namendments:\n  - clause: resolves 9\n    delete: true\n")[0]
        ending, content = "yaml", as_yaml(good._replace(amendments=wrong.amendments)).encode()
        return Handed({f"u{self.chance.randrange(10**9)}.{ending}": content}, (Outcome.LEFT_OUT,))

    def kind_unknown(self) -> Handed:
        content = as_yaml(self.proposal(target=self.chance.choice(("999@2018", "../../etc/passwd", "Resolution 3")))).encode()
        return Handed({f"k{self.chance.randrange(10**9)}.yaml": content}, (Outcome.LEFT_OUT,))

    def kind_edited(self) -> Handed:
        p = self.proposal()
        applied = resdraft.apply(resdraft.open(p.target), [p])
        form = self.chance.choice(("clean.txt", "clean.docx", "tracked.docx"))
        content: str | bytes = applied.output("text").content
        if form == "clean.docx":
            content = resdraft.open(str(content).encode()).output("docx").content
        elif form == "tracked.docx":
            content = applied.output("docx").content
        name = f"{self.chance.randrange(10**9)}-{form}"
        return Handed(
            {name: content if isinstance(content, bytes) else content.encode()}, (Outcome.CONSOLIDATED,), ((name, p.source),)
        )


def hand_in(seed: int, folder: Path) -> list[Handed]:
    """A folder of documents; where two are equal byte by byte by chance, the seed is not used."""
    handed = list(_Maker(seed).handed())
    lines = [("file", "source"), *(line for one in handed for line in one.sources)]
    folder.mkdir()
    for one in handed:
        for name, content in one.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    with (folder / SOURCES).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return handed


@settings(max_examples=int(os.environ.get("RESDRAFT_EXAMPLES", "60")) // 15)
@given(seed=st.integers(0, 10**6))
def test_rows_in_are_rows_out(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("conference")
    handed = hand_in(seed, folder / "in")
    done = resdraft.consolidate_all([str(folder / "in")], folder / "out", settings=Settings(partial=True))
    found: dict[str, list[Outcome]] = {}
    for row in done.docket.rows:
        found.setdefault(str(Path(row.file).relative_to(folder / "in")), []).append(row.outcome)
    assert set(found) == {name for one in handed for name in one.files}
    for one in handed:
        rows = [outcome for name in one.files for outcome in found[name]]
        assert Counter(rows) == Counter(one.outcomes), (one.files, rows)
    assert done.code is Exit.UNFIT
    written = {path.name for path in (folder / "out").iterdir()}
    assert {Path(row.into).name for row in done.docket.rows if row.into} == written
    for form in (forms.as_csv, forms.as_json, forms.as_markdown):
        assert form(done.docket).count("901") <= form(done.docket).count("\n") * 9
    assert len(list(csv.DictReader(io.StringIO(forms.as_csv(done.docket))))) == len(done.docket.rows)


def test_the_order_of_the_documents_does_not_matter() -> None:
    proposals = [p for n in range(3) for p in _revisions(n)]
    forward = [v.outcome if v else None for v in verdicts(proposals)]
    backward = [v.outcome if v else None for v in verdicts(proposals[::-1])]
    assert forward == backward[::-1]


def _revisions(n: int) -> list[Proposal]:
    first = Proposal("RUS", "901", (), symbol="NOC", meeting="PP22", document=str(n), file=f"{n}.yaml")
    return [first._replace(revision=str(r or ""), file=f"{n}-{r}.yaml") for r in range(3)]


def test_a_corrigendum_replaces_the_proposals_whose_numbers_it_bears() -> None:
    one = Proposal("RUS", "901", (), symbol="SUP", document="7", order=1, file="a")
    other = one._replace(order=2, target="902")
    fixed = one._replace(corrigendum="1", file="b")
    assert [v.outcome if v else None for v in verdicts([one, other, fixed])] == [Outcome.SUPERSEDED, None, None]
    # A revision is the whole document anew.
    revised = one._replace(revision="1", file="c")
    found = verdicts([one, other, fixed, revised])
    assert [v.outcome if v else None for v in found] == [*[Outcome.SUPERSEDED] * 3, None]
    assert found[1] is not None
    assert "which has it no more" in found[1].why


def test_a_meeting_that_is_spelled_otherwise_is_the_same_and_another_is_another() -> None:
    one = Proposal("RUS", "901", (), symbol="SUP", meeting="PP22", document="7", file="a")
    same, none, other = (one._replace(meeting=said, revision="1", file=said) for said in ("PP-2022", "", "C22"))
    assert verdicts([one, same])[0] is not None
    assert verdicts([one, none])[0] is not None
    assert verdicts([one, other])[0] is None


def test_the_same_number_with_other_content_is_refused_with_both_files(tmp_path: Path) -> None:
    maker = _Maker(1)
    first = maker.proposal()
    second = first._replace(symbol="SUP", amendments=())
    for name, p in (("a.yaml", first), ("b.yaml", second)):
        (tmp_path / name).write_text(as_yaml(p), "utf-8")
    with pytest.raises(resdraft.Unfit) as caught:
        resdraft.consolidate(first.target, [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")])
    said = "\n".join(map(str, caught.value.problems))
    assert "a.yaml" in said
    assert "b.yaml" in said


def test_without_partial_only_the_resolution_with_the_misfit_is_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good, bad = "source: A\ndocument: 1\ntarget: '901'\n", "source: B\ndocument: 2\ntarget: '902'\n"
    (folder / "good.yaml").write_text(good + "amendments:\n  - clause: resolves 1\n    from: act\n    to: act now\n", "utf-8")
    (folder / "bad.yaml").write_text(bad + "amendments:\n  - clause: resolves 9\n    delete: true\n", "utf-8")
    done = resdraft.consolidate_all([str(folder)], tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["901-2018.docx"]
    assert {row.file.rpartition("/")[2]: row.outcome for row in done.docket.rows} == {
        "good.yaml": Outcome.CONSOLIDATED,
        "bad.yaml": Outcome.LEFT_OUT,
    }
    assert done.code is Exit.UNFIT


def test_what_cannot_be_read_stops_all_and_the_docket_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.yaml").write_text(as_yaml(_Maker(3).proposal()), "utf-8")
    (folder / "broken.yaml").write_text("source: [", "utf-8")
    done = resdraft.consolidate_all([str(folder)], tmp_path / "out")
    assert done.code is Exit.UNREADABLE
    assert not (tmp_path / "out").exists()
    assert {row.outcome for row in done.docket.rows} == {Outcome.LEFT_OUT, Outcome.UNREADABLE}
    # A letter that lies in the folder stops nothing, but somebody has to look at it.
    (folder / "broken.yaml").rename(folder / "broken.txt")
    done = resdraft.consolidate_all([str(folder)], tmp_path / "out")
    assert done.code is Exit.DIFFERENT


def test_results_and_the_docket_of_an_earlier_run_are_no_documents(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.yaml").write_text(as_yaml(_Maker(3).proposal()), "utf-8")
    for _ in range(2):
        done = resdraft.consolidate_all([str(folder)], folder / "out", passed_over=[str(folder / "docket.csv")])
        (folder / "docket.csv").write_text(forms.as_csv(done.docket), "utf-8")
        assert [row.outcome for row in done.docket.rows] == [Outcome.CONSOLIDATED]
        assert done.code is Exit.DONE


@pytest.mark.parametrize("table", ["file;source\ncopy.txt;RUS\n", "\ufefffile,source\ncopy.txt,RUS\n"])
def test_a_table_of_sources_as_spreadsheets_write_it(table: str, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(TEXT.format(n="901").replace("to act", "to act now"), "utf-8")
    (tmp_path / SOURCES).write_text(table, "utf-8")
    done = resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    assert [(row.source, row.outcome) for row in done.docket.rows] == [("RUS", Outcome.CONSOLIDATED)]


@pytest.mark.parametrize("table", ["name,source\na,RUS\n", "file,source,colour\na,RUS,red\n", "file,source\nnone.txt,RUS\n"])
def test_a_table_of_sources_that_is_wrong_is_refused(table: str, tmp_path: Path) -> None:
    (tmp_path / SOURCES).write_text(table, "utf-8")
    with pytest.raises(ResdraftError) as caught:
        resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    assert caught.value.problems[0].line is not None
    assert not (tmp_path / "out").exists()


def test_cells_that_a_spreadsheet_would_run_are_text() -> None:
    row = resdraft.read_proposals([], None).docket
    assert row.rows == ()
    from resdraft.model.docket import Docket, Row

    said = forms.as_csv(Docket((Row("=1+1.yaml", Outcome.UNREADABLE, "@cmd"),)))
    assert said.splitlines()[1].startswith("'=1+1.yaml")
    assert "'@cmd" in said


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    done = resdraft.consolidate(TEXT.format(n="901").encode(), [tmp_path])
    assert any("a folder without a document" in notice for notice in done.notices)
