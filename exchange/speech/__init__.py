"""What the grammar formats of speech recognisers have in common."""
