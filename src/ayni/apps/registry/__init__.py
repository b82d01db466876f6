"""Persons, identifiers, families, facilities."""
