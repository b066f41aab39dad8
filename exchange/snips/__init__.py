"""Snips NLU datasets, in YAML and in JSON, in and out."""
