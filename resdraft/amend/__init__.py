"""Edits at work: applied, brought to normal form, fitted from proposals, consolidated."""
