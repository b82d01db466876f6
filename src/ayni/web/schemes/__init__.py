"""The library of schemes: each read article by article, computed for a family, asked about cover."""
