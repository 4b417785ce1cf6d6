"""resdraft reject."""

from resdraft.cli.settle import settling

command = settling(
    "reject",
    "Reject revision marks of a Word file, all or one source's.",
    """Reject the revision marks of a Word file, all or those of some sources; the rest stays as it is.

    With --source, the source is taken out of a mark of several, which stays with the others. With --author, the author is taken as written.

    \b
    Examples:
      resdraft reject marked.docx -o base.docx
      resdraft reject marked.docx --source RUS -o without-rus.docx
      resdraft reject marked.docx --amendment RUS/62A1/1 -o without.docx
    """,
)
