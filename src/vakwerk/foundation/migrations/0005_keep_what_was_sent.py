"""Keep what each person was sent for their calendar, and which jobs are shown only when they fail."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0004_keep_forms_on_their_way"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about_id", models.BigIntegerField(help_text="Person in whose calendar it stands.")),
                ("uid", models.CharField(max_length=255)),
                ("to", models.EmailField(max_length=254)),
                ("sequence", models.PositiveIntegerField()),
                (
                    "is_removed",
                    models.BooleanField(default=False, help_text="The last that was sent removes the event."),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            ],
        ),
        migrations.AddField(
            model_name="job",
            name="is_quiet",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="language",
            field=models.CharField(blank=True, help_text="In which it is written.", max_length=5),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "failed")), fields=["academy"], name="job_failed"
            ),
        ),
        migrations.AddConstraint(
            model_name="sententry",
            constraint=models.UniqueConstraint(fields=("academy", "about_id", "uid"), name="sent_entry_once"),
        ),
        SecureAcademyTable("SentEntry"),
    ]
