"""The pages of a coordinator about proposals: compose, look, change by hand, compare, publish."""
