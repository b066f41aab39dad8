"""gramc: grammars in, labelled training corpora out."""

__version__ = "0.1.0"
