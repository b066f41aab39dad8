"""Slot catalogues: rows, files, indexes.

A file or a list becomes `Rows` (`files`, `rows`), these are packed into flat sections of bytes
(`catalogue.pack`), and a `Catalogue` serves the sections where they lie, just made or mapped
from an artifact; `selection` draws rows, `index` finds values in text.
"""
