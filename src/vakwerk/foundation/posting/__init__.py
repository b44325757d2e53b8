"""What happens to a form between being drawn and being saved: nothing overwritten, doubled or lost."""
