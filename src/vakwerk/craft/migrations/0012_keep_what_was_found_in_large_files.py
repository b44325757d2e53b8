from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("craft", "0011_keep_hash_of_respondents_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="frameworkfile",
            name="found",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="frameworkfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "being checked"),
                    ("waiting", "waiting"),
                    ("running", "running"),
                    ("done", "done"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
