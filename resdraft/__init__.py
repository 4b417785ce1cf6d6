"""resdraft: draft, compare and consolidate ITU resolutions."""

__version__ = "0.1.0"
