"""Chatette: its files as grammars."""
