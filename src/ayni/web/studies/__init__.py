"""Studies: what is assumed, what follows, the table where it is moved, and how it stood afterwards."""
