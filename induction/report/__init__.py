"""The page that explains an induced grammar: where its rules come from, what they are good for."""
