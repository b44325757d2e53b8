"""What do these tests share? The academy of the tests of frameworks."""

from vakwerk.craft.tests.framework_fixtures import academy, colleague, coordinator, esra, jeroen

__all__ = ["academy", "colleague", "coordinator", "esra", "jeroen"]
