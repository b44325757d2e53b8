"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        SecureAcademyTable("AuditEntry"),
        SecureAcademyTable("Job"),
        SecureAcademyTable("OutgoingMail"),
    ]
