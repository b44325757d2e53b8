"""A letter can be on its way, or perhaps sent; those that wait for an administrator are found quickly."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_keep_academies_from_the_application"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outgoingmail",
            name="sent_at",
            field=models.DateTimeField(help_text="When it was handed to the mail server.", null=True),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("perhaps", "perhaps sent"),
                    ("failed", "failed"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                fields=["academy"],
                name="mail_unsettled",
                condition=models.Q(state__in=["sending", "perhaps", "failed"]),
            ),
        ),
    ]
