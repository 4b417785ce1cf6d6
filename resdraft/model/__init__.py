"""The data types: text, resolution, address, edit, proposal, marked text. Imports no other part of the package than ``errors``."""
