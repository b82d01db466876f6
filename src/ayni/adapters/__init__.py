"""How the outside world writes things down: bytes to core values and back, a folder a format."""
