"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable, ShareWithRegion


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("people", "0005_add_assessors")]

    operations = [
        SecureAcademyTable("Source"),
        ShareWithRegion("Source"),
    ]
