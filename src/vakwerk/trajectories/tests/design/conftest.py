"""The fixtures of these tests."""

from vakwerk.trajectories.tests.design_fixtures import academy, colleague, coordinator, esra, jeroen

__all__ = ["academy", "colleague", "coordinator", "esra", "jeroen"]
