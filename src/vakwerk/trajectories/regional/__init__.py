"""Regional templates and local variants: what academies share of a trajectory, and what each makes of it."""
