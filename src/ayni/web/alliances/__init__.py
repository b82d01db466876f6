"""Pages of agreements and of the negotiating table, for both sides and whoever observes."""
