"""Disputes of an association and its institution: the list, one of them, opening, answering, deciding."""
