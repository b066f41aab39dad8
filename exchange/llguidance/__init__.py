"""llguidance's dialect of Lark."""
