"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("foundation", "0002_close_to_other_academies")]

    operations = [
        SecureAcademyTable("Organisation"),
        SecureAcademyTable("Unit"),
        SecureAcademyTable("Person"),
        SecureAcademyTable("RoleAssignment"),
        SecureAcademyTable("Membership"),
        SecureAcademyTable("Bond"),
        SecureAcademyTable("ColumnMapping"),
        SecureAcademyTable("PeopleImport"),
        # Somebody may ask in which academies their own account is known; read-only, and only outside an academy.
        migrations.RunSQL(
            """
            CREATE POLICY own_account ON people_person FOR SELECT USING (
                account_id = (SELECT NULLIF(current_setting('vakwerk.account', true), '')::bigint)
            )
            """,
            "DROP POLICY own_account ON people_person",
        ),
    ]
