"""What a corpus holds, in figures; what two of them differ in."""
