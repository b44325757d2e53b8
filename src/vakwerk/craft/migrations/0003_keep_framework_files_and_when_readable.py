"""Keep files with frameworks, and from when a competency could be read as it is."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("craft", "0002_close_to_other_academies"),
        ("foundation", "0002_close_to_other_academies"),
    ]

    operations = [
        migrations.AddField(
            model_name="competency",
            name="readable_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="FrameworkFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("running", "running"), ("done", "done")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by_id", models.BigIntegerField(null=True)),
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
                    "into",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files_into",
                        to="craft.framework",
                    ),
                ),
                (
                    "result",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="files_from",
                        to="craft.framework",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
            },
        ),
        SecureAcademyTable("FrameworkFile"),
    ]
