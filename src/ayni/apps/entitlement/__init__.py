"""Months credited, cover, answers."""
