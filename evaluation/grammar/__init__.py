"""What a compiled grammar accepts, gives and weighs, held against a corpus."""
