"""Calls for circles: who may join, when, and who signed up."""
