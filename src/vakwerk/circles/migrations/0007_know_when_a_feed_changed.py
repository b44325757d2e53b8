"""Know since when a calendar program has been given the same, so that it need not read it again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0006_read_sessions_from_a_calendar_program"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarfeed",
            name="changed_at",
            field=models.DateTimeField(help_text="Since when what it is given has been the same.", null=True),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="content_digest",
            field=models.CharField(blank=True, help_text="Of what it was given last.", max_length=64),
        ),
    ]
