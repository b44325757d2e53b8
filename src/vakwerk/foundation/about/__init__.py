"""Pages about Vakwerk itself, for everybody."""
