"""Who was there? Apologies, the list, the code on the spot, and the evaluation afterwards."""
