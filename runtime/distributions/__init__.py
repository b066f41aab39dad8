"""Distributions: with which odds sentences are drawn, and drawing each only once."""
