"""Keep what helps somebody to take part, and which holiday a session gave way to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_close_to_other_academies")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="wishes",
            field=models.CharField(blank=True, max_length=500, verbose_name="what helps you to take part"),
        ),
        migrations.AddField(
            model_name="session",
            name="moved_for",
            field=models.CharField(
                blank=True, help_text="The public holiday that it gave way to.", max_length=30
            ),
        ),
    ]
