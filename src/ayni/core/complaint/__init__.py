"""Disputes between an association and its institution: the steps they take, and when an answer is late."""
