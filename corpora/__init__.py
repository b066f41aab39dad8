"""Labelled utterances and their written forms."""
