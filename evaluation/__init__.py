"""How good a grammar is, measured with sentences that it was not made of."""
