"""The ``ayni`` command: one verb per job."""
