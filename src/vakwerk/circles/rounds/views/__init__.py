"""The pages of calls, by whom they are for."""
