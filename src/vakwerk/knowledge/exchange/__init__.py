"""Sources as files: everything out, and lists that somebody has in."""
