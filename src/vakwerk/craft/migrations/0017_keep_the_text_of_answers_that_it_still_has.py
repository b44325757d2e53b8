from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from vakwerk.foundation.tenancy import in_academy

READ = ("title", "situation", "action", "effect")


def keep_texts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep the text of answers to pieces that did not change since; of others it is not known."""
    for academy in apps.get_model("foundation", "Academy").objects.order_by("pk"):
        with in_academy(academy.pk):
            given = apps.get_model("craft", "AskedResponse").objects.filter(
                state="given", evidence__changed_at__lte=F("ended_at")
            )
            for response in given.select_related("evidence").iterator():
                response.texts = {name: getattr(response.evidence, name) for name in READ}
                response.save(update_fields=["texts"])


class Migration(migrations.Migration):
    dependencies = [("craft", "0016_keep_the_text_of_an_answer")]

    operations = [migrations.RunPython(keep_texts, migrations.RunPython.noop)]
