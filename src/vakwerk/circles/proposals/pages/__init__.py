"""What stands on the pages about a proposal: from a board and rows to what a template shows."""
