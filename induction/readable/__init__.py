"""Learning a grammar that reads as if a linguist had written it."""
