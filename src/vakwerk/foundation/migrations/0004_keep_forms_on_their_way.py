"""Make room for forms on their way: which were sent already, and the text of those whose session had ended."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy


def academy() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        db_index=False,
        default=vakwerk.foundation.tenancy.current_academy_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="foundation.academy",
    )


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_share_rate_limits")]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                (
                    "account_id",
                    models.BigIntegerField(
                        help_text="Account that its page was drawn for; the only one to see it."
                    ),
                ),
                ("path", models.CharField(max_length=500)),
                ("page", models.CharField(max_length=500)),
                ("text", models.BinaryField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("academy", academy()),
            ],
            options={
                "indexes": [models.Index(fields=["academy", "account_id"], name="kept_form_by_account")]
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=64, help_text="What tells one drawn and filled-in form from every other."
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("location", models.TextField(blank=True, help_text="Where the first led to.")),
                ("academy", academy()),
            ],
            options={
                "indexes": [models.Index(fields=["academy", "at"], name="sent_form_by_time")],
                "constraints": [models.UniqueConstraint(fields=["academy", "key"], name="form_sent_once")],
            },
        ),
        vakwerk.foundation.tenancy.SecureAcademyTable("KeptForm"),
        vakwerk.foundation.tenancy.SecureAcademyTable("SentForm"),
    ]
