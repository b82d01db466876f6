"""Institutions, users, mandates, keys; builds the actor."""
