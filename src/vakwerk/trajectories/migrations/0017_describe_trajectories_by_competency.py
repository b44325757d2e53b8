"""Have the catalogue describe every trajectory anew, with what its competencies say of themselves."""

from importlib import import_module

from django.db import migrations

forget = import_module("vakwerk.trajectories.migrations.0016_describe_trajectories_anew").forget


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0016_describe_trajectories_anew")]

    # What the code of before wrote is written anew as well: it finds no entry, and describes.
    operations = [migrations.RunPython(forget, forget)]
