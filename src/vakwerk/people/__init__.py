"""Organisations, persons, their roles, and how they come in and sign in."""
