"""Studies and their runs: what was asked, of which inputs, what came of it, and how the months after stood."""
