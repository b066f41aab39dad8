"""OpenFst: archives, and the textual form of AT&T."""
