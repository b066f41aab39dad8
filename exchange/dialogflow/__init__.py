"""Dialogflow agents, ES and CX."""
