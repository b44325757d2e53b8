"""What somebody shows of their work: writing it, files, what others saw of it, and who else may read it."""
