"""When is a trajectory given? Editions with their dates, trainers, seats and conditions."""
