"""Number ranges as catalogues whose rows are worked out and never listed.

A range is an arithmetic progression of whole numbers, scaled by a power of ten (`progression`),
so that a decimal is never rounded. Its spelling in the grammar, in one canonical form, is the name
of its catalogue (`notation`). Numbers are spelled in digits, or in words by rules in flat tables
(`rules`), which are made of CLDR's rule-based number formats when a grammar is compiled (`cldr`).
Texts are read the other way round by `reading`; how long the texts are on average is worked
out by arithmetic (`lengths`). `catalogue.Numbers` puts all of it behind the interface of a
catalogue.
"""
