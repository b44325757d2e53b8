"""Rounds of peer-consultation circles: call, composition, circles and sessions."""
