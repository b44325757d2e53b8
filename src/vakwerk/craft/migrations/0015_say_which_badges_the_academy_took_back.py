from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from vakwerk.foundation.tenancy import in_academy


def say_who(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Note of badges that were taken back whether their holder did it; who did was kept from the first."""
    for academy in apps.get_model("foundation", "Academy").objects.order_by("pk"):
        with in_academy(academy.pk):
            revoked = apps.get_model("craft", "Badge").objects.exclude(revoked_at=None)
            revoked.exclude(revoked_by_id=F("person_id")).update(revoked_by_academy=True)


class Migration(migrations.Migration):
    dependencies = [("craft", "0014_keep_who_took_a_badge_back")]

    operations = [migrations.RunPython(say_who, migrations.RunPython.noop)]
