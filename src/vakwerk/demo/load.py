"""Fill an empty Vakwerk with the demo: ``vakwerk demo`` and ``make run``."""

import random
from datetime import date

from django.db import transaction

from vakwerk.demo.people import Population, content
from vakwerk.demo.rounds import Calls
from vakwerk.foundation.models import Academy, Region
from vakwerk.foundation.tenancy import in_academy

SEED = 2014
HOST = {"apeldoorn": "jeroen", "amsterdam": "ilse"}


def is_loaded() -> bool:
    """Whether the demo academies are there."""
    return Academy.objects.filter(slug__in=HOST).exists()


@transaction.atomic
def load(*, today: date) -> bool:
    """Load the demo as of ``today``; return whether there was anything to load.

    One transaction: a demo that was interrupted is not there at all.
    """
    if is_loaded():
        return False
    region = Region.objects.create(slug="ijssel-en-veluwe", name="Leerregio IJssel en Veluwe")
    for slug, coordinator in HOST.items():
        setup = content()["academies"][slug]
        academy = Academy.objects.create(
            slug=slug,
            name=setup["name"],
            subtitle=setup["subtitle"],
            contact_email=setup["contact_email"],
            hue=setup["hue"],
            chroma=setup["chroma"],
            region=region if slug == "apeldoorn" else None,
        )
        with in_academy(academy):
            # An own stream per academy, so that one that grows does not change the other.
            chance = random.Random(f"{SEED}-{slug}")  # noqa: S311 - made-up people need no secrets
            population = Population(academy, today=today, chance=chance)
            population.fill()
            Calls(population, coordinator=population.by_key[coordinator], today=today, chance=chance).make()
    return True
