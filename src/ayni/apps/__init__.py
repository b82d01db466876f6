"""What we remember: one room per concept, models private, ``actions`` write, ``queries`` read."""
