"""Files that have the outer form of a text and are none: refused with the reason, by all that works on them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import resdraft
from resdraft.errors import OurFault, Problem, Unreadable
from resdraft.ooxml.misplaced import damage_refused
from resdraft.ooxml.package import open_package, pack

TEXT = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act,\n2\tto tell of it.\n"
PROPOSAL = "source: SWE\ntarget: 7@2022\namendments:\n  - clause: resolves 1\n    from: to act\n    to: to act at once\n"


def word_file() -> bytes:
    content = resdraft.open(TEXT.encode()).output("docx").content
    assert isinstance(content, bytes)
    return content


def changed(part: str, old: bytes, new: bytes) -> bytes:
    parts = dict(open_package(word_file()))
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    return pack(parts)


@pytest.mark.parametrize("value", [1, 1.5, True, [], ["a"], {}, {"a": "b"}])
@pytest.mark.parametrize("name", ["label", "title", "edition"])
def test_a_value_of_another_kind_where_json_has_text(name: str, value: Any) -> None:
    found = json.loads(str(resdraft.open(TEXT.encode()).output("json").content))
    if name == "label":
        found["sections"][0]["clauses"][0]["label"] = value
    elif name == "title":
        found["title"] = value
    else:
        del found["number_line"]
        found["number"] = value
    if name == "edition" and value in ([], {}):
        return
    with pytest.raises(Unreadable):
        resdraft.open(json.dumps(found).encode())


def test_a_main_part_that_is_another_part() -> None:
    parts = dict(open_package(word_file()))
    parts["word/document.xml"] = parts["word/styles.xml"]
    for work in (resdraft.open, resdraft.marks, resdraft.accept):
        with pytest.raises(Unreadable, match="no Word text"):
            work(pack(parts))
    with pytest.raises(Unreadable, match="no Word text"):
        resdraft.diff(pack(parts), word_file()).word()


def test_a_head_that_lost_its_styles() -> None:
    # Read by its styles, the number line would be a clause behind the title.
    damaged = changed("word/document.xml", b'<w:pStyle w:val="ResNo"/>', b"")
    with pytest.raises(Unreadable, match="has not the style"):
        resdraft.open(damaged)


def test_a_damaged_file_is_no_fault_of_ours() -> None:
    damaged = dict(open_package(changed("word/document.xml", b"<w:t>A title</w:t></w:r>", b"<w:t>A title</w:t></w:r><w:p/>")))
    with pytest.raises(Unreadable, match="w:p stands in w:p"), damage_refused((damaged, "it.docx")):
        raise OurFault(Problem("something", "", file="it.docx"))
    with pytest.raises(OurFault), damage_refused((word_file(), "it.docx")):
        raise OurFault(Problem("something", "", file="it.docx"))
