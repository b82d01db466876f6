"""The clinic: one question, one answer."""
