"""What care cost, as the institution tells it: sums by adhesion, month and benefit line."""
