"""Give people a secret address at which their calendar program reads their own sessions."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0005_keep_facilitators_of_rearrangements"),
        ("foundation", "0003_share_rate_limits"),
        ("people", "0005_add_assessors"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "read_at",
                    models.DateTimeField(
                        help_text="The last time that a program read it, to the hour.", null=True
                    ),
                ),
                (
                    "academy",
                    models.ForeignKey(
                        db_index=False,
                        default=vakwerk.foundation.tenancy.current_academy_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.academy",
                    ),
                ),
                (
                    "person",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "person"), name="calendar_feed_once")
                ],
            },
        ),
        SecureAcademyTable("CalendarFeed"),
    ]
