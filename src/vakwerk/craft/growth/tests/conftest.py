"""What do these tests share? The academy of the tests of evidence."""

from vakwerk.craft.tests.evidence_fixtures import academy, connecting, esra, esras, lotte, marit, marits

__all__ = ["academy", "connecting", "esra", "esras", "lotte", "marit", "marits"]
