"""One text in several languages: which paragraph of one is which of another, and where they do not say the same."""
