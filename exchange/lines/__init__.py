"""Corpora of lines: read and written one sentence after another, whatever their size."""
