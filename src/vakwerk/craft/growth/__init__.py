"""Where somebody stands, for themself: levels over time, targets, and their own estimate."""
