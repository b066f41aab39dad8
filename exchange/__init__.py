"""Grammars and corpora of other systems, in and out."""
