"""`docs/reference/schemes`: a page per scheme, written from its files and never by hand."""
