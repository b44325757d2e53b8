"""Letters as they are written: on one line, in blocks, drawn, and without their secrets."""
