"""The mail that the academy sends, as its administrators see it."""
