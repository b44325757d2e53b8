"""Keep evidence, what was said about it, levels, and badges with the keys that sign them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [
        ("craft", "0003_keep_framework_files_and_when_readable"),
        ("foundation", "0002_close_to_other_academies"),
        ("people", "0005_add_assessors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("situation", models.TextField(blank=True, max_length=3000, verbose_name="situation")),
                ("action", models.TextField(blank=True, max_length=3000, verbose_name="what I did")),
                ("effect", models.TextField(blank=True, max_length=3000, verbose_name="effect")),
                ("learned", models.TextField(blank=True, max_length=3000, verbose_name="what I learned")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("waiting", "waiting for assessment"),
                            ("asked_back", "question to you"),
                            ("confirmed", "confirmed"),
                            ("refused", "not accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "assessor",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evidence_to_assess",
                        to="people.person",
                    ),
                ),
                (
                    "competency",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="craft.competency",
                    ),
                ),
                (
                    "person",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["-changed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="AskedResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("colleague", "colleague"),
                            ("partner", "partner"),
                            ("resident", "resident"),
                        ],
                        max_length=12,
                        verbose_name="who this is",
                    ),
                ),
                ("language", models.CharField(default="nl", max_length=2, verbose_name="language")),
                (
                    "message",
                    models.TextField(blank=True, max_length=600, verbose_name="what you want to say"),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "asked"),
                            ("given", "answered"),
                            ("declined", "would rather not"),
                            ("withdrawn", "taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(blank=True, max_length=1500)),
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
                    "respondent",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responses_asked",
                        to="people.person",
                    ),
                ),
                (
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="craft.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("kind", models.CharField(help_text="The media type, as its content says.", max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("key", models.UUIDField(unique=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="craft.evidence"
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "confirmed"),
                            ("asked_back", "asked back"),
                            ("refused", "not accepted"),
                        ],
                        max_length=12,
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
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shows", to="craft.evidence"
                    ),
                ),
                (
                    "indicator",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_by",
                        to="craft.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator__level", "indicator__position", "id"],
            },
        ),
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("public_key", models.CharField(help_text="In multibase, as a Multikey.", max_length=64)),
                (
                    "private_key",
                    models.BinaryField(help_text="Encrypted with a key derived from the secret key."),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("retired_at", models.DateTimeField(null=True)),
                ("distrusted_at", models.DateTimeField(null=True)),
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ReachedLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                ("skipped_reason", models.TextField(blank=True, max_length=1500)),
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
                    "assessor",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="levels_confirmed",
                        to="people.person",
                    ),
                ),
                (
                    "competency",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reached_levels",
                        to="craft.competency",
                    ),
                ),
                (
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="levels",
                        to="craft.evidence",
                    ),
                ),
                (
                    "person",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reached_levels",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "level", "id"],
            },
        ),
        migrations.CreateModel(
            name="ResponseAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("clearly", "seen clearly"),
                            ("partly", "partly seen"),
                            ("not", "not seen"),
                            ("cannot_say", "I cannot say"),
                        ],
                        max_length=12,
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
                    "indicator",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="craft.indicator",
                    ),
                ),
                (
                    "response",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="craft.askedresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SelfEstimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
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
                    "competency",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_estimates",
                        to="craft.competency",
                    ),
                ),
                (
                    "person",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_estimates",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="craft.evidence",
                    ),
                ),
                (
                    "person",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="people.person"
                    ),
                ),
                (
                    "reader",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_with_me",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
            },
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "next_index",
                    models.PositiveIntegerField(
                        default=0, help_text="Never handed out twice, whatever is deleted."
                    ),
                ),
                ("revoked", models.JSONField(default=list, help_text="The places that are 1.")),
                ("credential", models.TextField(blank=True)),
                ("signed_at", models.DateTimeField(null=True)),
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("status_index", models.PositiveIntegerField()),
                ("credential", models.TextField()),
                ("with_name", models.BooleanField(default=False)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_reason", models.CharField(blank=True, max_length=300)),
                ("revoked_by_id", models.BigIntegerField(null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="badges", to="people.person"
                    ),
                ),
                (
                    "key",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to="craft.issuerkey",
                    ),
                ),
                (
                    "reached",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to="craft.reachedlevel",
                    ),
                ),
                (
                    "status_list",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to="craft.statuslist",
                    ),
                ),
            ],
            options={
                "ordering": ["-issued_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("texts", models.JSONField(default=dict)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("ended_at", models.DateTimeField(help_text="When it was decided or withdrawn.", null=True)),
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
                    "assessor",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submissions_received",
                        to="people.person",
                    ),
                ),
                (
                    "evidence",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="craft.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("asked_back", "asked back"),
                            ("refused", "not accepted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "by",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="verdicts_given",
                        to="people.person",
                    ),
                ),
                (
                    "shows",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="craft.evidenceindicator",
                    ),
                ),
                (
                    "submission",
                    vakwerk.foundation.tenancy.AcademyForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="craft.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["academy", "person", "-changed_at"], name="evidence_by_person"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                fields=["academy", "assessor", "state", "due_on"], name="evidence_by_assessor"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["academy", "competency", "state"], name="evidence_by_competency"),
        ),
        migrations.AddIndex(
            model_name="askedresponse",
            index=models.Index(fields=["academy", "respondent", "state"], name="response_by_respondent"),
        ),
        migrations.AddConstraint(
            model_name="evidenceindicator",
            constraint=models.UniqueConstraint(
                fields=("academy", "evidence", "indicator"), name="evidence_shows_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.UniqueConstraint(fields=("academy", "number"), name="issuer_key_number_once"),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)), fields=("academy",), name="one_key_in_use"
            ),
        ),
        migrations.AddConstraint(
            model_name="reachedlevel",
            constraint=models.UniqueConstraint(
                fields=("academy", "person", "competency", "level"), name="level_reached_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="responseanswer",
            constraint=models.UniqueConstraint(
                fields=("academy", "response", "indicator"), name="response_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="selfestimate",
            constraint=models.UniqueConstraint(
                fields=("academy", "person", "competency", "on"), name="self_estimate_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                fields=("academy", "person", "reader", "evidence"), name="share_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.UniqueConstraint(fields=("academy", "number"), name="status_list_number_once"),
        ),
        migrations.AddConstraint(
            model_name="badge",
            constraint=models.UniqueConstraint(
                fields=("academy", "status_list", "status_index"), name="status_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("academy", "evidence", "number"), name="submission_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorverdict",
            constraint=models.UniqueConstraint(
                fields=("academy", "submission", "shows"), name="verdict_once"
            ),
        ),
        SecureAcademyTable("Evidence"),
        SecureAcademyTable("EvidenceIndicator"),
        SecureAcademyTable("Submission"),
        SecureAcademyTable("IndicatorVerdict"),
        SecureAcademyTable("EvidenceFile"),
        SecureAcademyTable("AskedResponse"),
        SecureAcademyTable("ResponseAnswer"),
        SecureAcademyTable("Share"),
        SecureAcademyTable("SelfEstimate"),
        SecureAcademyTable("ReachedLevel"),
        SecureAcademyTable("IssuerKey"),
        SecureAcademyTable("StatusList"),
        SecureAcademyTable("Badge"),
    ]
