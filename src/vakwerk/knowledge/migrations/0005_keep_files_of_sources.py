"""Keep a file of sources from when it is uploaded until it is taken over."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_close_to_other_academies"),
        ("knowledge", "0004_find_sources_by_their_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            options={
                "ordering": ["-made_at", "-id"],
            },
        ),
        SecureAcademyTable("SourceImport"),
    ]
