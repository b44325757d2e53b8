"""The pages on which sources are proposed, kept and shared."""
