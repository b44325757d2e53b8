"""Circles after publishing: sessions, calendars, absence and replacement."""
