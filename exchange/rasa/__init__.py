"""Rasa 3: `nlu.yml` in and out, and the Markdown of Rasa 1 in."""
