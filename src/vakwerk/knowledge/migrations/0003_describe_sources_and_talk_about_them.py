"""Describe what sources are good for and where they fit, and let people talk about them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.bilingual
import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_close_to_other_academies"),
        ("knowledge", "0002_close_to_other_academies"),
        ("people", "0005_add_assessors"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list",
                    models.CharField(
                        choices=[("development", "developments"), ("policy_field", "policy fields")],
                        max_length=20,
                    ),
                ),
                ("key", models.SlugField(max_length=80)),
                (
                    "name",
                    vakwerk.foundation.bilingual.BilingualField(
                        default=vakwerk.foundation.bilingual.Bilingual, max_length=120, verbose_name="name"
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ["list", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "list", "key"), name="list_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalContext",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_id", models.BigIntegerField()),
                ("source_academy_id", models.BigIntegerField()),
                ("source_key", models.SlugField(max_length=80)),
                (
                    "note",
                    models.TextField(blank=True, max_length=4000, verbose_name="what does this mean here?"),
                ),
                ("note_at", models.DateTimeField(blank=True, null=True)),
                (
                    "open_to_guests",
                    models.BooleanField(default=False, verbose_name="guests take part in the conversation"),
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
                    "note_by",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "source_id"), name="local_context_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_by_id", models.BigIntegerField(help_text="Person who hid it.", null=True)),
                ("hidden_because", models.CharField(blank=True, max_length=300, verbose_name="reason")),
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
                    "author",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="people.person",
                    ),
                ),
                (
                    "local",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="knowledge.localcontext",
                    ),
                ),
                (
                    "parent",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="knowledge.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "ordering": ["made_at", "id"],
                "indexes": [models.Index(fields=["academy", "local", "made_at"], name="post_by_source")],
            },
        ),
        migrations.CreateModel(
            name="PostVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "post",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="knowledge.post",
                    ),
                ),
            ],
            options={
                "ordering": ["-replaced_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        related_name="mentioned_in",
                        to="people.person",
                    ),
                ),
                (
                    "post",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="knowledge.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("academy", "post", "person"), name="mention_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PostReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by_id", models.BigIntegerField(help_text="Person who settled it.", null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("hidden", "hidden"), ("kept", "left as it is")], max_length=10
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
                    "post",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="knowledge.post",
                    ),
                ),
                (
                    "reporter",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reported_posts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "indexes": [
                    models.Index(fields=["academy", "settled_at", "-made_at"], name="report_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("academy", "post", "reporter"),
                        name="one_open_report_each",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="source",
            name="competencies",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="declined_because",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it was not taken over"),
        ),
        migrations.AddField(
            model_name="source",
            name="developments",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="governance_models",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="policy_fields",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="sizes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SlugField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposed"),
                    ("published", "published"),
                    ("declined", "not taken over"),
                ],
                default="published",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["academy", "review_on"], name="source_by_review"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(
                condition=models.Q(("shared_region", None), _negated=True),
                fields=["shared_region"],
                name="source_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shared_region", None),
                    models.Q(("state", "published"), models.Q(("kind", "person"), _negated=True)),
                    _connector="OR",
                ),
                name="shared_source_is_published_and_no_person",
            ),
        ),
        SecureAcademyTable("ListEntry"),
        SecureAcademyTable("LocalContext"),
        SecureAcademyTable("Post"),
        SecureAcademyTable("PostVersion"),
        SecureAcademyTable("Mention"),
        SecureAcademyTable("PostReport"),
    ]
