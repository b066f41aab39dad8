"""Rewrites: context-dependent rules over the whole surface text, as one transducer."""
