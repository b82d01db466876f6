"""Ayni: collective social health insurance, from a roster to an answer at the clinic."""
