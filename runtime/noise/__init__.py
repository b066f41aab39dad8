"""Noise: sentences as people really type and say them, their slots still in place."""
