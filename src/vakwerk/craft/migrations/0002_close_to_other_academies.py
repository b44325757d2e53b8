"""Close the tables of this room to other academies, in the database itself."""

from django.db import migrations

from vakwerk.foundation.tenancy import SecureAcademyTable


class Migration(migrations.Migration):
    dependencies = [("craft", "0001_initial"), ("people", "0005_add_assessors")]

    operations = [
        SecureAcademyTable("Framework"),
        SecureAcademyTable("Cluster"),
        SecureAcademyTable("Level"),
        SecureAcademyTable("Competency"),
        SecureAcademyTable("Counterweight"),
        SecureAcademyTable("Indicator"),
        SecureAcademyTable("RoleProfile"),
        SecureAcademyTable("Target"),
        SecureAcademyTable("PersonProfile"),
    ]
