"""Chatito: its files as grammars, and grammars as its files."""
