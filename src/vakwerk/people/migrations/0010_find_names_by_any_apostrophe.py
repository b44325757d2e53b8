"""Fill the keys anew of people whose names have another sign than the straight apostrophe."""

from typing import Any

from django.db import migrations

from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import rules


def fill_anew(apps: Any, _editor: Any) -> None:
    person_model = apps.get_model("people", "Person")
    for academy_id in apps.get_model("foundation", "Academy").objects.values_list("pk", flat=True):
        with in_academy(academy_id):
            signs = "[\u2018\u2019\u201b\u02bc\u02b9\u02bb\u2032\uff07`\u00b4]"
            people = person_model.objects.filter(academy_id=academy_id)
            found = list(people.filter(given_name__regex=signs) | people.filter(family_name__regex=signs))
            for person in found:
                person.sort_key = rules.sort_key(person.given_name, person.family_name)[:220]
                names = f"{person.given_name} {person.family_name} {person.email}"
                person.search_key = rules.search_key(names)[:400]
            person_model.objects.bulk_update(found, ["sort_key", "search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_say_which_address_links_went_to")]

    # The keys of before would be right for the code of before; nothing else depends on them.
    operations = [migrations.RunPython(fill_anew, migrations.RunPython.noop)]
