"""Documents that are easily lost: links, results of earlier runs, equal names, what is withdrawn without a number."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import resdraft
from resdraft.amend.superseded_documents import verdicts
from resdraft.errors import Exit
from resdraft.model.docket import Outcome
from resdraft.model.proposal import Proposal
from resdraft.read.proposal import read_proposals as parse
from resdraft.usecases.conference import Settings
from resdraft.usecases.folders import SOURCES, Edited
from resdraft.usecases.proposals import from_library
from resdraft.write.proposal import as_yaml
from tests.usecases.test_consolidate import BASE, made

NEW = "DRAFT NEW RESOLUTION [B-1]\nOn open networks\nThe Council,\nresolves\n1\tto promote them;\n2\tto report."


@pytest.fixture(autouse=True)
def library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("library")
    for n in ("1", "2"):
        (folder / n).mkdir()
        (folder / n / "2018.en.txt").write_bytes(BASE.replace(b"RESOLUTION 1", b"RESOLUTION " + n.encode()))
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(folder))


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file in a folder, which is made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rus(document: str = "1") -> bytes:
    return made("RUS", "resolves 1 | act | act soon", document=document).content


def outcomes(done: resdraft.Conference) -> dict[str, Outcome]:
    return {Path(row.file).name: row.outcome for row in done.docket.rows}


def test_no_document_is_overwritten(tmp_path: Path) -> None:
    conf = tmp_path / "conf"
    put(
        conf,
        "1-2018.docx",
        bytes(resdraft.apply("1", [made("RUS", "resolves 1 | act | act soon", document="1")]).output().content),
    )
    proposal = put(conf, "chn.json", b'{"source": "CHN", "target": "1@2018", "symbol": "SUP"}')
    with pytest.raises(resdraft.WrongUsage, match="overwritten"):
        resdraft.consolidate_all([str(conf)], tmp_path / "out", passed_over=[str(proposal)])
    named = put(tmp_path, "here/1-2018.docx", b"")
    contribution = resdraft.propose("1", put(tmp_path, "copy.txt", BASE.replace(b"to act", b"to act now")), "RUS", document="1")
    named.write_bytes(bytes(contribution.output("docx").content))
    with pytest.raises(resdraft.WrongUsage, match="overwritten"):
        resdraft.consolidate_all([str(named)], tmp_path / "here")


def test_only_results_of_an_earlier_run_are_passed_over_in_the_folder_of_results(tmp_path: Path) -> None:
    put(tmp_path, "rus.yaml", rus())
    put(tmp_path, "out/chn.yaml", made("CHN", "resolves 2 | report | report soon", document="2").content)
    for _ in range(2):
        done = resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
        assert outcomes(done) == {"rus.yaml": Outcome.CONSOLIDATED, "chn.yaml": Outcome.CONSOLIDATED}
    assert any("1-2018.docx is a result of an earlier run" in notice for notice in done.notices)


def test_new_instruments_of_one_number_are_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = NEW.replace("open", f"open {name}").replace("\n", "\n  ")
        put(tmp_path, f"{name}.yaml", f"source: B\nsymbol: ADD\ntext: |\n  {text}\n")
    done = resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    assert len({row.into for row in done.docket.rows}) == 2
    assert all(Path(row.into).is_file() for row in done.docket.rows)


def test_what_is_withdrawn_is_out_without_a_number_too() -> None:
    one = parse("source: RUS\ntarget: 1@2018\nwithdrawn: true\namendments:\n  - clause: resolves 1\n    delete: true\n")[0]
    assert [v.outcome if v else None for v in verdicts([one])] == [Outcome.WITHDRAWN]
    lost = Proposal("CHN", "", (), document="5", withdrawn=True)
    (found,) = verdicts([lost])
    assert found is not None
    assert "nothing of that number" in found.why


def test_no_change_on_two_resolutions_in_one_document_is_no_contradiction() -> None:
    both = parse(
        "source: RUS\ndocument: 5\ntarget: 1@2018\nsymbol: NOC\n---\nsource: RUS\ndocument: 5\ntarget: 2@2018\nsymbol: NOC\n"
    )
    assert verdicts(both) == [None, None]


def test_a_revision_settles_which_of_two_was_meant() -> None:
    one = Proposal("RUS", "1@2018", (), symbol="SUP", document="1", file="a")
    other, revised = one._replace(symbol="NOC", order=1, file="b"), one._replace(revision="1", file="c")
    other = other._replace(symbol="_NOC_")
    assert [v.outcome if v else None for v in verdicts([one, other])] == [Outcome.LEFT_OUT] * 2
    assert [v.outcome if v else None for v in verdicts([one, other, revised])] == [*[Outcome.SUPERSEDED] * 2, None]


def test_languages_and_editions_are_not_one_content() -> None:
    one = Proposal("RUS", "1@2018", (), symbol="SUP", document="007", file="a")
    assert verdicts([one, one._replace(language="fr", file="b")]) == [None, None]
    found = verdicts([one, one._replace(target="1@2014", document="7", file="b")])
    assert [v.outcome if v else None for v in found] == [Outcome.LEFT_OUT] * 2
    found = verdicts([one, one._replace(target="1", document="7", file="b")])
    assert [v.outcome if v else None for v in found] == [None, Outcome.DUPLICATE]


def test_two_authors_of_one_copy(tmp_path: Path) -> None:
    marked = resdraft.apply("1", [made("RUS", "resolves 1 | act | act soon"), made("CHN", "resolves 2 | report | report soon")])
    copy = put(tmp_path, "tracked.docx", bytes(marked.output().content))
    both = [Edited(str(copy), "RUS", "RUS", document="1"), Edited(str(copy), "EUR", "CHN", document="2")]
    text = resdraft.consolidate("1", resdraft.read_proposals([], "1", edited=both))
    assert [row.number for row in text.docket.rows] == ["EUR/2/1", "RUS/1/1"]
    assert [str(p.text.plain) for p in text.as_source("EUR").provisions if p.label == "2"] == ["to report soon."]
    one = resdraft.read_proposals([], "1", edited=both[:1])
    assert [p.source for p in one] == ["RUS"]
    assert any("CHN" in notice for notice in one.notices)


def test_an_edited_copy_of_another_resolution_is_refused(tmp_path: Path) -> None:
    copy = put(tmp_path, "copy.txt", BASE.replace(b"RESOLUTION 1", b"RESOLUTION 2"))
    with pytest.raises(resdraft.Unfit, match="a copy of 2"):
        resdraft.read_proposals([], "1", edited=[Edited(str(copy), "RUS")])


def test_links_and_what_is_no_file_have_their_rows(tmp_path: Path) -> None:
    put(tmp_path / "in", "rus.yaml", rus())
    put(tmp_path / "in", ".hidden.yaml", rus("2"))
    put(tmp_path / "other", "chn.yaml", rus("3"))
    os.symlink("nowhere", tmp_path / "in" / "broken.yaml")
    os.symlink(tmp_path / "other", tmp_path / "in" / "folder")
    os.mkfifo(tmp_path / "in" / "pipe.yaml")
    done = resdraft.consolidate_all([str(tmp_path / "in")], tmp_path / "out", settings=Settings(partial=True))
    lost = dict.fromkeys(("broken.yaml", "pipe.yaml"), Outcome.UNREADABLE)
    assert outcomes(done) == {"rus.yaml": Outcome.CONSOLIDATED, "chn.yaml": Outcome.CONSOLIDATED, **lost}
    assert any(".hidden.yaml" in notice for notice in done.notices)
    assert done.code is Exit.DIFFERENT


@pytest.mark.parametrize(
    "line",
    ["copy.txt,rus,", "copy.txt,RUS,yesterday", f"{'x' * 5000},RUS,", "missing.txt,RUS,"],
    ids=["code", "date", "long", "missing"],
)
def test_a_line_of_the_table_that_is_wrong_is_named(line: str, tmp_path: Path) -> None:
    put(tmp_path, "copy.txt", BASE)
    put(tmp_path, SOURCES, f" File,source , DATE\n{line}\n")
    with pytest.raises(resdraft.Unreadable) as caught:
        resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    assert caught.value.problems[0].line == 2


def test_a_mark_never_bears_a_date_that_is_none() -> None:
    with pytest.raises(resdraft.WrongUsage):
        resdraft.consolidate("1", [made("RUS", "resolves 1 | act | act soon")]).word(date="yesterday")


def test_names_that_are_no_utf_8_and_revisions_that_are_no_number(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    with open(name, "wb") as file:
        file.write(made("RUS", "resolves 1 | act | act soon", document="1", revision="\u00b2").content)
    done = resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    (row,) = done.docket.rows
    assert row.file.endswith("caf\\xe9.yaml")
    from resdraft.write.docket import as_csv

    assert as_csv(done.docket).encode()


@pytest.mark.parametrize("given", ["", "x" * 5000, "source: RUS\ntarget: 1@2018"])
def test_what_is_no_name_of_a_file_is_told(given: str) -> None:
    with pytest.raises(resdraft.Unreadable):
        resdraft.read_proposals([given], "1")


def test_one_name_is_one_document_and_bytes_are_told_apart(tmp_path: Path) -> None:
    file = put(tmp_path, "rus.yaml", rus())
    assert resdraft.consolidate("1", str(file)).sources == ("RUS",)
    assert resdraft.apply("1", file).marked.sources == ("RUS",)
    text = resdraft.consolidate("1", [rus(), b"Dear all", b"source: ["], partial=True)
    assert [(row.file, row.outcome) for row in text.docket.rows] == [
        ("document 1", Outcome.CONSOLIDATED),
        ("document 2", Outcome.NOT_A_PROPOSAL),
        ("document 3", Outcome.UNREADABLE),
    ]
    assert text.docket.lost == ["document 2", "document 3"]


def test_a_group_is_no_member_of_itself() -> None:
    one = [made("RUS", "resolves 1 | act | act soon")]
    assert "1 source (RUS)" in resdraft.consolidate("1", one, groups={"RUS": ["RUS"]}).summary()
    both = [*one, made("RCC", "resolves 1 | act | act soon")]
    assert "RCC (with RUS)" in resdraft.consolidate("1", both, groups={"RCC": "RUS"}).summary()


def test_a_proposal_that_changes_nothing_is_left_out_and_told() -> None:
    text = resdraft.consolidate("1", [made("RUS", "resolves 1 | act | act"), made("CHN", "resolves 1 | act | act soon")])
    assert [row.outcome for row in text.docket.rows] == [Outcome.LEFT_OUT, Outcome.CONSOLIDATED]
    assert text.code is Exit.DIFFERENT


def test_a_slip_in_a_proposal_is_a_slip_and_no_letter(tmp_path: Path) -> None:
    put(tmp_path, "slip.yaml", as_yaml(parse(rus().decode())[0]).replace("source:", "sorce:"))
    put(tmp_path, "list.json", b"[1, 2]")
    done = resdraft.consolidate_all([str(tmp_path)], tmp_path / "out")
    assert outcomes(done) == {"slip.yaml": Outcome.UNREADABLE, "list.json": Outcome.NOT_A_PROPOSAL}
    assert done.code is Exit.UNREADABLE


def test_a_folder_for_one_text_has_its_list_of_sources_too(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(BASE.decode().replace("to report", "to publish"), "utf-8")
    (tmp_path / "sources.csv").write_text("file,source\ncopy.txt,B\n", "utf-8")
    text = resdraft.consolidate(BASE, [tmp_path])
    assert text.sources == ("B",)
    assert [(Path(row.file).name, row.source) for row in text.docket.rows] == [("copy.txt", "B")]


def test_a_proposal_finds_its_text_in_its_own_language_and_no_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Path(os.environ["RESDRAFT_LIBRARY"])
    french = "RÉSOLUTION 1 (Genève, 2018)\nSur un sujet\nLe Conseil,\ndécide\n1\td'agir;\n2\tde faire rapport."
    put(library / "1", "2018.fr.txt", french)
    put(tmp_path, "1@2018", BASE.replace(b"to act", b"to do otherwise"))
    monkeypatch.chdir(tmp_path)
    body = "target: 1@2018\namendments:\n  - clause: {} 1\n    from: {}\n    to: {}\n"
    put(tmp_path, "fr.yaml", "source: F\nlanguage: fr\n" + body.format("décide", "d'agir", "d'agir vite"))
    put(tmp_path, "en.yaml", "source: G\n" + body.format("resolves", "act", "act soon"))
    for name in ("fr.yaml", "en.yaml"):
        done = resdraft.consolidate_all([name], tmp_path / "out")
        assert outcomes(done) == {name: Outcome.CONSOLIDATED}
        proposal = parse((tmp_path / name).read_text("utf-8"))[0]
        assert resdraft.apply(from_library()(proposal), [str(tmp_path / name)]).changes
