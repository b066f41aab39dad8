"""Induction again, over a grammar that a person has edited."""
