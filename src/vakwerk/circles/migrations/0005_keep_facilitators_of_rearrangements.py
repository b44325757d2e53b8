"""Keep which facilitators a change by hand gave to circles, so that taking it back is exact."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0004_keep_moments_of_rearrangements")]

    operations = [
        migrations.AddField(
            model_name="rearrangement", name="facilitators", field=models.JSONField(default=list)
        ),
        migrations.AlterField(
            model_name="rearrangement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("swap", "swapped"),
                    ("move", "moved"),
                    ("wait", "let wait"),
                    ("seat", "seated"),
                    ("arrange", "arranged"),
                ],
                max_length=10,
            ),
        ),
    ]
