"""The entrance: the front page, one-time links, and what we set in allauth's forms."""
