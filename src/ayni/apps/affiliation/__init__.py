"""Rosters received, movements, affiliation spans."""
