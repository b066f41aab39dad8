"""What counting is made of: path sums, patterns, and the proof that texts differ."""
