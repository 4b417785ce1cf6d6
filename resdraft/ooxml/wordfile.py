"""A Word file opened for reading text and for marking it: its parts, and the roots of those that hold text, styles and lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import AUTHOR, MINUS, PLUS, VAL, w
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.package import main_part, open_package, related, relationships_from
from resdraft.ooxml.projections import Paragraph, has_marks, paragraphs
from resdraft.ooxml.revisions import nothing
from resdraft.ooxml.story import Story, open_main_story, open_story


@dataclass(repr=False, eq=False, match_args=False)
class WordFile:
    """The parts of a file, and its stories. Whoever marks the file changes the roots of ``story`` and ``notes``."""

    parts: dict[str, bytes]
    name: str
    """The file's, for messages."""
    main: str
    """The name of the main part."""
    story: Story
    """The main part."""
    notes_part: str = ""
    """The name of the footnotes' part; "" where there is none."""
    notes: Story | None = None
    manifest: Manifest | None = field(default=None)

    @staticmethod
    def open(content: bytes, name: str = "") -> WordFile:
        """Open a .docx.

        Raises:
            Unreadable: for what is no Word file or holds no text.
        """
        return WordFile.of(open_package(content, name), name)

    @staticmethod
    def of(parts: dict[str, bytes], name: str = "") -> WordFile:
        """The file whose parts these are."""
        main = main_part(parts, name)
        story = open_main_story(parts, main, name)
        out = WordFile(parts, name, main, story, manifest=Manifest.read(parts))
        for part in related(parts, main, "footnotes")[:1]:
            out.notes_part, out.notes = part, open_story(parts[part], part, name)
        return out

    @property
    def ours(self) -> bool:
        """Whether the file is as we wrote it. Word and LibreOffice add ``docProps/app.xml`` when they save, which we never write."""
        return self.manifest is not None and self.manifest.ours and "docProps/app.xml" not in self.parts

    @property
    def marked(self) -> bool:
        """Whether its text or its footnotes bear revision marks."""
        return has_marks(self.story.root) or (self.notes is not None and has_marks(self.notes.root))

    @cached_property
    def base(self) -> list[Paragraph]:
        """Its paragraphs with all marks rejected, tables whole, as they were when this was first asked."""
        return paragraphs(self.story.root, nothing, tables=True)

    def sources(self, codes: Iterable[str]) -> Manifest:
        """Who stands behind the authors of its marks: by its manifest, or where it has none, by codes that are known everywhere.

        Raises:
            Unreadable: where that cannot be told.
        """
        if self.manifest is not None:
            return self.manifest
        known = Manifest.by_names(codes)
        if unclear := known.unclear(self.authors):
            what = f'it cannot be told whether "{unclear[0]}" is one author or several'
            raise Unreadable(Problem(what, "give the file as it was written, before another program saved it", file=self.name))
        return known

    @property
    def authors(self) -> set[str]:
        """The authors of what is inserted, deleted and moved in its text and its footnotes."""
        roots = [self.story.root, *([self.notes.root] if self.notes is not None else [])]
        return {author for root in roots for mark in root.iter(*PLUS, *MINUS) if (author := mark.get(AUTHOR))}

    def root_of(self, kind: str) -> etree._Element | None:
        """The root of the part that the main part is related to by a kind, such as ``styles``."""
        for part in related(self.parts, self.main, kind):
            story = open_story(self.parts[part], part, self.name)
            return None if story is None else story.root
        return None

    @cached_property
    def styles(self) -> etree._Element | None:
        """The root of the styles' part."""
        return self.root_of("styles")

    @cached_property
    def style_names(self) -> dict[str, str]:
        """The name of each style by its id."""
        out = {}
        for style in self.styles.iter(w("style")) if self.styles is not None else ():
            name = style.find(w("name"))
            if name is not None:
                out[style.get(w("styleId"), "")] = name.get(VAL, "")
        return out

    def numbering(self) -> Numbering:
        """The lists, nothing counted yet."""
        return self._lists.anew()

    @cached_property
    def _lists(self) -> Numbering:
        return Numbering(self.root_of("numbering"), self.styles)

    @cached_property
    def links(self) -> dict[str, str]:
        """The addresses of hyperlinks outside the file, by their relationships."""
        return {row.id: row.target for row in relationships_from(self.parts, self.main, self.name) if row.external}
