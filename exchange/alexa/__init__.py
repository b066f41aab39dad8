"""Alexa interaction models."""
