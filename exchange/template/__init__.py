"""A user's own template, filled with a corpus."""
