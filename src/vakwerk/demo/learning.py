"""Fill the demo with craft, knowledge and trajectories. Each room's loader walks its operations, as a user would."""

from datetime import date

from vakwerk.demo import catalogue, craft_evidence, craft_frameworks, editions, knowledge, trajectories
from vakwerk.demo.people import Population


def load(populations: dict[str, Population], *, today: date) -> None:
    """Load what people learn, for the academies by slug; runs inside the demo's one transaction."""
    craft_frameworks.load(populations, today=today)
    knowledge.load(populations, today=today)
    trajectories.load(populations, today=today)
    editions.load(populations, today=today)
    catalogue.load(populations, today=today)
    craft_evidence.load(populations, today=today)
