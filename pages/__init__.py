"""Pages for people: one HTML file each, and the pictures in it."""
