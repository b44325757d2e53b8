"""Short trajectories with explicit goals: what people need, what is offered, and who takes part."""
