"""The pages of growth: one's own, and what somebody shares."""
