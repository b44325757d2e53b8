"""Have the catalogue describe every trajectory anew, with the stems of its words, when somebody opens it."""

from typing import Any

from django.db import migrations

from vakwerk.foundation.tenancy import in_academy


def forget(apps: Any, _editor: Any) -> None:
    entry = apps.get_model("trajectories", "CatalogueEntry")
    for academy_id in apps.get_model("foundation", "Academy").objects.values_list("pk", flat=True):
        with in_academy(academy_id):
            entry.objects.filter(academy_id=academy_id).delete()


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0015_find_trajectories_by_stems")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
