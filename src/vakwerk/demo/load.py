"""Fill an empty Vakwerk with the demo: ``vakwerk demo`` and ``make run``."""

import random
import shutil
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from vakwerk.demo import learning
from vakwerk.demo.people import Population
from vakwerk.demo.rounds import Calls
from vakwerk.demo.written import content
from vakwerk.foundation.models import Academy, Region
from vakwerk.foundation.tenancy import AcademyOwned, in_academy
from vakwerk.people.models import Account

SEED = 2014
HOST = {"apeldoorn": "jeroen", "amsterdam": "ilse"}


def is_loaded() -> bool:
    """Whether the demo academies are there."""
    return Academy.objects.filter(slug__in=HOST).exists()


@transaction.atomic
def load(*, today: date | None = None, reset: bool = False) -> bool:
    """Load the demo as of ``today``; return whether there was anything to load.

    One transaction: a demo that was interrupted is not there at all. ``reset`` throws away what is there
    first, which only the owner of the tables may do, since the trail of who did what goes with it.
    """
    if reset:
        clear()
    if is_loaded():
        return False
    today = today or timezone.localdate()
    region = Region.objects.create(slug="ijssel-en-veluwe", name="Leerregio IJssel en Veluwe")
    populations = {}
    for slug, coordinator in HOST.items():
        setup = content()["academies"][slug]
        academy = Academy.objects.create(
            slug=slug,
            name=setup["name"],
            subtitle=setup["subtitle"],
            contact_email=setup["contact_email"],
            hue=setup["hue"],
            chroma=setup["chroma"],
            # Amsterdam took over a template of the region, so it reads what the region shares.
            region=region,
        )
        with in_academy(academy):
            # An own stream per academy, so that one that grows does not change the other.
            chance = random.Random(f"{SEED}-{slug}")  # noqa: S311 - made-up people need no secrets
            population = Population(academy, today=today, chance=chance)
            population.fill()
            populations[slug] = population
            Calls(population, coordinator=population.by_key[coordinator], today=today, chance=chance).make()
    learning.load(populations, today=today)
    return True


def clear() -> None:
    """Throw away the demo academies and the accounts of their people, and nothing else."""
    for academy in Academy.objects.filter(slug__in=HOST):
        with in_academy(academy):
            for model in apps.get_models():
                if issubclass(model, AcademyOwned):
                    # Foreign keys are checked at the end of the transaction, so any order will do.
                    model._base_manager.all()._raw_delete(connection.alias)
        # What was uploaded lies beside the database.
        shutil.rmtree(settings.DATA_DIR / "files" / str(academy.pk), ignore_errors=True)
        academy.delete()
    Region.objects.filter(academies=None).delete()
    Account.objects.filter(email__endswith=".example").delete()
