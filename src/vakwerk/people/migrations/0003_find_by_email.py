"""Let somebody who signs in for the first time be found by their address, before they have an account."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("people", "0002_close_to_other_academies")]

    operations = [
        migrations.AddIndex("person", models.Index(Lower("email"), name="person_by_email")),
        migrations.RunSQL(
            """
            CREATE POLICY own_email ON people_person FOR SELECT USING (
                lower(email) = (SELECT NULLIF(current_setting('vakwerk.email', true), ''))
            )
            """,
            "DROP POLICY own_email ON people_person",
        ),
    ]
