"""From a tree to one artifact, pass by pass."""
