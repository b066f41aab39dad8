"""Corpora in three files side by side: seq.in, seq.out, label."""
