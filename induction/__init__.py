"""Golden utterances in, an editable grammar out."""
