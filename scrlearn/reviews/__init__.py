"""Documents and spreadsheets become tables: read_, load_, add_."""
