"""Let circles end before their round does, and proposals be called off."""

import django.db.models.deletion
from django.db import migrations, models

import vakwerk.foundation.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0007_know_when_a_feed_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="circle",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="circle",
            name="merged_into",
            field=vakwerk.foundation.tenancy.AcademyForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_from",
                to="circles.circle",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=models.CharField(
                choices=[("draft", "draft"), ("published", "published"), ("called_off", "called off")],
                default="draft",
                max_length=10,
            ),
        ),
        # Alone, and not by closing the table again: going back must leave it closed.
        migrations.RunSQL(
            'ALTER TABLE "circles_circle" ADD CONSTRAINT "circles_circle_merged_into_id_same_academy"'
            ' FOREIGN KEY (academy_id, "merged_into_id") REFERENCES "circles_circle" (academy_id, id)'
            " DEFERRABLE INITIALLY DEFERRED",
            'ALTER TABLE "circles_circle" DROP CONSTRAINT "circles_circle_merged_into_id_same_academy"',
        ),
    ]
