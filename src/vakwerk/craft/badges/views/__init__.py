"""The pages of badges: one's own, the public ones, and the coordinator's."""
