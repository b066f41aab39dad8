"""A grammar over characters, spaces settled, as constrained decoding needs it."""
