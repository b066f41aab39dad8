"""Amazon Lex V2 bots."""
