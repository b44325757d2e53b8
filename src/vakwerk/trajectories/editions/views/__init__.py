"""The coordinator's pages of editions."""
