"""Finding the values of catalogues in plain text."""
