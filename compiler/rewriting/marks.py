"""What stands in the texts of rewrites besides characters: private ones, that no text has."""

from __future__ import annotations

OTHER = "\U000f0000"
"""Any character that no rewrite names; in an output, that one again."""

BORDER = "\U000f0001"
"""Where slots begin or end; however many do at one place, it stands there once."""

BEGIN, END = "\U000f0003", "\U000f0004"
"""The ends of the text: `^` and `$`."""
