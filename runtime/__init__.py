"""What is done with an artifact: sample, parse, count, test."""
