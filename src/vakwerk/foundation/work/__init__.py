"""Long work as people follow it: how far it is, how to stop it, how it ended."""
