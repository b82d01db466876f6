"""Associations, agreements, exchanges: rules."""
