"""Number ranges as catalogues whose rows are worked out and never listed.

A range is an arithmetic progression of whole numbers, scaled by a power of ten (`progression`),
so that a decimal is never rounded. Its spelling in the grammar, in one canonical form, is the name
of its catalogue (`notation`). Numbers are spelled in digits, or in words by rules in flat tables
(`rules`), which are made of CLDR's rule-based number formats when a grammar is compiled (`cldr`).
`reading` finds numbers in text, words by running the rules backwards (`matching`); how long the
texts are on average is worked out by arithmetic (`lengths`) and by the structure of the rules
(`averages`). `catalogue.Numbers` puts all of it behind the interface of a catalogue.
"""
