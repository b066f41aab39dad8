"""Rasa 3: `nlu.yml` in and out; the Markdown and JSON of Rasa 1 in."""
