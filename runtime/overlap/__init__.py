"""Texts that two intents share, or that one intent labels in two ways."""
