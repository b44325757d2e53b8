"""What changes about a proposal besides who sits where: moments, facilitators, publishing. One transaction each."""
