"""Compose mixed groups."""
