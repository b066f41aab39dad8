"""The language: spans, findings, the tree, parser and printer."""
