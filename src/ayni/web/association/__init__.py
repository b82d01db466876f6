"""The portal of an association's secretary: rosters, notices, families."""
