"""The W3C's Speech Recognition Grammar Specification 1.0, in XML and ABNF, in and out."""
