"""Lists of the new file matched with those of the old one, so that paragraphs count on as they do in the new file (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from lxml import etree

from resdraft.compare.content_keys import changes_on_save
from resdraft.ooxml.names import VAL, w


def abstract_list(num: etree._Element) -> etree._Element | None:
    """The abstract list (``w:abstractNum``) that a list is an instance of."""
    wanted, root = _abstract_id(num), num.getparent()
    found = (a for a in (root.findall(w("abstractNum")) if root is not None else ()) if a.get(w("abstractNumId")) == wanted)
    return next(found, None)


def look(num: etree._Element) -> Hashable:
    """What a list looks like: the levels of its abstract list, and what it defines anew."""
    abstract = abstract_list(num)
    return _content(abstract) if abstract is not None else (), _overrides(num)


def match_lists(
    theirs: Mapping[str, etree._Element], mine: Mapping[str, etree._Element]
) -> tuple[dict[str, str], dict[str, str]]:
    """Match the lists of two files.

    Lists of one abstract list count on from each other, and those of two do not, however alike they look. So abstract lists are matched
    first, one with one: those that have a list of one id in both files, then others of one definition.

    Args:
        theirs: the lists (``w:num``) of the new file by their ids.
        mine: those of the old file.

    Returns:
        For lists of the new file the one of the old file that is the same, and for abstract lists likewise, each by its id.
    """
    abstracts = _match_abstract_lists(theirs, mine)
    free: dict[Hashable, list[str]] = {}
    for own in sorted(mine, key=_numeric):
        free.setdefault((_abstract_id(mine[own]), _overrides(mine[own])), []).append(own)
    nums: dict[str, str] = {}
    # The list of the same id first; where lists start anew, each does so once, so none stands for two.
    for same_id in (True, False):
        for own, num in theirs.items():
            known = free.get((abstracts.get(_abstract_id(num)), _overrides(num)), [])
            found = (own if own in known else None) if same_id else next(iter(known), None)
            if own not in nums and found is not None:
                known.remove(found)
                nums[own] = found
    return nums, abstracts


def _match_abstract_lists(theirs: Mapping[str, etree._Element], mine: Mapping[str, etree._Element]) -> dict[str, str]:
    """The ids of abstract lists of the new file, each with that of one of the old file that looks the same."""
    new, old = _definitions(theirs.values()), _definitions(mine.values())
    out: dict[str, str] = {}
    by_number = [(_abstract_id(num), _abstract_id(mine[own])) for own, num in theirs.items() if own in mine]
    for their, own in by_number:
        if their not in out and own not in out.values() and their in new and new[their] == old.get(own):
            out[their] = own
    free: dict[Hashable, list[str]] = {}
    for own in sorted(set(old) - {*out.values()}, key=_numeric):
        free.setdefault(old[own], []).append(own)
    for their, definition in new.items():
        if their not in out and free.get(definition):
            out[their] = free[definition].pop(0)
    return out


def _numeric(own: str) -> tuple[int, str]:
    return (int(own) if own.isdigit() else 0, own)


def _abstract_id(num: etree._Element) -> str:
    reference = num.find(w("abstractNumId"))
    return reference.get(VAL, "") if reference is not None else ""


def _definitions(nums: Iterable[etree._Element]) -> dict[str, Hashable]:
    """What the abstract lists of lists look like, by their ids."""
    out: dict[str, Hashable] = {}
    for num in nums:
        own = _abstract_id(num)
        if own not in out and (abstract := abstract_list(num)) is not None:
            out[own] = _content(abstract)
    return out


def _overrides(num: etree._Element) -> Hashable:
    """What a list defines anew of its abstract list."""
    return tuple(_content(override) for override in num.findall(w("lvlOverride")))


def _content(element: etree._Element) -> Hashable:
    return tuple(
        (inner.tag, tuple(sorted((k, v) for k, v in inner.attrib.items() if _counts(str(k)))))
        for inner in element.iter()
        if isinstance(inner.tag, str) and inner.tag not in (w("nsid"), w("tmpl"))
    )


def _counts(name: str) -> bool:
    return not changes_on_save(name) and name not in (w("tplc"), w("abstractNumId"))
