"""Padatious, Padacioso and Adapt: the `.intent`, `.entity` and `.voc` files of OVOS, in."""
