"""The exact style: a lattice of walks that cross from template to template, and the rules of it."""
