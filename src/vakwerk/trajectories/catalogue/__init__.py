"""What can somebody choose? The catalogue, for people of the academy and, where it wants, for everybody."""
