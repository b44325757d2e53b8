"""The academy itself: its name, its look, and who to turn to."""
