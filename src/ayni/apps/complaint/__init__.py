"""Disputes of associations and their institution: what is disputed, what was said, how it was decided."""
