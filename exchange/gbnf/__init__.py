"""GBNF, the grammars of llama.cpp."""
