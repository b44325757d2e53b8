"""Keep the stems of what a trajectory says, so that another form of a word finds it too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0013_move_needs_out_of_the_trail")]

    operations = [
        migrations.AddField("catalogueentry", "stems", models.TextField(blank=True, default="")),
    ]
