"""Vakwerk: the open academy platform for local government."""
