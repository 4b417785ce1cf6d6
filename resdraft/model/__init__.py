"""Nouns: text, resolution, address, edit, proposal, marked text. Imports nothing but errors."""
