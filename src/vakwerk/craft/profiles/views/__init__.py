"""The coordinator's pages of role profiles, and of those of one person."""
