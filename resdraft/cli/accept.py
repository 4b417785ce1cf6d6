"""resdraft accept."""

from resdraft.cli.settle import settling

command = settling(
    "accept",
    "Accept revision marks of a Word file, all or one source's.",
    """Accept the revision marks of a Word file, all or those of some sources; the rest stays as it is.

    With --source, a mark of several sources counts where one of them is meant. With --author, the author is taken as written.

    \b
    Examples:
      resdraft accept marked.docx -o final.docx
      resdraft accept marked.docx --source RUS -o partly.docx
      resdraft accept marked.docx --amendment "RUS/62A1/1(3)" -o with-the-third.docx
    """,
)
