"""How does a catalogue come in? From a file, looked at row by row, taken over in one go."""
