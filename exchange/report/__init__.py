"""A page on a corpus, with pictures, for people."""
