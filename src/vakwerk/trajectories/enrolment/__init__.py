"""Who takes part? Enrolling, waiting, withdrawing, and what is still needed to complete it."""
