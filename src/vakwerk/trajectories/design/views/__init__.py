"""The coordinator's pages of trajectories."""
