"""The main path: use cases that cross rooms, in order."""
