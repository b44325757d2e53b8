"""Keep the stems of what a trajectory says, so that another form of a word finds it too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trajectories", "0014_keep_what_takes_a_change_back")]

    operations = [
        migrations.AddField("catalogueentry", "stems", models.TextField(blank=True, default="")),
    ]
