"""The pages on which coordinators describe a framework."""
