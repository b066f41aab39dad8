"""Home Assistant's sentences (OHF-Voice/intents): grammars in hassil's YAML, in and out."""
