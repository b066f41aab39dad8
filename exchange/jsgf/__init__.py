"""The JSpeech Grammar Format, in and out."""
