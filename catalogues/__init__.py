"""Slot catalogues: rows, files, indexes."""
