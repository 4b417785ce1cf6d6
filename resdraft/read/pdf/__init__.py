"""PDF: the lines of its pages put together to paragraphs, and read as text is."""
