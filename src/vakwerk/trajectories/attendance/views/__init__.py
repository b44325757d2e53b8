"""The pages of who comes and who was there."""
