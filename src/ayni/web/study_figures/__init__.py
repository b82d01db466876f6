"""What pages outside the studies show of them: figures beside a round, what was believed and what came."""
