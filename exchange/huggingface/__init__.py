"""Datasets as the Hub of Hugging Face has them: Parquet with features, and a card."""
