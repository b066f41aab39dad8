"""Carrier phrases: the sentences of a grammar with the names of slots in the place of values."""
