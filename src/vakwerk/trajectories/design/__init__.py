"""Designing a trajectory: goals, activities, knowledge from both sides, and whether it is sound."""
