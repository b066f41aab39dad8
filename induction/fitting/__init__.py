"""The weights of a grammar, set from data."""
