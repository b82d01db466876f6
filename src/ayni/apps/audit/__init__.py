"""The journal: who changed what and why; who read whom."""
