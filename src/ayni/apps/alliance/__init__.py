"""Associations, agreements, adhesions."""
