"""Composing: from sign-ups to a proposal of circles, explained, changed by hand, ready to publish."""
