"""The forms of calls, each in a file of its own."""
