"""What the scheme says: pure functions over frozen values and frames."""
