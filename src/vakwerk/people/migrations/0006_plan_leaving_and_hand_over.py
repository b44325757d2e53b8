"""Keep a last day that is still to come, and what people leave behind for a next one."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_share_rate_limits"),
        ("people", "0005_add_assessors"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="leaves_on",
            field=models.DateField(blank=True, null=True, verbose_name="leaves on"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("leaves_on__isnull", False)),
                fields=["academy", "leaves_on"],
                name="person_by_last_day",
            ),
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by_id", models.BigIntegerField(null=True)),
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
                        related_name="handovers",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["academy", "-made_at"],
                        name="handover_open",
                    ),
                    models.Index(fields=["academy", "person"], name="handover_by_person"),
                ],
            },
        ),
        SecureAcademyTable("Handover"),
    ]
