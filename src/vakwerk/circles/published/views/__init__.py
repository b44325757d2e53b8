"""The pages of circles that meet, by whom they are for."""
