"""Finding sources: words in Dutch and English, traits, and where in a text they stand."""
