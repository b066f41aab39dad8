"""A grammar without agreement, shared rows and exclusions, as other grammar languages have it."""
