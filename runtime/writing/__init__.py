"""How corpora are written: in chunks, by many hands, into files that are whole or not there."""
