"""What care cost, as the institution tells it: the file sent, read and confirmed; the months told."""
