"""From a draft to the text of a grammar that a person reads."""
