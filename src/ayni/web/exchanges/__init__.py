"""Exchanges of experience: what was learned, what was promised, and the families it reaches today."""
