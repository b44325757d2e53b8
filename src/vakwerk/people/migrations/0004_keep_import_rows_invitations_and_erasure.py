"""Keep what was found in each row of a people file, invitations of guests, and that somebody was erased."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_close_to_other_academies"),
        ("people", "0003_find_by_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="peopleimport",
            name="organisation_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="peopleimport",
            name="sheets",
            field=models.JSONField(
                default=list, help_text="Names of the sheets of a workbook, to choose from."
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="peopleimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("matching", "matching columns"),
                    ("checking", "being checked"),
                    ("preview", "ready to check"),
                    ("running", "being taken over"),
                    ("done", "taken over"),
                    ("dropped", "dropped"),
                ],
                default="matching",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=600, verbose_name="a few words of your own"),
                ),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="The last time."),
                ),
                ("times_sent", models.PositiveSmallIntegerField(default=1)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
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
                        related_name="invitations",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "person"), name="invitation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="As the spreadsheet shows it, from 1.", verbose_name="row"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("wrong", "wrong"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=220, verbose_name="name")),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "changes",
                    models.JSONField(default=list, help_text="Field, old and new words of each difference."),
                ),
                (
                    "problems",
                    models.JSONField(
                        default=list, help_text="Field, column, reason, value and facts of each."
                    ),
                ),
                (
                    "cells",
                    models.JSONField(default=list, help_text="What the row says, kept for wrong rows only."),
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
                    "file",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="people.peopleimport",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        fields=["academy", "file", "outcome", "number"], name="import_row_by_outcome"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "file", "number"), name="import_row_once")
                ],
            },
        ),
        vakwerk.foundation.tenancy.SecureAcademyTable("PeopleImportRow"),
        vakwerk.foundation.tenancy.SecureAcademyTable("Invitation"),
    ]
