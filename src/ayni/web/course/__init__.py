"""A course held with the software: the facilitator's page, and each participant's own."""
