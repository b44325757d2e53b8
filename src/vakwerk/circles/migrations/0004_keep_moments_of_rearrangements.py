"""Keep which moments a change by hand moved, so that taking it back is exact."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0003_wishes_and_holidays")]

    operations = [
        migrations.AddField(model_name="rearrangement", name="moments", field=models.JSONField(default=list)),
    ]
