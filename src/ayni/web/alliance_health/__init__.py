"""Pages of an agreement's life: its health, the effect of a renewal, what families keep at its end."""
